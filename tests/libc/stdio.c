/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams: buffering, positions, ungetc, modes, errors, memory streams, wide
 * orientation, temporary files, large files.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#define SHOW(e)                                                    \
	do {                                                       \
		errno = 0;                                         \
		long result = (long)(e);                           \
		printf("%s: %ld, errno %d\n", #e, result, errno); \
	} while (0)

static void positions(void)
{
	FILE *f = fopen("file", "w+");
	fpos_t here;
	char line[40];
	SHOW(fputs("first line\nsecond line\nthird", f));
	SHOW(ftell(f));
	SHOW(fseek(f, 6, SEEK_SET));
	SHOW(fgetc(f));
	SHOW(ungetc('L', f));
	SHOW(fgetc(f));
	SHOW(fgetpos(f, &here));
	printf("%s", fgets(line, sizeof line, f));
	SHOW(fsetpos(f, &here));
	printf("%s", fgets(line, sizeof line, f));
	SHOW(fseek(f, -5, SEEK_END));
	SHOW(fread(line, 1, 10, f));
	SHOW(feof(f));
	SHOW(fgetc(f));
	clearerr(f);
	SHOW(feof(f));
	SHOW(fseek(f, 100, SEEK_SET));
	SHOW(fputc('x', f));
	SHOW(fflush(f));
	struct stat st;
	fstat(fileno(f), &st);
	printf("size %ld\n", (long)st.st_size);
	SHOW(fseek(f, -1, SEEK_SET));
	SHOW(ftruncate(fileno(f), 3));
	rewind(f);
	SHOW(fread(line, 1, 40, f));
	SHOW(fclose(f));
}

static void modes(void)
{
	static const char *const names[] = { "r", "r+", "w", "w+", "a", "a+", "wx", "rb", "q" };
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		FILE *f = fopen("modes", "w");
		fputs("0123456789", f);
		fclose(f);
		errno = 0;
		f = fopen("modes", names[i]);
		printf("%s: %s %d", names[i], f ? "open" : "null", errno);
		if (f) {
			char text[40] = "";
			errno = 0;
			int put = fputs("AB", f), flushed = fflush(f);
			printf(" put %d %d %d", put < 0 ? -1 : 0, flushed, errno);
			clearerr(f);
			rewind(f);
			size_t got = fread(text, 1, 39, f);
			printf(" got %zu [%s] error %d", got, text, ferror(f) != 0);
			fclose(f);
		}
		printf("\n");
	}
	SHOW(fopen("no/such", "r"));
	SHOW(fopen(".", "w"));
	printf("%s\n", fdopen(99, "r") ? "open" : "null");
	FILE *f = freopen("other", "w", fopen("modes", "r"));
	fprintf(f, "reopened");
	fclose(f);
	printf("remove %d", remove("other"));
	printf(" %d\n", remove("other"));
	printf("rename %d\n", rename("modes", "moved"));
}

static void buffers(void)
{
	char buffer[16], text[64] = "";
	FILE *f = fopen("buffers", "w+");
	SHOW(setvbuf(f, buffer, _IOFBF, sizeof buffer));
	fputs("0123456789", f);
	int fd = open("buffers", O_RDONLY);
	printf("unflushed %ld\n", (long)read(fd, text, 60));
	fputs("0123456789", f);
	printf("partly %d\n", read(fd, text, 60) > 0);
	fflush(f);
	lseek(fd, 0, SEEK_SET);
	printf("all %ld\n", (long)read(fd, text, 60));
	fclose(f);
	f = fopen("buffers", "w");
	setvbuf(f, NULL, _IONBF, 0);
	fputs("now", f);
	lseek(fd, 0, SEEK_SET);
	printf("unbuffered %ld\n", (long)read(fd, text, 60));
	fclose(f);
	f = fopen("buffers", "w");
	setvbuf(f, NULL, _IOLBF, 0);
	fputs("line\nrest", f);
	lseek(fd, 0, SEEK_SET);
	printf("line buffered %ld\n", (long)read(fd, text, 60));
	fclose(f);
	close(fd);
}

static void memory(void)
{
	char *text = NULL, fixed[20];
	size_t size = 0, capacity = 0;
	FILE *f = open_memstream(&text, &size);
	fprintf(f, "%d %s", 42, "in memory");
	fflush(f);
	printf("[%s] %zu\n", text, size);
	fseek(f, 2, SEEK_SET);
	fputc('X', f);
	fclose(f);
	printf("[%s] %zu\n", text, size);
	f = fmemopen(text, size, "r");
	char *line = NULL;
	printf("%ld", (long)getdelim(&line, &capacity, 'y', f));
	printf(" [%s]\n", line);
	fclose(f);
	f = fmemopen(fixed, sizeof fixed, "w");
	printf("%d", fprintf(f, "a text that is much too long for it"));
	printf(" %d\n", fclose(f));
	printf("%.19s\n", fixed);
	free(line);
	free(text);
	wchar_t *wide;
	f = open_wmemstream(&wide, &size);
	fwprintf(f, L"%ls %d", L"wide", 7);
	fclose(f);
	printf("[%ls] %zu\n", wide, size);
}

static void lines(void)
{
	FILE *f = fopen("lines", "w+");
	char *line = NULL;
	size_t capacity = 0;
	ssize_t n;
	for (int i = 0; i < 3000; i += 1 + i)
		fprintf(f, "%0*d\n", i + 1, i);
	fputs("no end", f);
	rewind(f);
	while ((n = getline(&line, &capacity, f)) >= 0)
		printf("%zd ", n);
	printf("eof %d\n", feof(f));
	rewind(f);
	int words = 0;
	while (fscanf(f, "%*s") != EOF)
		words++;
	printf("words %d\n", words);
	fclose(f);
	free(line);
}

static void temporary(void)
{
	char name[] = "tmp-XXXXXX", with[] = "tmp-XXXXXX.txt", dir[] = "dir-XXXXXX", bad[] = "short-XX";
	FILE *f = tmpfile();
	fputs("temporary", f);
	rewind(f);
	printf("%c\n", fgetc(f));
	fclose(f);
	int fd = mkstemp(name);
	printf("%d %d %zu\n", fd >= 0, access(name, F_OK), strlen(name));
	close(fd);
	fd = mkstemps(with, 4);
	printf("%d %s\n", fd >= 0, with + 10);
	close(fd);
	printf("%d\n", mkdtemp(dir) == dir && rmdir(dir) == 0);
	SHOW(mkstemp(bad));
}

static void wide(void)
{
	FILE *f = fopen("wide", "w+");
	int before = fwide(f, 0), after = fwide(f, 1);
	printf("%d %d\n", before, after > 0);
	fputws(L"wide text 123\n", f);
	rewind(f);
	int n = 0;
	wchar_t word[20];
	printf("%d", fwscanf(f, L"%ls text %d", word, &n));
	printf(" %ls %d\n", word, n);
	fclose(f);
}

static void large(void)
{
	FILE *f = fopen("large", "w+");
	char block[10000], back[10000];
	unsigned long sum = 0, sum_back = 0;
	for (int i = 0; i < 200; i++) {
		for (int k = 0; k < 10000; k++)
			sum += (unsigned char)(block[k] = (char)(i * 7 + k * 13));
		fwrite(block, 1, sizeof block, f);
	}
	rewind(f);
	for (int i = 0; i < 200; i++) {
		if (fread(back, 1000, 10, f) != 10)
			printf("short\n");
		for (int k = 0; k < 10000; k++)
			sum_back += (unsigned char)back[k];
	}
	printf("%lu %lu\n", sum, sum_back);
	fseeko(f, 3000000000, SEEK_SET);
	fputc('!', f);
	printf("%lld\n", (long long)ftello(f));
	fclose(f);
	remove("large");
}

int main(void)
{
	positions();
	modes();
	buffers();
	memory();
	lines();
	temporary();
	wide();
	large();
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "common.h"

#include <report/text.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static const char *place;

void message_place(const char *text)
{
	place = text;
}

/* Names in it are what others chose: no second line, no commands to a terminal. */
static void message(const char *format, va_list args)
{
	int error = errno;
	char *text;

	fflush(stdout);
	if (vasprintf(&text, format, args) < 0)
		text = xstrdup(format);
	text_make_printable(text);
	fprintf(stderr, "zvm: %s%s%s", place ? place : "", place ? ": " : "", text);
	if (format[strlen(format) - 1] == ':')
		fprintf(stderr, " %s", strerror(error));
	fputc('\n', stderr);
	free(text);
}

void fatal(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message(format, args);
	va_end(args);
	exit(EXIT_USAGE);
}

void fatal_status(int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message(format, args);
	va_end(args);
	exit(status);
}

void finish(int status)
{
	if ((fflush(stdout) || ferror(stdout)) && status == 0)
		fatal_status(EXIT_SETUP, "cannot write to standard output");
	exit(status);
}

void warning(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message(format, args);
	va_end(args);
}

void *xrealloc(void *old, size_t count, size_t size)
{
	void *p = reallocarray(old, count ? count : 1, size);

	if (!p)
		fatal("out of memory");
	return p;
}

char *xstrdup(const char *text)
{
	char *copy = strdup(text);

	if (!copy)
		fatal("out of memory");
	return copy;
}

char *xprintf(const char *format, ...)
{
	char *text;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		fatal("out of memory");
	va_end(args);
	return text;
}

void *array_add(void *array, size_t *count, size_t size)
{
	char *grown = xrealloc(array, *count + 1, size);

	memset(grown + *count * size, 0, size);
	++*count;
	return grown;
}

void list_add(struct list *list, const char *item)
{
	list->items = array_add(list->items, &list->count, sizeof *list->items);
	list->items[list->count - 1] = item;
}

char *printable(const char *text)
{
	char *copy = xstrdup(text);

	text_make_printable(copy);
	return copy;
}

char *sibling(const char *program)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);

	if (length < 0)
		fatal_status(EXIT_SETUP, "cannot find the SDK without /proc: /proc/self/exe:");
	self[length] = '\0';
	*strrchr(self, '/') = '\0';
	return xprintf("%s/%s", self, program);
}

void exec_sibling(const char *program, char **argv)
{
	argv[0] = sibling(program);
	execv(argv[0], argv);
	fatal("%s: cannot run this part of the SDK:", argv[0]);
}

int memory_file(const char *name)
{
	int fd = memfd_create(name, 0);

	if (fd < 0)
		fatal("%s: cannot make a file in memory:", name);
	return fd;
}

int temporary_file(void)
{
	const char *directory = getenv("TMPDIR");
	char *name;
	int fd;

	if (!directory || !*directory)
		directory = "/tmp";
	fd = open(directory, O_TMPFILE | O_RDWR, 0600);
	if (fd >= 0)
		return fd;
	/* Not every file system has O_TMPFILE. */
	name = xprintf("%s/zvm-XXXXXX", directory);
	fd = mkstemp(name);
	if (fd >= 0)
		unlink(name);
	free(name);
	return fd < 0 ? memory_file("temporary file") : fd;
}

void prepare_limits(void)
{
	struct rlimit files;

	signal(SIGXFSZ, SIG_IGN);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
}

bool write_all(int fd, const void *data, size_t size)
{
	const char *p = data;

	while (size) {
		ssize_t n = write(fd, p, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		p += n;
		size -= (size_t)n;
	}
	return true;
}

char *read_all(int fd, size_t *size)
{
	size_t room = 4096, used = 0;
	char *text = xrealloc(NULL, room, 1);

	for (;;) {
		ssize_t n;

		if (used + 1 == room)
			text = xrealloc(text, room *= 2, 1);
		n = pread(fd, text + used, room - 1 - used, (off_t)used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			free(text);
			return NULL;
		}
		if (n == 0)
			break;
		used += (size_t)n;
	}
	text[used] = '\0';
	if (size)
		*size = used;
	return text;
}

bool copy_all(int from, int to)
{
	static char buffer[1 << 16];

	for (;;) {
		ssize_t n = read(from, buffer, sizeof buffer);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		if (!write_all(to, buffer, (size_t)n))
			return false;
	}
}

/* Edits (insert, remove, replace, swap neighbours) from a to b, at most `limit`. */
static size_t distance(const char *a, const char *b, size_t limit)
{
	size_t n = strlen(a), m = strlen(b);
	size_t row[3][64];

	if (n >= 64 || m >= 64)
		return limit;
	for (size_t j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *now = row[i % 3], *last = row[(i + 2) % 3], *older = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && older[j - 2] + 1 < best)
				best = older[j - 2] + 1;
			now[j] = best;
		}
	}
	return row[n % 3][m] < limit ? row[n % 3][m] : limit;
}

const char *suggestion(const char *typed, const char *const *names)
{
	size_t best = strlen(typed) / 3 + 2; /* longer words may hold more typos */
	const char *found = NULL;

	for (; *names; names++) {
		size_t d = distance(typed, *names, best);

		if (d < best) {
			best = d;
			found = *names;
		}
	}
	return found;
}

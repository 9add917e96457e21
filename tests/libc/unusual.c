/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Corners of the C library that programs meet seldom: iconv, wide input and
 * output, scanf's and printf's rarer conversions, memory streams, cookies,
 * dates, databases, lists of names, C11 threads, message catalogs.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <ftw.h>
#include <getopt.h>
#include <glob.h>
#include <grp.h>
#include <iconv.h>
#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <monetary.h>
#include <netdb.h>
#include <arpa/inet.h>
#include <pwd.h>
#include <regex.h>
#include <search.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

static void convert(const char *from, const char *to, const char *in, size_t size)
{
	char out[200], *o = out;
	char *i = (char *)in;
	size_t left = sizeof out;
	iconv_t c = iconv_open(to, from);

	if (c == (iconv_t)-1) {
		printf("%s to %s: %s\n", from, to, strerror(errno));
		return;
	}
	errno = 0;
	long n = (long)iconv(c, &i, &size, &o, &left);
	printf("%s to %s: %ld %s, left %zu:", from, to, n, n < 0 ? strerror(errno) : "", size);
	for (char *p = out; p < o; p++)
		printf(" %02x", (unsigned char)*p);
	puts("");
	iconv_close(c);
}

static void conversions(void)
{
	convert("UTF-8", "UTF-16LE", "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 10);
	convert("UTF-8", "ISO-8859-1", "a\xc3\xa4\xe2\x82\xac", 6);
	convert("ISO-8859-15", "UTF-8", "a\xa4\xe4", 3);
	convert("CP1252", "UTF-32BE", "\x80\x9f", 2);
	convert("SHIFT_JIS", "UTF-8", "\x82\xa0\x83\x41", 4);
	convert("EUC-KR", "UTF-8", "\xb0\xa1", 2);
	convert("GBK", "UTF-8", "\xc4\xe3", 2);
	convert("BIG5", "UTF-8", "\xa7\x41", 2);
	convert("UTF-8", "ASCII", "a\xc3", 2);
	convert("UTF-8", "ASCII", "a\xff", 2);
	convert("UTF-7", "UTF-8", "a", 1);
	convert("KOI8-R", "UTF-8", "\xc1\xc2", 2);
	convert("UCS-2", "UTF-8", "\0a", 2);
}

static void scans(void)
{
	int a = -1, b = -1, n = -1;
	unsigned u = 0;
	char s[40] = "", t[40] = "", *m = NULL;
	long l = 0;
	float f = 0;
	double d = 0;
	void *p = NULL;
	wchar_t w[10] = L"";
	signed char h = 0;

#define SCAN(...) printf("%d", sscanf(__VA_ARGS__))
	SCAN("12 0x1f 017 z", "%i %i %i%n", &a, &b, (int *)&u, &n); printf(" %d %d %u %d\n", a, b, u, n);
	SCAN("abc-def", "%[a-c]%*c%[^x]", s, t); printf(" %s %s\n", s, t);
	SCAN("]x", "%[]x]", s); printf(" %s\n", s);
	SCAN("hello world", "%ms %4c", &m, s); printf(" %s %.4s\n", m, s); free(m);
	SCAN("300", "%hhd", &h); printf(" %d\n", h);
	SCAN("99999999999999999999", "%ld", &l); printf(" %ld\n", l);
	SCAN("0x1.8p3 nan", "%f %lf", &f, &d); printf(" %g %g\n", f, d);
	SCAN("1e", "%f", &f); printf("\n");
	SCAN("", "%d", &a); printf("\n");
	SCAN("x", "%d", &a); printf("\n");
	SCAN("  %5", " %% %d", &a); printf(" %d\n", a);
	SCAN("0x1234", "%p", &p); printf(" %p\n", p);
	SCAN("\xc3\xa4z", "%ls", w); printf(" %x\n", (unsigned)w[0]);
	SCAN("123456", "%3d%2d%n", &a, &b, &n); printf(" %d %d %d\n", a, b, n);
	SCAN("-5", "%u", &u); printf(" %u\n", u);
	SCAN("a,b", "%[^,],%s", s, t); printf(" %s %s\n", s, t);
	SCAN("7 8", "%2$d %1$d", &a, &b); printf(" %d %d\n", a, b);
}

static void prints(void)
{
	printf("[%5.3d|%-8s|%+d|% d|%08.3f|%#x|%#o|%e|%G|%a]\n", 7, "ab", 5, 6, 3.14159, 255, 8, 12345.678, 1e-10, 1.0);
	printf("[%*d|%-*d|%.*f]\n", 6, 42, 6, 43, 2, 1.5);
	printf("[%2$s %1$s %2$5s]\n", "one", "two");
	printf("[%hhd|%hd|%lld|%jd|%zd|%td]\n", 300, 70000, 1LL << 40, (intmax_t)-1, (size_t)5, (ptrdiff_t)-6);
	printf("[%c|%lc|%ls|%.2ls|%s]\n", 'x', L'\u00e4', L"w\u00efde", L"abc", (char *)NULL);
	printf("[%10.4s|%-10.2s|%.0s]\n", "abcdefgh", "xyz", "gone");
	printf("[%f|%F|%g|%e]\n", 1.0 / 0.0, -1.0 / 0.0, __builtin_nan(""), 1e308 * 10);
	printf("[%.0f|%.0f|%.0f|%.1f|%.20f]\n", 0.5, 1.5, 2.5, 0.25, 0.1);
	printf("[%g|%g|%g|%#g|%g]\n", 1e5, 1e6, 1e-5, 1.0, 123456789.0);
	printf("[%La|%Lf|%.3Le]\n", 1.5L, 2.25L, 1e100L);
	printf("[%'d|%m]\n", 1234567, 0);
	printf("[%p|%n]\n", (void *)0x1234, &(int){ 0 });
	printf("%d\n", snprintf(NULL, 0, "%1000d", 1));
	char small[5];
	printf("%d %s\n", snprintf(small, sizeof small, "123456789"), small);
	char *made;
	printf("%d", asprintf(&made, "%s-%d", "made", 5));
	printf(" %s\n", made);
	free(made);
	wchar_t wide[50];
	printf("%d %ls\n", swprintf(wide, 50, L"%ls|%5d|%s", L"wide", 42, "narrow"), wide);
	printf("%d\n", swprintf(wide, 3, L"too long"));
}

static void streams(void)
{
	char *text, buffer[64], line[64];
	size_t size;
	FILE *f = open_memstream(&text, &size);

	fprintf(f, "hello %d", 42);
	fflush(f);
	printf("%zu %s\n", size, text);
	fseek(f, 0, SEEK_SET);
	fputs("J", f);
	fclose(f);
	printf("%zu %s\n", size, text);
	free(text);
	strcpy(buffer, "line one\nline two\nthree");
	f = fmemopen(buffer, strlen(buffer), "r+");
	while (fgets(line, sizeof line, f))
		printf("<%s>", line);
	printf(" %d %ld\n", feof(f) != 0, ftell(f));
	rewind(f);
	printf("%c", getc(f));
	ungetc('X', f);
	ungetc('Y', f);
	for (int i = 0; i < 3; i++)
		putchar(getc(f));
	puts("");
	fclose(f);
	f = tmpfile();
	fputws(L"w\u00efde \u20ac\n", f);
	rewind(f);
	printf("%d", fwide(f, 0) > 0);
	for (int i = 0; i < 3; i++)
		printf(" %x", (unsigned)fgetwc(f));
	puts("");
	errno = 0;
	printf("%d", fseek(f, -1, SEEK_SET));
	printf(" %d\n", errno == EINVAL);
	fclose(f);
	f = fopen("/nonexistent/file", "r");
	printf("%d %s\n", f == NULL, strerror(errno));
	f = fopen("/tmp", "w");
	printf("%d %s\n", f == NULL, strerror(errno));
	errno = 0;
	f = fopen("/tmp/x", "q");
	printf("%d %s\n", f == NULL, strerror(errno));
	size_t room = 0;
	char *any = NULL;
	f = fmemopen("a:b:c", 5, "r");
	while (getdelim(&any, &room, ':', f) > 0)
		printf("(%s)", any);
	puts("");
	free(any);
	fclose(f);
}

static void dates(void)
{
	struct tm tm = { 0 };
	char text[200];
	time_t t = 1700000000;

	for (const char *zone = "UTC0\0EST5EDT,M3.2.0,M11.1.0\0<+0530>-5:30\0AEST-10AEDT,M10.1.0,M4.1.0/3\0"; *zone; zone += strlen(zone) + 1) {
		setenv("TZ", zone, 1);
		tzset();
		localtime_r(&t, &tm);
		strftime(text, sizeof text, "%a %A %b %B %c %C %d %D %e %F %g %G %H %I %j %k %l %m %M %n %p %r %R %s %S %t %T %u %U %V %w %W %x %X %y %Y %z %Z %%", &tm);
		printf("%s: %s", zone, text);
		printf(" %ld\n", (long)mktime(&tm));
	}
	static const char *const parse[][2] = { { "2024-02-29 13:14:15", "%Y-%m-%d %H:%M:%S" }, { "29 Feb 24", "%d %b %y" },
		{ "12:30 PM", "%I:%M %p" }, { "Tuesday 5", "%A %d" }, { "2023 366", "%Y %j" }, { "25:00", "%H:%M" }, { "1/2/3", "%D" } };
	for (size_t i = 0; i < sizeof parse / sizeof *parse; i++) {
		memset(&tm, 0, sizeof tm);
		char *end = strptime(parse[i][0], parse[i][1], &tm);
		printf("%s: %s %d %d %d %d %d %d\n", parse[i][0], end ? end : "no", tm.tm_year, tm.tm_mon, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_wday);
	}
	setenv("TZ", "UTC0", 1);
	tm = (struct tm){ .tm_year = 124, .tm_mon = 14, .tm_mday = -3, .tm_hour = 50, .tm_min = -5, .tm_sec = 100000 };
	printf("%ld", (long)mktime(&tm));
	printf(" %s", asctime(&tm));
	t = -1;
	printf("%s", asctime(gmtime(&t)));
	t = 67768036191676799;
	printf("%d\n", gmtime(&t) != NULL);
	t = INT64_MAX;
	printf("%d", gmtime(&t) == NULL);
	printf(" %s\n", strerror(errno));
	printf("%.1f\n", difftime(10, 3));
}

static int visit(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	printf("%s %d %d %d\n", path, kind, where->level, S_ISDIR(st->st_mode));
	return 0;
}

static void names(void)
{
	static const char *const patterns[][2] = { { "*.c", "a.c" }, { "*.c", ".c" }, { "[a-c]?", "bz" }, { "[!a]", "a" },
		{ "a*b*c", "aXbYc" }, { "[[:digit:]]", "5" }, { "\\*", "*" }, { "*/b", "a/x/b" }, { "a?b", "a/b" }, { "[", "[" } };
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		printf("%d%d%d ", fnmatch(patterns[i][0], patterns[i][1], 0), fnmatch(patterns[i][0], patterns[i][1], FNM_PATHNAME | FNM_PERIOD),
		       fnmatch(patterns[i][0], patterns[i][1], FNM_CASEFOLD | FNM_NOESCAPE));
	puts("");
	char folder[] = "/tmp/unusualXXXXXX";
	if (!mkdtemp(folder) || chdir(folder))
		exit(1);
	static const char *const files[] = { "b.txt", "a.txt", ".hidden", "file10", "file9" };
	for (size_t i = 0; i < 5; i++)
		fclose(fopen(files[i], "w"));
	mkdir("dir", 0700);
	fclose(fopen("dir/inner", "w"));
	glob_t g;
	printf("%d", glob("*.txt", 0, NULL, &g));
	for (size_t i = 0; i < g.gl_pathc; i++)
		printf(" %s", g.gl_pathv[i]);
	globfree(&g);
	printf(" %d", glob("none*", 0, NULL, &g));
	printf(" %d", glob("*/inn*", GLOB_MARK, NULL, &g));
	printf(" %s\n", g.gl_pathv[0]);
	struct dirent **list;
	int n = scandir(".", &list, NULL, versionsort);
	for (int i = 0; i < n; i++)
		printf("%s ", list[i]->d_name);
	puts("");
	nftw("dir", visit, 5, FTW_DEPTH | FTW_PHYS);
	regex_t r;
	regmatch_t m[4];
	static const char *const expressions[][2] = { { "^([a-z]+)([0-9]*)$", "abc123" }, { "(a|ab)(c|bcd)", "abcd" }, { "x{2,3}", "axxxx" },
		{ "[[:alpha:]]+", "12ab" }, { "a**", "b" }, { "(", "" }, { "[z-a]", "" }, { "\\bword", "a word" } };
	for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
		int e = regcomp(&r, expressions[i][0], REG_EXTENDED);
		if (e) {
			char why[100];
			regerror(e, &r, why, sizeof why);
			printf("%s: %s\n", expressions[i][0], why);
			continue;
		}
		e = regexec(&r, expressions[i][1], 4, m, 0);
		printf("%s: %d", expressions[i][0], e);
		for (int k = 0; !e && k < 3; k++)
			printf(" %d-%d", (int)m[k].rm_so, (int)m[k].rm_eo);
		puts("");
		regfree(&r);
	}
}

static int work(void *argument)
{
	*(int *)argument += 5;
	return 17;
}

static void others(void)
{
	int value = 1, result = 0;
	thrd_t thread;
	mtx_t mutex;
	struct timespec ts;

	printf("%d", thrd_create(&thread, work, &value));
	printf(" %d", thrd_join(thread, &result));
	printf(" %d %d %d", result, value, mtx_init(&mutex, mtx_plain));
	printf(" %d\n", mtx_lock(&mutex));
	printf("%d %d\n", mtx_trylock(&mutex) == thrd_busy, timespec_get(&ts, TIME_UTC) == TIME_UTC);
	printf("%s\n", setlocale(LC_ALL, "xx_YY") ? "any" : "none");
	printf("%s\n", setlocale(LC_ALL, "C.UTF-8") ? "utf" : "no");
	printf("%s %s\n", nl_langinfo(CODESET), nl_langinfo(DAY_1));
	printf("%d %d %d %d\n", (int)towupper(0xe4), iswalpha(0x4e2d) != 0, wcwidth(0x4e2d), wcwidth(0x301));
	char text[100];
	printf("%d %s\n", (int)strfmon(text, sizeof text, "%n", 1234.5), text);
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM }, *found;
	printf("%d", getaddrinfo("127.0.0.1", "80", &hints, &found));
	printf(" %d\n", found->ai_addrlen);
	freeaddrinfo(found);
	printf("%s\n", gai_strerror(getaddrinfo("not a number", NULL, &hints, &found)));
	struct in6_addr six;
	printf("%d", inet_pton(AF_INET6, "fe80::1:2", &six));
	printf(" %s\n", inet_ntop(AF_INET6, &six, text, sizeof text));
	printf("%d\n", inet_pton(AF_INET, "1.2.3", &six));
	printf("%d\n", getpwuid(0) != NULL && !strcmp(getpwuid(0)->pw_name, "root"));
	printf("%d\n", getgrnam("root") != NULL);
	hcreate(10);
	hsearch((ENTRY){ "key", &value }, ENTER);
	printf("%d %d\n", hsearch((ENTRY){ "key", NULL }, FIND) != NULL, hsearch((ENTRY){ "none", NULL }, FIND) == NULL);
	hdestroy();
	printf("%jd %jd\n", strtoimax("-0x7fffffffffffffff", NULL, 0), (intmax_t)strtoumax("18446744073709551616", NULL, 10));
	printf("%ld %d\n", strtol("  -12abc", NULL, 10), (int)a64l("zz"));
	printf("%s\n", strsignal(SIGSEGV));
	printf("%s | %s\n", strerror(0), strerror(9999));
	printf("%ld %ld\n", sysconf(_SC_PAGESIZE), sysconf(_SC_IOV_MAX));
	printf("%d %s\n", (int)confstr(_CS_PATH, text, sizeof text), text);
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	conversions();
	scans();
	prints();
	streams();
	dates();
	names();
	others();
	return 0;
}

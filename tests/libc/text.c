/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions, fnmatch and glob, locales, UTF-8 and wide characters,
 * character classes, iconv.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <glob.h>
#include <iconv.h>
#include <langinfo.h>
#include <locale.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

static void regular(void)
{
	static const char *const cases[][2] = {
		{ "a*b", "xxaaab" }, { "(a|b)+c", "ababc" }, { "^(.*)-([0-9]+)$", "name-42" }, { "[[:alpha:]]+", "12abc34" },
		{ "a{2,3}", "aaaa" }, { "(a)(b)?", "ac" }, { "x*", "" }, { "[^a-c]+", "abcxyz" }, { "\\.", "a.b" },
		{ "(", "x" }, { "a{3,2}", "x" }, { "[z-a]", "x" }, { "*", "x" }, { "a|", "b" }, { "(a*)*", "aaa" },
		{ "(foo|foobar)(bar)?", "foobarbar" }, { "\xc3\xa4+", "x\xc3\xa4\xc3\xa4y" }, { ".", "\xc3\xa4" },
	};
	for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int flags = 0; flags < 4; flags++) {
			regex_t r;
			regmatch_t m[4];
			char error[100] = "";
			int e = regcomp(&r, cases[i][0], (flags & 1 ? REG_EXTENDED : 0) | (flags & 2 ? REG_ICASE : 0));
			if (e) {
				regerror(e, &r, error, sizeof error);
				printf("%s: %s\n", cases[i][0], error);
				continue;
			}
			e = regexec(&r, cases[i][1], 4, m, 0);
			printf("%s on %s: %d %zu", cases[i][0], cases[i][1], e, r.re_nsub);
			for (int k = 0; !e && k < 4; k++)
				printf(" %d-%d", (int)m[k].rm_so, (int)m[k].rm_eo);
			printf("\n");
			regfree(&r);
		}
}

static void patterns(void)
{
	static const char *const cases[][2] = {
		{ "*.c", "a.c" }, { "*", ".hidden" }, { "a?c", "abc" }, { "[a-c]x", "bx" }, { "[!a-c]x", "bx" }, { "a/*", "a/b/c" },
		{ "**", "a/b" }, { "\\*", "*" }, { "[[:digit:]]*", "5x" }, { "A", "a" }, { "", "" }, { "a*b*c", "aXbYc" },
		{ "[", "[" }, { "[]]", "]" },
	};
	static const int flags[] = { 0, FNM_PATHNAME, FNM_PERIOD, FNM_NOESCAPE, FNM_CASEFOLD, FNM_LEADING_DIR };
	for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++)
		for (unsigned f = 0; f < sizeof flags / sizeof *flags; f++)
			printf("%d", fnmatch(cases[i][0], cases[i][1], flags[f]));
	printf("\n");
	mkdir("globbed", 0755);
	static const char *const names[] = { "globbed/b.c", "globbed/a.c", "globbed/c.h", "globbed/.hidden" };
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
		close(open(names[i], O_CREAT | O_WRONLY, 0644));
	mkdir("globbed/dir", 0755);
	static const char *const globs[] = { "globbed/*", "globbed/*.[ch]", "globbed/.*", "globbed/none*", "*/a.c", "globbed/\\a.c" };
	for (unsigned i = 0; i < sizeof globs / sizeof *globs; i++) {
		glob_t g;
		int e = glob(globs[i], GLOB_MARK, NULL, &g);
		printf("%s: %d", globs[i], e);
		for (size_t k = 0; !e && k < g.gl_pathc; k++)
			printf(" %s", g.gl_pathv[k]);
		printf("\n");
		if (!e)
			globfree(&g);
	}
}

static void characters(void)
{
	unsigned long hash = 0;
	for (int c = -1; c < 256; c++)
		hash = hash * 31 + (unsigned long)(!!isalnum(c) + !!isalpha(c) * 2 + !!isblank(c) * 4 + !!iscntrl(c) * 8 +
			!!isdigit(c) * 16 + !!isgraph(c) * 32 + !!islower(c) * 64 + !!isprint(c) * 128 + !!ispunct(c) * 256 +
			!!isspace(c) * 512 + !!isupper(c) * 1024 + !!isxdigit(c) * 2048 + tolower(c) * 4096 + toupper(c) * 8192);
	printf("%lx\n", hash);
	hash = 0;
	for (wint_t c = 0; c < 0x20000; c++)
		hash = hash * 31 + (unsigned long)(!!iswalpha(c) + !!iswdigit(c) * 2 + !!iswspace(c) * 4 + !!iswupper(c) * 8 +
			!!iswlower(c) * 16 + !!iswpunct(c) * 32 + !!iswprint(c) * 64 + wcwidth((wchar_t)c) * 128) +
			towlower(c) * 7 + towupper(c);
	printf("%lx\n", hash);
}

static void encodings(void)
{
	printf("%s\n", setlocale(LC_ALL, "C.UTF-8"));
	printf("%s %zu\n", nl_langinfo(CODESET), MB_CUR_MAX);
	printf("%s %s %s\n", nl_langinfo(DAY_1), nl_langinfo(RADIXCHAR), localeconv()->decimal_point);
	static const char *const texts[] = { "plain", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "bad \xff", "cut \xe2\x82", "\xc0\x80",
		"\xed\xa0\x80", "\xf4\x90\x80\x80" };
	for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++) {
		wchar_t wide[30];
		char back[60] = "";
		errno = 0;
		size_t n = mbstowcs(wide, texts[i], 30);
		printf("%zd %d", (ssize_t)n, errno);
		if (n != (size_t)-1) {
			printf(" %zu", wcstombs(back, wide, 60));
			printf(" %d", !strcmp(back, texts[i]));
			for (size_t k = 0; k < n; k++)
				printf(" %x", (unsigned)wide[k]);
		}
		printf("\n");
	}
	wchar_t w[50];
	printf("%d %ls\n", swprintf(w, 50, L"%d %ls %s %5.2f", 7, L"x\x20ac", "n", 2.5), w);
	printf("%d %ld %g\n", wcscmp(L"a", L"b"), wcstol(L"0x1f", NULL, 0), wcstod(L"2.5e3", NULL));
	printf("%zu %ls %d\n", wcslen(L"four"), wcsstr(L"haystack", L"st"), wcscoll(L"x", L"x"));
	printf("%d\n", wcswidth(L"a\u4e00\u0301", 3));
}

static void convert(const char *to, const char *from, const char *text, size_t n)
{
	char out[200], *o = out, *i = (char *)text;
	size_t left = sizeof out;
	iconv_t cd = iconv_open(to, from);
	if (cd == (iconv_t)-1) {
		printf("%s from %s: not there\n", to, from);
		return;
	}
	errno = 0;
	size_t r = iconv(cd, &i, &n, &o, &left);
	printf("%s from %s: %zd %d left %zu:", to, from, (ssize_t)r, errno, n);
	for (char *p = out; p < o; p++)
		printf(" %02x", (unsigned char)*p);
	printf("\n");
	iconv_close(cd);
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	regular();
	patterns();
	characters();
	encodings();
	static const char *const sets[] = { "UTF-8", "UTF-16", "UTF-16LE", "UTF-32BE", "ISO-8859-1", "ISO-8859-15", "KOI8-R",
		"CP1252", "SHIFT_JIS", "EUC-JP", "GB18030", "BIG5", "EUC-KR", "ASCII", "NONE" };
	for (unsigned i = 0; i < sizeof sets / sizeof *sets; i++) {
		convert(sets[i], "UTF-8", "A\xc3\xa4\xe2\x82\xac\xd0\x96\xe3\x81\x82\xe4\xb8\x80\xed\x95\x9c", 18);
		convert("UTF-8", sets[i], "A\xe4\xa4\x42\xb0\xa1\x82\xa0", 8);
	}
	return 0;
}

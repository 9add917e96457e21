/* SPDX-License-Identifier: Apache-2.0 */
/*
 * String functions against simple loops: every length and alignment up to
 * several vectors, overlaps, nothing touched outside, reads that end at the end
 * of the memory.  Then orders and results against musl's.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 * TIMEOUT: 120
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MAX = 300, PAD = 64, SPAN = MAX + 2 * PAD };

static unsigned char a[SPAN + 64], b[SPAN + 64], want[SPAN + 64];
static uint32_t state = 1;
static int bad;

static unsigned next(void)
{
	state = state * 1664525 + 1013904223;
	return state >> 16;
}

static void fill(unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)next();
}

static void check(int ok, const char *what, size_t n, size_t at, size_t from)
{
	if (!ok && bad++ < 20)
		printf("%s is wrong: length %zu, offsets %zu %zu\n", what, n, at, from);
}

/* The tokens of a text are what strspn and strcspn find in turn. */
static void tokens(const char *text, const char *set)
{
	char copy[64], *rest, *t, *next_one = copy;
	size_t at = 0, n = 1;

	strcpy(copy, text);
	while (n) {
		at += strspn(text + at, set);
		n = strcspn(text + at, set);
		t = strtok_r(next_one, set, &rest);
		check(n ? t == copy + at && strlen(t) == n : !t, "strtok_r", n, at, 0);
		at += n + (text[at + n] != 0);
		next_one = NULL;
	}
	check(!strtok_r(NULL, set, &rest), "strtok_r behind the end", n, at, 0);
}

/* strspn, strcspn, strpbrk with random sets, of bytes of all values. */
static void sets(void)
{
	char set[12], text[40];

	for (unsigned round = 0; round < 20000; round++) {
		unsigned members = next() % sizeof set, n = next() % sizeof text, wide = next() % 2, in = 0, out = 0;

		for (unsigned i = 0; i < members; i++)
			set[i] = (char)(1 + next() % (wide ? 255 : 4));
		set[members] = 0;
		for (unsigned i = 0; i < n; i++)
			text[i] = (char)(1 + next() % (wide ? 255 : 6));
		text[n] = 0;
		while (text[in] && memchr(set, text[in], members))
			in++;
		while (text[out] && !memchr(set, text[out], members))
			out++;
		check(strspn(text, set) == in, "strspn of a set", n, members, in);
		check(strcspn(text, set) == out, "strcspn of a set", n, members, out);
		check(strpbrk(text, set) == (text[out] ? text + out : NULL), "strpbrk", n, members, out);
		tokens(text, set);
	}
}

/* Every pair of bytes, behind an equal one. */
static void letters(void)
{
	for (int x = 0; x < 256; x++)
		for (int y = 0; y < 256; y++) {
			char l[4] = {'q', (char)x, 'a', 0}, r[4] = {'Q', (char)y, 'b', 0};
			int lx = x >= 'A' && x <= 'Z' ? x + 32 : x, ly = y >= 'A' && y <= 'Z' ? y + 32 : y;
			int order = lx != ly ? lx - ly : x ? -1 : 0, two = lx - ly;

			check((strcasecmp(l, r) > 0) - (strcasecmp(l, r) < 0) == (order > 0) - (order < 0), "strcasecmp", 2, x, y);
			check((strncasecmp(l, r, 2) > 0) - (strncasecmp(l, r, 2) < 0) == (two > 0) - (two < 0), "strncasecmp", 2, x, y);
			check(strncasecmp(l, r, 1) == 0 && strncasecmp(l, r, 0) == 0, "strncasecmp", 1, x, y);
		}
}

static void copies(size_t n, size_t at, size_t from)
{
	fill(a, sizeof a);
	fill(b, sizeof b);
	memcpy(want, a, sizeof a);
	for (size_t i = 0; i < n; i++)
		want[PAD + at + i] = b[PAD + from + i];
	check(memcpy(a + PAD + at, b + PAD + from, n) == a + PAD + at, "memcpy's result", n, at, from);
	check(memcmp(a, want, sizeof a) == 0, "memcpy", n, at, from);

	memcpy(want, b, sizeof b);
	for (size_t i = 0; i < n; i++)
		want[PAD + at + i] = b[PAD + from + i];
	check(memmove(b + PAD + at, b + PAD + from, n) == b + PAD + at, "memmove's result", n, at, from);
	check(memcmp(b, want, sizeof b) == 0, "memmove", n, at, from);

	memcpy(want, a, sizeof a);
	for (size_t i = 0; i < n; i++)
		want[PAD + at + i] = (unsigned char)from;
	check(memset(a + PAD + at, (int)from + 256, n) == a + PAD + at, "memset's result", n, at, from);
	check(memcmp(a, want, sizeof a) == 0, "memset", n, at, from);
}

static int sign(int x)
{
	return (x > 0) - (x < 0);
}

/* Strings of length n at an offset, with other bytes after the end. */
static void searches(size_t n, size_t at)
{
	char *s = (char *)a + PAD + at, *t = (char *)b + PAD + (n & 15);
	memset(a, 'x', sizeof a);
	memset(b, 'x', sizeof b);
	for (size_t i = 0; i < n; i++)
		s[i] = t[i] = (char)('a' + i % 20);
	s[n] = t[n] = 0;
	check(strlen(s) == n, "strlen", n, at, 0);
	check(strnlen(s, n / 2) == n / 2 && strnlen(s, n + 5) == n, "strnlen", n, at, 0);
	check(strcmp(s, t) == 0 && strncmp(s, t, n + 9) == 0, "strcmp, equal", n, at, 0);
	check(memchr(s, 0, n + 1) == s + n && !memchr(s, 0, n), "memchr", n, at, 0);
	check(memrchr(s, 0, n + 1) == s + n && !memrchr(s, 'x', n), "memrchr", n, at, 0);
	check(strchr(s, 0) == s + n && !strchr(s, 'x') && strchrnul(s, 'x') == s + n, "strchr", n, at, 0);
	check(strrchr(s, 0) == s + n && !strrchr(s, 'x'), "strrchr", n, at, 0);
	check(stpcpy((char *)want, s) == (char *)want + n && !strcmp((char *)want, s), "stpcpy", n, at, 0);
	check(strspn(s, "abcdefghijklmnopqrst") == n && strcspn(s, "x") == n, "strspn", n, at, 0);
	check(!strstr(s, "ax") && strstr(s, s + n / 2) <= s + n / 2, "strstr", n, at, 0);
	for (size_t i = 0; i < n; i += 1 + n / 7) {
		char old = t[i];
		t[i] = (char)0xE0;
		check(strcmp(s, t) < 0 && strcmp(t, s) > 0, "strcmp", n, at, i);
		check(memcmp(s, t, n) < 0 && memcmp(t, s, n) > 0, "memcmp", n, at, i);
		check(memcmp(s, t, i) == 0 && strncmp(s, t, i) == 0, "memcmp, before", n, at, i);
		check(memchr(t, 0xE0, n) == t + i, "memchr", n, at, i);
		check(memrchr(t, 0xE0, n) == t + i, "memrchr", n, at, i);
		check(strchr(t, 0xE0) == t + i && strchr(t, (char)0xE0) == t + i, "strchr", n, at, i);
		check(strrchr(t, 0xE0) == t + i, "strrchr", n, at, i);
		check(strcspn(t, "\xE0z") == i, "strcspn", n, at, i);
		t[i] = old;
	}
}

/* Nothing may be read behind the last byte of a mapping. */
static void edges(void)
{
	char *map = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *end = map + 2 * 4096;
	munmap(end, 4096);
	for (size_t n = 1; n < MAX; n++) {
		char *s = end - n;
		memset(s, 'y', n);
		s[n - 1] = 0;
		check(strlen(s) == n - 1 && strchr(s, 'q') == NULL && memchr(s, 'q', n) == NULL, "edge", n, 0, 0);
		check(strcmp(s, s) == 0 && memcmp(s, map, 0) == 0 && !strrchr(s, 'q'), "edge", n, 1, 0);
		memcpy(map, s, n);
		memmove(s, map, n);
		memset(s, 1, n);
		check(memcmp(s, map, n) != 0, "edge", n, 2, 0);
	}
}

static void order(void)
{
	static const char *const words[] = { "", "a", "A", "ab", "aB", "b", "\x80", "\xff", "abcdefghijklmnopq",
	                                     "abcdefghijklmnopr" };
	enum { N = sizeof words / sizeof words[0] };
	for (int i = 0; i < N; i++)
		for (int j = 0; j < N; j++)
			printf("%d%d%d%d%d ", sign(strcmp(words[i], words[j])), sign(strcasecmp(words[i], words[j])),
			       sign(strncmp(words[i], words[j], 2)), sign(strncasecmp(words[i], words[j], 1)),
			       sign(strcoll(words[i], words[j])));
	printf("\n");
}

static void rest(void)
{
	char s[64] = "one, two;three", *save, *p = s, copy[64] = "xyz";
	for (char *word = strtok_r(s, ", ;", &save); word; word = strtok_r(NULL, ", ;", &save))
		printf("[%s]", word);
	printf("\n");
	strcpy(s, "a::b");
	while ((save = strsep(&p, ":")))
		printf("<%s>", save);
	printf("\n%zu", strlcpy(copy, "hello", 4));
	printf(" %zu %s\n", strlcat(copy, "world", 6), copy);
	printf("%s %s\n", strncat(strcpy(copy, "ab"), "cdef", 2), strpbrk("hello", "ol"));
	strncpy(copy, "0123456789", 4);
	printf("%.6s %s\n", copy, strcasestr("Hello World", "o wO"));
	printf("%s\n", (char *)memmem("needle in a haystack", 20, "hay", 3));
	char swab_in[] = "badcfehg", swab_out[9] = "";
	swab(swab_in, swab_out, 8);
	printf("%s\n", swab_out);
	for (int e = 0; e < 140; e += 7)
		printf("%s; ", strerror(e));
	printf("\n%s %s\n", strsignal(11), strdup("copy"));
	printf("%d %d %d %d\n", ffs(0), ffs(8), ffsl(1L << 40), ffsll(-1));
	printf("%s\n", (char *)memccpy(copy, "abc,def", ',', 7) - 4 == copy ? "memccpy" : "memccpy is wrong");
}

int main(void)
{
	for (size_t n = 0; n < MAX; n = n < 140 ? n + 1 : n + 7)
		for (size_t k = 0; k < 12; k++)
			copies(n, next() % 48, next() % 48);
	for (size_t n = 0; n < MAX; n = n < 100 ? n + 1 : n + 5)
		for (size_t at = 0; at < 33; at += 3)
			searches(n, at);
	sets();
	letters();
	/* Large copies, disjoint and overlapping both ways. */
	size_t big = 3 << 20;
	unsigned char *x = malloc(big + 4096), *y = malloc(big + 4096);
	for (size_t i = 0; i < big + 4096; i++)
		x[i] = (unsigned char)(i * 2654435761u >> 13);
	memcpy(y, x, big + 4096);
	memmove(x + 1000, x, big);
	check(memcmp(x + 1000, y, big) == 0, "large memmove up", big, 1000, 0);
	memmove(x + 3, x + 1000, big);
	check(memcmp(x + 3, y, big) == 0, "large memmove down", big, 3, 1000);
	edges();
	order();
	rest();
	printf("%s\n", bad ? "wrong" : "right");
	return bad != 0;
}

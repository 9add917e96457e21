/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strstr, strcasestr, memmem, strcasecmp, strncasecmp against simple loops: small
 * alphabets, periodic strings, needles longer than vectors and pages, ends at the
 * end of the memory.  Results against musl's.
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

#define MOST 9000

static uint32_t state = 1;
static unsigned bad;
static unsigned char *end; /* of readable memory */

static unsigned next(void)
{
	state = state * 1664525 + 1013904223;
	return state >> 16;
}

static int low(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static int sign(int x)
{
	return (x > 0) - (x < 0);
}

static const char *simple(const char *h, size_t hl, const char *n, size_t nl, int fold)
{
	for (size_t i = 0; i + nl <= hl; i++) {
		size_t k = 0;

		while (k < nl && (fold ? low((unsigned char)h[i + k]) == low((unsigned char)n[k]) : h[i + k] == n[k]))
			k++;
		if (k == nl)
			return h + i;
	}
	return NULL;
}

static void check(const char *what, const char *got, const char *want, size_t hl, size_t nl)
{
	if (got != want && bad++ < 20)
		printf("%s is wrong: %zu in %zu: %td, not %td\n", what, nl, hl, got ? got - (char *)end : 1,
		       want ? want - (char *)end : 1);
}

/* A haystack that ends at the end of the memory, and a needle. */
static void search(size_t hl, size_t nl, unsigned letters, unsigned period)
{
	char *h = (char *)end - hl - 1, n[600];

	for (size_t i = 0; i < hl; i++)
		h[i] = period && i >= period && next() % 300 ? h[i - period] : (char)((next() % 2 ? 'A' : 'a') + next() % letters);
	h[hl] = 0;
	if (hl >= nl && next() % 2) {
		memcpy(n, h + next() % (hl - nl + 1), nl);
		if (nl && next() % 2)
			n[next() % nl] ^= 1;
	} else {
		for (size_t i = 0; i < nl; i++)
			n[i] = (char)('a' + next() % letters);
	}
	n[nl] = 0;
	if (memchr(n, 0, nl))
		return;
	check("strstr", strstr(h, n), simple(h, hl, n, nl, 0), hl, nl);
	check("memmem", memmem(h, hl, n, nl), simple(h, hl, n, nl, 0), hl, nl);
	check("memmem with the end", memmem(h, hl + 1, n, nl + 1), simple(h, hl + 1, n, nl + 1, 0), hl, nl);
	if (nl) /* musl finds nothing in nothing */
		check("strcasestr", strcasestr(h, n), simple(h, hl, n, nl, 1), hl, nl);
}

static void compare(size_t length, unsigned letters)
{
	char *a = (char *)end - length - 1, b[700];
	size_t i = 0, n = next() % (length + 20);

	for (size_t k = 0; k < length; k++) {
		a[k] = (char)(letters ? (next() % 2 ? 'A' : 'a') + next() % letters : 1 + next() % 255);
		b[k] = (char)(next() % 2 ? low((unsigned char)a[k]) : a[k]);
	}
	a[length] = b[length] = 0;
	if (length && next() % 2)
		b[next() % length] = (char)next();
	while (a[i] && low((unsigned char)a[i]) == low((unsigned char)b[i]))
		i++;
	int want = sign(low((unsigned char)a[i]) - low((unsigned char)b[i]));
	if ((sign(strcasecmp(a, b)) != want || sign(strcasecmp(b, a)) != -want) && bad++ < 20)
		printf("strcasecmp is wrong: length %zu, at %zu\n", length, i);
	if (sign(strncasecmp(a, b, n)) != (i < n ? want : 0) && bad++ < 20)
		printf("strncasecmp is wrong: length %zu, at %zu, limit %zu\n", length, i, n);
}

/* What takes quadratic time in a simple search; a few seconds would be a million times too long. */
static void periodic(void)
{
	size_t hl = 4000000, nl = 100000;
	char *h = malloc(hl + 1), *n = malloc(nl + 1);

	memset(h, 'a', hl);
	h[hl] = 0;
	memset(n, 'a', nl);
	n[nl] = 0;
	n[nl / 2] = 'b';
	printf("%d %d", strstr(h, n) != NULL, memmem(h, hl, n, nl) != NULL);
	/* musl's own is quadratic: less for that. */
	printf(" %d", strcasestr(h + hl - 20000, n + nl / 2 - 1000) != NULL);
	h[hl - nl / 2] = 'b';
	printf(" %td", strstr(h, n) - h);
	n[0] = 'b';
	h[hl - nl] = 'b';
	printf(" %td", (char *)memmem(h, hl, n, nl) - h);
	/* Found early in a long text. */
	printf(" %td\n", strstr(h, "aaa") - h);
	free(h);
	free(n);
}

int main(void)
{
	char *memory = mmap(NULL, 3 * 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	end = (unsigned char *)memory + 65536;
	munmap(end, 2 * 65536); /* on Linux nothing can be read there */
	for (size_t hl = 0; hl < 90; hl++)
		for (size_t nl = 0; nl < 40; nl++)
			for (unsigned letters = 1; letters < 4; letters++)
				search(hl, nl, letters, 0);
	for (unsigned i = 0; i < 3000; i++)
		search(next() % MOST, next() % (next() % 8 ? 20 : 500), 1 + next() % 8, next() % 3 ? 0 : 1 + next() % 40);
	for (size_t length = 0; length < 600; length++)
		for (unsigned letters = 0; letters < 30; letters += 3)
			compare(length, letters);
	periodic();
	printf("%u wrong\n", bad);
	static const char *const words[] = { "", "a", "B", "[", "Z", "z", "@", "\xc4", "\xe4", "_", "AB", "ab", "aB_" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			printf("%d%d ", sign(strcasecmp(words[i], words[k])), sign(strncasecmp(words[i], words[k], 1)));
	puts("");
	return 0;
}

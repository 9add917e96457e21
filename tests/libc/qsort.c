/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qsort and qsort_r: sorted, nothing lost, stable, never more comparisons than
 * a merge sort, whatever the input, the element's size and its alignment; also
 * without memory for a copy.
 * RUN: zvm-clang -O2 -Wall -D_GNU_SOURCE "$S" -o t && zvm run --mem 64M t
 * OUT: sizes ok
 * OUT: patterns ok
 * OUT: adversary ok
 * OUT: ordered ok
 * OUT: no memory ok
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 3000
#define EXTRA 8

static unsigned char elements[MOST * 300 + EXTRA];
static uint32_t state = 1;

static uint32_t next(void)
{
	state = state * 1664525u + 1013904223u;
	return state >> 8;
}

static void check(int ok, const char *what, long a, long b)
{
	if (ok)
		return;
	printf("%s: %ld %ld\n", what, a, b);
	exit(1);
}

/* An element: key in the first bytes, then its first place, then filling made of both. */
struct context {
	size_t size, key_bytes;
	long count;
};

static unsigned key_of(const void *e, size_t bytes)
{
	unsigned key = 0;

	for (size_t i = 0; i < bytes; i++)
		key = key << 8 | ((const unsigned char *)e)[i];
	return key;
}

static int by_key(const void *a, const void *b, void *arg)
{
	struct context *c = arg;
	unsigned x = key_of(a, c->key_bytes), y = key_of(b, c->key_bytes);

	c->count++;
	return (x > y) - (x < y);
}

static long log2_up(size_t n)
{
	long log = 0;

	while ((size_t)1 << log < n)
		log++;
	return log;
}

static void fill(unsigned char *base, size_t n, size_t size, unsigned (*key)(size_t i, size_t n))
{
	for (size_t i = 0; i < n; i++) {
		unsigned char *e = base + i * size;
		unsigned k = key(i, n);

		e[0] = (unsigned char)k;
		for (size_t j = 1; j < size; j++)
			e[j] = j == 1 ? (unsigned char)(i >> 8) : j == 2 ? (unsigned char)i : (unsigned char)(k + i + j);
	}
}

static void verify(const unsigned char *base, size_t n, size_t size)
{
	static unsigned char seen[MOST];

	memset(seen, 0, sizeof seen);
	for (size_t i = 0; i < n; i++) {
		const unsigned char *e = base + i * size;

		if (i)
			check(e[0] >= e[-(long)size], "order", (long)i, (long)size);
		if (size < 3)
			continue;
		size_t place = (size_t)e[1] << 8 | e[2];
		check(place < n && !seen[place], "lost", (long)i, (long)size);
		seen[place] = 1;
		if (i && e[0] == e[-(long)size])
			check(place > ((size_t)e[1 - (long)size] << 8 | e[2 - (long)size]), "stable", (long)i, (long)size);
		for (size_t j = 3; j < size; j++)
			check(e[j] == (unsigned char)(e[0] + place + j), "contents", (long)i, (long)size);
	}
}

static unsigned random_key(size_t i, size_t n) { (void)i, (void)n; return next() & 255; }
static unsigned few_keys(size_t i, size_t n) { (void)i, (void)n; return next() & 3; }
static unsigned up(size_t i, size_t n) { return (unsigned)(i * 255 / n); }
static unsigned down(size_t i, size_t n) { return 255 - up(i, n); }
static unsigned pipe_organ(size_t i, size_t n) { return i < n / 2 ? up(i, n) : down(i, n); }
static unsigned saw(size_t i, size_t n) { (void)n; return (unsigned)(i % 17); }
static unsigned same(size_t i, size_t n) { (void)i, (void)n; return 7; }
static unsigned nearly(size_t i, size_t n) { return next() % 50 ? up(i, n) : next() & 255; }

static unsigned (*const keys[])(size_t, size_t) = { random_key, few_keys, up, down, pipe_organ, saw, same, nearly };

static void sort_and_verify(size_t n, size_t size, size_t offset, unsigned (*key)(size_t, size_t))
{
	struct context c = { size, 1, 0 };
	unsigned char *base = elements + offset;

	memset(base + n * size, 0xA5, EXTRA - offset);
	fill(base, n, size, key);
	qsort_r(base, n, size, by_key, &c);
	verify(base, n, size);
	check(base[n * size] == 0xA5 || offset == EXTRA, "behind the end", (long)n, (long)size);
	/* A few more than a merge sort: the look at the whole that comes first. */
	check(c.count <= (long)n * (log2_up(n) + 2), "comparisons", c.count, (long)n);
}

static void sizes(void)
{
	static const size_t all[] = { 1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 24, 31, 32, 33, 40, 100, 255, 300 };

	for (size_t s = 0; s < sizeof all / sizeof *all; s++)
		for (size_t n = 0; n < 70; n++)
			for (size_t offset = 0; offset < 2; offset++)
				sort_and_verify(n, all[s], offset, n % 2 ? random_key : few_keys);
	puts("sizes ok");
}

static void patterns(void)
{
	static const size_t all[] = { 3, 4, 8, 16, 48 };

	for (size_t s = 0; s < sizeof all / sizeof *all; s++)
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			for (size_t n = 100; n < MOST; n = n * 2 + 7)
				sort_and_verify(n, all[s], 0, keys[k]);
	puts("patterns ok");
}

/* McIlroy's adversary: decides each order as late, and as badly, as it can. */
static int values[MOST], solid, candidate, gas;
static long asked;

static int adversary(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	asked++;
	if (values[x] == gas && values[y] == gas)
		values[x == candidate ? x : y] = solid++;
	if (values[x] == gas)
		candidate = x;
	else if (values[y] == gas)
		candidate = y;
	return values[x] - values[y];
}

static void against_adversary(void)
{
	static int numbers[MOST];

	gas = MOST;
	for (int i = 0; i < MOST; i++) {
		numbers[i] = i;
		values[i] = gas;
	}
	qsort(numbers, MOST, sizeof *numbers, adversary);
	check(asked <= MOST * (log2_up(MOST) + 2), "comparisons", asked, MOST);
	for (int i = 1; i < MOST; i++)
		check(values[numbers[i - 1]] <= values[numbers[i]], "order", i, 0);
	puts("adversary ok");
}

static void ordered(void)
{
	struct context c = { 4, 4, 0 };

	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < MOST; i++) {
			size_t k = turn ? MOST - i : i;

			elements[4 * i] = elements[4 * i + 1] = 0;
			elements[4 * i + 2] = (unsigned char)(k >> 8);
			elements[4 * i + 3] = (unsigned char)k;
		}
		c.count = 0;
		qsort_r(elements, MOST, 4, by_key, &c);
		check(c.count < MOST + 10, "comparisons of what is ordered", c.count, turn);
		for (size_t i = 1; i < MOST; i++)
			check(key_of(elements + 4 * i, 4) == key_of(elements + 4 * i - 4, 4) + 1, "order", (long)i, turn);
	}
	puts("ordered ok");
}

/* All memory is taken, down to small blocks: it sorts all the same. */
static void no_memory(void)
{
	static const size_t all[] = { 4, 8, 3, 48, 300 };

	void *volatile taken; /* or the compiler would leave out the calls */

	for (size_t n = 16 << 20; n >= 512; n /= 2)
		while ((taken = malloc(n)))
			;
	check(!(taken = malloc(MOST)), "memory is left", 0, 0);
	for (size_t s = 0; s < sizeof all / sizeof *all; s++)
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
			struct context c = { all[s], 1, 0 };

			fill(elements, MOST, all[s], keys[k]);
			qsort_r(elements, MOST, all[s], by_key, &c);
			verify(elements, MOST, all[s]);
			check(c.count < 4 * MOST * log2_up(MOST), "comparisons without memory", c.count, (long)k);
		}
	puts("no memory ok");
}

int main(void)
{
	sizes();
	patterns();
	against_adversary();
	ordered();
	no_memory();
	return 0;
}

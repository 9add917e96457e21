/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The allocator: long random sequences against a record of what each block
 * holds, alignment, zeros, sizes, reuse, and running out of memory.
 * RUN: zvm-clang -O2 -D_GNU_SOURCE -fno-builtin -Wall "$S" -o malloc && zvm run malloc && zvm run --mem 24M malloc full && zvm run --mem 64M malloc growing
 * OUT: random: right
 * OUT: aligned: right
 * OUT: zeros: right
 * OUT: large: right
 * OUT: reuse: right
 * OUT: errors: right
 * OUT: full: right, ENOMEM
 * OUT: growing: right
 * TIMEOUT: 120
 */
#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static uint32_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 11);
}

struct block {
	unsigned char *p;
	size_t n;
	unsigned char mark;
};
enum { BLOCKS = 4000 };
static struct block blocks[BLOCKS];
static int bad;

static void expect(bool right, const char *what)
{
	if (!right && bad++ < 20)
		fprintf(stderr, "%s\n", what);
}

static size_t random_size(void)
{
	switch (next() % 20) {
	case 0:
		return next() % 300000;
	case 1: case 2:
		return next() % 40000;
	case 3: case 4: case 5:
		return next() % 3000;
	default:
		return next() % 200;
	}
}

/* Marks at both ends and a few between say whose the bytes are. */
static void mark(struct block *b)
{
	memset(b->p, b->mark, b->n < 64 ? b->n : 64);
	for (size_t i = 0; i < b->n; i += 997)
		b->p[i] = b->mark;
	if (b->n)
		b->p[b->n - 1] = b->mark;
}

static bool marked(const struct block *b, size_t n)
{
	for (size_t i = 0; i < n; i += i < 64 ? 1 : 1)
		if (i < 64 || i % 997 == 0)
			if (b->p[i] != b->mark)
				return false;
	return n < b->n || !n || b->p[n - 1] == b->mark;
}

static void step(void)
{
	struct block *b = &blocks[next() % BLOCKS];
	unsigned choice = next() % 10;
	if (b->p && choice < 5) {
		expect(marked(b, b->n), "a block has changed");
		free(b->p);
		b->p = NULL;
	} else if (b->p) {
		size_t n = random_size();
		unsigned char *p = realloc(b->p, n);
		expect(p != NULL, "realloc failed");
		b->p = p;
		expect(marked(b, n < b->n ? n : b->n), "realloc lost bytes");
		b->n = n;
		mark(b);
	} else {
		b->n = random_size();
		b->mark = (unsigned char)next();
		b->p = choice < 3 ? calloc(1, b->n) : choice < 4 ? aligned_alloc(64, b->n) : malloc(b->n);
		expect(b->p && ((uintptr_t)b->p & 15) == 0, "malloc failed or is not aligned");
		expect(malloc_usable_size(b->p) >= b->n, "usable size");
		if (choice < 3)
			for (size_t i = 0; i < b->n; i++)
				expect(b->p[i] == 0, "calloc is not zero");
		mark(b);
	}
}

static void report(const char *what)
{
	printf("%s: %s\n", what, bad ? "wrong" : "right");
	bad = 0;
}

static void alignments(void)
{
	void *p[200];
	for (size_t align = 8; align <= 1 << 20; align *= 2) {
		for (int i = 0; i < 20; i++) {
			size_t n = next() % 100000;
			int e = posix_memalign(&p[i], align, n);
			expect(e == 0 && ((uintptr_t)p[i] & (align - 1)) == 0, "posix_memalign");
			memset(p[i], 1, n);
		}
		for (int i = 0; i < 20; i++)
			free(p[i]);
	}
	for (int i = 0; i < 200; i++) {
		p[i] = memalign(4096, 4096);
		expect(((uintptr_t)p[i] & 4095) == 0, "memalign");
		memset(p[i], i, 4096);
	}
	for (int i = 0; i < 200; i++) {
		expect(*(unsigned char *)p[i] == i, "memalign overlaps");
		free(p[i]);
	}
}

static void zeros(void)
{
	for (int round = 0; round < 3; round++)
		for (size_t n = 1; n < 2000000; n = n * 3 / 2 + 1) {
			unsigned char *p = calloc(n, 1);
			for (size_t i = 0; i < n; i++)
				expect(p[i] == 0, "calloc");
			memset(p, 0xff, n);
			free(p);
		}
}

static void large(void)
{
	/* A buffer that grows stays what it was. */
	size_t n = 1;
	unsigned char *p = malloc(n);
	p[0] = 7;
	while (n < 100 << 20) {
		size_t more = n + n / 2 + 1;
		p = realloc(p, more);
		for (size_t i = n; i < more; i += 4096)
			p[i] = 7;
		n = more;
	}
	expect(p[0] == 7 && p[n / 3 * 2 / 4096 * 4096 % n] >= 0, "large realloc");
	p = realloc(p, 50000);
	expect(p[0] == 7, "shrunk");
	free(p);
	/* Memory comes back: much more in turn than there is. */
	for (int i = 0; i < 200; i++) {
		p = malloc(60 << 20);
		expect(p != NULL, "60 MiB again and again");
		if (p)
			p[0] = p[(60 << 20) - 1] = 1;
		free(p);
	}
}

static void reuse(void)
{
	char *first = malloc(100);
	free(first);
	expect(malloc(100) == first, "the block that came back last goes first");
	for (int round = 0; round < 50; round++) {
		static char *p[20000];
		for (int i = 0; i < 20000; i++)
			expect((p[i] = malloc((size_t)(i % 500))) != NULL, "leak");
		for (int i = 0; i < 20000; i++)
			free(p[(i * 7919) % 20000]);
	}
}

static void errors(void)
{
	volatile size_t huge = SIZE_MAX;
	errno = 0;
	expect(!malloc(huge) && errno == ENOMEM, "malloc");
	errno = 0;
	expect(!malloc(huge / 2) && errno == ENOMEM, "malloc");
	errno = 0;
	expect(!calloc(huge / 4, 8) && errno == ENOMEM, "calloc");
	errno = 0;
	expect(!reallocarray(NULL, huge / 4, 8) && errno == ENOMEM, "reallocarray");
	errno = 0;
	char *p = malloc(10);
	expect(!realloc(p, huge - 100) && errno == ENOMEM, "realloc");
	expect(!malloc((size_t)5 << 30), "5 GiB");
	errno = 0;
	expect(!aligned_alloc(3, 10) && errno == EINVAL, "aligned_alloc");
	void *q;
	expect(posix_memalign(&q, 2, 10) == EINVAL, "posix_memalign");
	expect(posix_memalign(&q, 4096, huge / 2) == ENOMEM, "posix_memalign");
	expect(malloc(0) && malloc(0) != malloc(0), "malloc(0)");
	free(NULL);
	expect(malloc_usable_size(NULL) == 0, "usable size of NULL");
}

/* Fills the memory with blocks of all sizes, several times. */
static void full(void)
{
	struct link {
		struct link *next;
	} *all;
	int error = 0;
	size_t counts[3];
	for (int round = 0; round < 3; round++) {
		all = NULL;
		counts[round] = 0;
		for (size_t size = 1 << 20; size >= 16; size /= 4) {
			struct link *l;
			while (errno = 0, (l = malloc(size))) {
				memset(l, 0x55, size);
				l->next = all;
				all = l;
				counts[round]++;
			}
			error = errno;
		}
		while (all) {
			struct link *l = all;
			all = l->next;
			free(l);
		}
	}
	expect(counts[1] + counts[1] / 10 >= counts[0] && counts[2] == counts[1], "the memory has shrunk");
	printf("full: %s, %s\n", bad ? "wrong" : "right", error == ENOMEM ? "ENOMEM" : "another error");
}

/* A block that grows gets room behind it: no other block sees less memory for that. */
static void growing(void)
{
	size_t size = 1 << 20, most = 6 << 20, taken = 0;
	char *grown = malloc(size), *guard = malloc(100000);

	expect(grown && guard, "memory to begin with");
	memset(grown, 1, size);
	for (; size < most; size += 100000) {
		grown = realloc(grown, size + 100000);
		expect(grown != NULL, "a block that grows");
		expect(malloc_usable_size(grown) < size + 100000 + (32 << 10), "room that is the block's");
		memset(grown + size, 1, 100000);
		if (size / 100000 % 10 == 0)
			guard = malloc(100000); /* in its way */
	}
	while (malloc(64 << 10))
		taken += 64 << 10;
	expect(taken > 39u << 20, "room that does not come back");
	for (size_t i = 0; i < size; i++)
		expect(grown[i] == 1, "contents");
	grown = realloc(grown, 1 << 20);
	expect(malloc(4 << 20) != NULL, "what a block gave back");
	expect(guard != NULL, "guard");
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		if (!strcmp(argv[1], "growing")) {
			growing();
			report("growing");
		} else {
			full();
		}
		return 0;
	}
	for (int i = 0; i < 400000; i++)
		step();
	report("random");
	alignments();
	report("aligned");
	zeros();
	report("zeros");
	large();
	report("large");
	reuse();
	report("reuse");
	errors();
	report("errors");
	return 0;
}

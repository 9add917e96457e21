/* SPDX-License-Identifier: Apache-2.0 */
/* The allocator, mappings, sorting. */
#define _GNU_SOURCE
#include "operations.h"

#include <search.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static uint32_t state = 1;

static uint32_t next(void)
{
	state = state * 1664525u + 1013904223u;
	return state >> 8;
}

static void pair_small(void)
{
	static void *slots[64];
	uint32_t r = next(), k = r & 63;

	free(slots[k]);
	slots[k] = malloc(16 + (r >> 8 & 511));
	must(slots[k] != NULL, "malloc");
	memset(slots[k], 1, 16);
}

static void *live[10000];

static void pair_sized(uint32_t limit)
{
	void **slot = &live[next() % 10000];
	uint32_t size = next() % limit + 1;

	free(*slot);
	*slot = malloc(size);
	must(*slot != NULL, "malloc");
	*(char *)*slot = 1;
}

static void pair_2k(void) { pair_sized(2048); }
static void pair_32k(void) { pair_sized(32768); }

static void pair_1m(void)
{
	char *p = malloc(1 << 20);

	must(p != NULL, "malloc");
	p[0] = p[500000] = 1;
	free(p);
}

static void calloc_64(void)
{
	void *volatile p = calloc(1, 64);

	free(p);
}

static void calloc_4k(void)
{
	void *volatile p = calloc(1, 4096);

	free(p);
}

static void calloc_1m(void)
{
	char *p = calloc(1, 1 << 20);

	must(p != NULL, "calloc");
	for (size_t i = 0; i < 1 << 20; i += 4096)
		sink += p[i];
	free(p);
}

static void realloc_doubling(void)
{
	char *p = NULL;

	for (size_t n = 16; n <= 1 << 20; n *= 2) {
		p = realloc(p, n);
		p[n - 1] = 1;
	}
	free(p);
}

static void realloc_steps(void)
{
	char *p = NULL;

	for (size_t n = 1 << 20; n <= 256 << 20; n += 1 << 20) {
		p = realloc(p, n);
		must(p != NULL, "realloc");
		memset(p + n - (1 << 20), 1, 1 << 20);
	}
	free(p);
}

/* Two blocks that grow in turns are in each other's way. */
static void realloc_two(void)
{
	char *p[2] = {NULL, NULL};

	for (size_t n = 1 << 20; n <= 128 << 20; n += 1 << 20)
		for (int i = 0; i < 2; i++) {
			p[i] = realloc(p[i], n);
			must(p[i] != NULL, "realloc");
			memset(p[i] + n - (1 << 20), 1, 1 << 20);
		}
	free(p[0]);
	free(p[1]);
}

static void realloc_small(void)
{
	char *p = NULL;

	for (size_t n = 8; n <= 65536; n += 8) {
		p = realloc(p, n);
		p[n - 8] = 1;
	}
	free(p);
}

struct node {
	struct node *next;
	int value;
};

static void list_1000(void)
{
	struct node *head = NULL;

	for (int i = 0; i < 1000; i++) {
		struct node *n = malloc(sizeof *n);

		n->next = head;
		n->value = i;
		head = n;
	}
	while (head) {
		struct node *n = head;

		head = n->next;
		free(n);
	}
}

static void first_touch(void)
{
	size_t size = (size_t)256 << 20;
	char *p = malloc(size);

	must(p != NULL, "malloc");
	memset(p, 1, size);
	free(p);
}

static void map_64k(void)
{
	char *p = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(p != MAP_FAILED, "mmap");
	for (size_t i = 0; i < 65536; i += 4096)
		p[i] = 1;
	munmap(p, 65536);
}

static void map_64m(void)
{
	size_t size = 64 << 20;
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(p != MAP_FAILED, "mmap");
	for (size_t i = 0; i < size; i += 4096)
		p[i] = 1;
	munmap(p, size);
}

/* A mapping that grows a page at a time, as a hand-made vector does. */
static void map_grow(void)
{
	size_t size = 1 << 20;
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(p != MAP_FAILED, "mmap");
	while (size < 64 << 20) {
		p = mremap(p, size, size + (1 << 20), MREMAP_MAYMOVE);
		must(p != MAP_FAILED, "mremap");
		size += 1 << 20;
		p[size - 1] = 1;
	}
	munmap(p, size);
}

static int by_int(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static int numbers[1 << 20];

static void sort_n(size_t n, int order)
{
	for (size_t i = 0; i < n; i++)
		numbers[i] = order == 0 ? (int)next() : order == 1 ? (int)i : order == 2 ? (int)(n - i) : (int)(next() % 16);
	qsort(numbers, n, sizeof *numbers, by_int);
}

static void sort_100(void) { sort_n(100, 0); }
static void sort_1m(void) { sort_n(1 << 20, 0); }
static void sort_1m_sorted(void) { sort_n(1 << 20, 1); }
static void sort_1m_reversed(void) { sort_n(1 << 20, 2); }
static void sort_1m_few(void) { sort_n(1 << 20, 3); }

static char words[100000][12], *pointers[100000];

static void make_words(void)
{
	for (size_t i = 0; i < 100000; i++)
		snprintf(words[i], sizeof words[i], "w%u", next() % 1000000);
}

static void sort_words(void)
{
	for (size_t i = 0; i < 100000; i++)
		pointers[i] = words[(i * 7919) % 100000];
	qsort(pointers, 100000, sizeof *pointers, by_text);
}

struct record {
	int key;
	char rest[96];
};

static struct record records[20000];

static int by_key(const void *a, const void *b)
{
	return by_int(&((const struct record *)a)->key, &((const struct record *)b)->key);
}

static void sort_records(void)
{
	for (size_t i = 0; i < 20000; i++)
		records[i].key = (int)next();
	qsort(records, 20000, sizeof *records, by_key);
}

static void sorted_numbers(void)
{
	for (int i = 0; i < 1 << 20; i++)
		numbers[i] = i;
}

static void do_bsearch(void)
{
	int key = (int)(next() & 0xfffff);

	sink = (long)bsearch(&key, numbers, 1 << 20, sizeof *numbers, by_int);
}

static void tree_1000(void)
{
	void *root = NULL;

	for (int i = 0; i < 1000; i++) {
		numbers[i] = (int)next();
		tsearch(&numbers[i], &root, by_int);
	}
	for (int i = 0; i < 1000; i++)
		tdelete(&numbers[i], &root, by_int);
}

const struct operation memory_operations[] = {
	{"malloc-pair-512", pair_small, NULL}, {"malloc-mix-2k", pair_2k, NULL}, {"malloc-mix-32k", pair_32k, NULL},
	{"malloc-pair-1m", pair_1m, NULL}, {"calloc-64", calloc_64, NULL}, {"calloc-4k", calloc_4k, NULL},
	{"calloc-1m", calloc_1m, NULL}, {"malloc-list-1000", list_1000, NULL},
	{"malloc-touch-256m", first_touch, NULL},
	{"realloc-small-64k", realloc_small, NULL}, {"realloc-doubling-1m", realloc_doubling, NULL},
	{"realloc-steps-256m", realloc_steps, NULL}, {"realloc-two-128m", realloc_two, NULL},
	{"mmap-64k", map_64k, NULL}, {"mmap-64m", map_64m, NULL}, {"mremap-grow-64m", map_grow, NULL},
	{"qsort-100", sort_100, NULL}, {"qsort-1m", sort_1m, NULL}, {"qsort-1m-sorted", sort_1m_sorted, NULL},
	{"qsort-1m-reversed", sort_1m_reversed, NULL}, {"qsort-1m-few-values", sort_1m_few, NULL},
	{"qsort-words", sort_words, make_words}, {"qsort-records", sort_records, NULL},
	{"bsearch-1m", do_bsearch, sorted_numbers}, {"tsearch-1000", tree_1000, NULL},
	{NULL, NULL, NULL},
};

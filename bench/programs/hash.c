/* SPDX-License-Identifier: Apache-2.0 */
/* A word-frequency table: string hashing, comparison, allocation and sorting. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	struct entry *next;
	uint32_t count;
	char word[];
};

enum { BUCKETS = 1 << 15, ROUNDS = 12 };

static struct entry *buckets[BUCKETS];

static uint32_t hash(const char *p, size_t n)
{
	uint32_t h = 2166136261u;

	while (n--)
		h = (h ^ (unsigned char)*p++) * 16777619u;
	return h;
}

static void count(const char *p, size_t n)
{
	struct entry **slot = &buckets[hash(p, n) % BUCKETS], *e;

	for (e = *slot; e; e = e->next)
		if (!strncmp(e->word, p, n) && !e->word[n]) {
			e->count++;
			return;
		}
	e = malloc(sizeof *e + n + 1);
	if (!e)
		exit(1);
	memcpy(e->word, p, n);
	e->word[n] = 0;
	e->count = 1;
	e->next = *slot;
	*slot = e;
}

static int by_count(const void *x, const void *y)
{
	const struct entry *a = *(struct entry *const *)x, *b = *(struct entry *const *)y;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return strcmp(a->word, b->word);
}

static void count_text(const char *text, size_t size)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
	const char *p = text, *end = text + size;

	while (p < end) {
		size_t n = strspn(p, letters);

		if (n)
			count(p, n);
		p += n;
		p += strcspn(p, letters);
	}
}

int main(void)
{
	size_t size = 0, room = 1 << 24, words = 0, k = 0;
	char *text = malloc(room + 1);
	struct entry **all;

	while (text && size < room && (k = fread(text + size, 1, room - size, stdin)) > 0)
		size += k;
	if (!text)
		return 1;
	for (size_t i = 0; i < size; i++)
		if (!text[i])
			text[i] = ' ';
	text[size] = 0;
	for (int i = 0; i < ROUNDS; i++)
		count_text(text, size);
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct entry *e = buckets[i]; e; e = e->next)
			words++;
	all = malloc(words * sizeof *all);
	if (!all)
		return 1;
	k = 0;
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct entry *e = buckets[i]; e; e = e->next)
			all[k++] = e;
	qsort(all, words, sizeof *all, by_count);
	for (size_t i = 0; i < 10 && i < words; i++)
		printf("%u %s\n", all[i]->count, all[i]->word);
	return 0;
}

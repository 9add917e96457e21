/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sorting when there is no memory for a copy: merging by rotations ("SymMerge",
 * Kim and Kutzner 2004).  Slower, but stable, and never quadratic.
 */
#include <stdbool.h>
#include <string.h>

#include "qsort.h"

#define LEAF 12 /* elements that are sorted by insertion */

void __sort_exchange(char *a, char *b, size_t bytes)
{
	char piece[128];

	while (bytes) {
		size_t n = bytes < sizeof piece ? bytes : sizeof piece;

		memcpy(piece, a, n);
		memcpy(a, b, n);
		memcpy(b, piece, n);
		a += n;
		b += n;
		bytes -= n;
	}
}

static char *at(const struct order *o, char *base, size_t i)
{
	return base + i * o->size;
}

/* Element j must come before i. */
static bool wrong(const struct order *o, char *base, size_t i, size_t j)
{
	return o->compare(at(o, base, i), at(o, base, j), o->arg) > 0;
}

/* Exchanges [a, m) and [m, b), which may differ in length. */
static void rotate(const struct order *o, char *base, size_t a, size_t m, size_t b)
{
	size_t left = m - a, right = b - m;

	while (left && right) {
		if (left <= right) {
			__sort_exchange(at(o, base, m - left), at(o, base, m + right - left), left * o->size);
			right -= left;
		} else {
			__sort_exchange(at(o, base, m - left), at(o, base, m), right * o->size);
			left -= right;
		}
	}
}

static void merge(const struct order *o, char *base, size_t a, size_t m, size_t b)
{
	if (a >= m || m >= b || !wrong(o, base, m - 1, m))
		return;
	if (b - a == 2) {
		__sort_exchange(at(o, base, a), at(o, base, m), o->size);
		return;
	}
	size_t middle = a + (b - a) / 2, sum = middle + m;
	size_t low = m > middle ? sum - b : a, high = m > middle ? middle : m;

	/* The same number of elements left and right of the middle changes sides. */
	while (low < high) {
		size_t c = low + (high - low) / 2;

		if (wrong(o, base, c, sum - 1 - c))
			high = c;
		else
			low = c + 1;
	}
	rotate(o, base, low, m, sum - low);
	merge(o, base, a, low, middle);
	merge(o, base, middle, sum - low, b);
}

static void sort(const struct order *o, char *base, size_t a, size_t b)
{
	if (b - a <= LEAF) {
		for (size_t i = a + 1; i < b; i++)
			for (size_t j = i; j > a && wrong(o, base, j - 1, j); j--)
				__sort_exchange(at(o, base, j - 1), at(o, base, j), o->size);
		return;
	}
	size_t m = a + (b - a) / 2;

	sort(o, base, a, m);
	sort(o, base, m, b);
	merge(o, base, a, m, b);
}

void __sort_in_place(const struct order *o, char *base, size_t n)
{
	sort(o, base, 0, n);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * search.h - finding a string in another one.
 *
 * Sixteen places at a time are tried by the first and the last byte of what is
 * sought; the rest is compared only where both are right.  Text in which they
 * are right too often is searched by the two-way algorithm (Crochemore and
 * Perrin 1991) from there on, so that no input takes more than linear time.
 */
#ifndef ZVM_STRING_SEARCH_H
#define ZVM_STRING_SEARCH_H

#include <stdbool.h>
#include <string.h>

#include "compare.h"
#include "vector.h"

struct needle {
	const unsigned char *text;
	size_t size; /* at least 2 */
	bool fold;   /* capital letters count as small ones */
};

static inline int byte_of(const struct needle *n, const unsigned char *p, size_t i)
{
	return compared_byte(p[i], n->fold);
}

/*
 * The longest suffix in one order of bytes (or its reverse), from place + 1 on,
 * and its period.
 */
static ptrdiff_t greatest_suffix(const struct needle *n, bool reverse, size_t *period)
{
	ptrdiff_t place = -1;
	size_t j = 0, k = 1, p = 1;

	while (j + k < n->size) {
		int a = byte_of(n, n->text, j + k), b = byte_of(n, n->text, (size_t)(place + (ptrdiff_t)k));
		if (a == b) {
			if (k == p) {
				j += p;
				k = 1;
			} else {
				k++;
			}
		} else if (reverse ? a > b : a < b) {
			j += k;
			k = 1;
			p = (size_t)((ptrdiff_t)j - place);
		} else {
			place = (ptrdiff_t)j++;
			k = p = 1;
		}
	}
	*period = p;
	return place;
}

static bool repeats(const struct needle *n, size_t period, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (byte_of(n, n->text, i) != byte_of(n, n->text, i + period))
			return false;
	return true;
}

static const unsigned char *search_two_way(const struct needle *n, const unsigned char *h, const unsigned char *end)
{
	size_t period, other, known = 0, kept = 0;
	ptrdiff_t cut = greatest_suffix(n, false, &period), reverse = greatest_suffix(n, true, &other);

	if (reverse > cut) {
		cut = reverse;
		period = other;
	}
	size_t right = (size_t)(cut + 1);
	if (right + period <= n->size && repeats(n, period, right))
		kept = n->size - period;
	else
		period = (right > n->size - right ? right : n->size - right) + 1;
	while ((size_t)(end - h) >= n->size) {
		size_t k = right > known ? right : known;
		while (k < n->size && byte_of(n, n->text, k) == byte_of(n, h, k))
			k++;
		if (k < n->size) {
			h += k - right + 1;
			known = 0;
			continue;
		}
		k = right;
		while (k > known && byte_of(n, n->text, k - 1) == byte_of(n, h, k - 1))
			k--;
		if (k <= known)
			return h;
		h += period;
		known = kept;
	}
	return NULL;
}

static inline bool is_here(const struct needle *n, const unsigned char *p)
{
	if (!n->fold)
		return !memcmp(p, n->text, n->size);
	for (size_t i = 0; i < n->size; i++)
		if (byte_of(n, p, i) != byte_of(n, n->text, i))
			return false;
	return true;
}

/* Where work is too much for the bytes that it was done for. */
#define WORK_FREE 1024u
#define WORK_FACTOR 4u

/*
 * Tries the places [h, last]; `*spent` is the work done in vain.  NULL: not
 * found, or given up before *stopped because it takes too long.
 */
static inline const unsigned char *search_vector(const struct needle *n, const unsigned char *h,
                                                 const unsigned char *last, size_t *spent,
                                                 const unsigned char **stopped)
{
	const vec first = splat((unsigned char)byte_of(n, n->text, 0));
	const vec final = splat((unsigned char)byte_of(n, n->text, n->size - 1));
	const unsigned char *const begin = h;

	*stopped = NULL;
	while (h <= last) {
		unsigned mask;
		if (last - h >= 15) {
			vec v = LOAD(vec_any, h), w = LOAD(vec_any, h + n->size - 1);
			if (n->fold) {
				v = lower_case(v);
				w = lower_case(w);
			}
			mask = mask_of((vec)(v == first) & (vec)(w == final));
		} else {
			mask = 0;
			for (unsigned i = 0; i <= (size_t)(last - h); i++)
				mask |= (unsigned)(byte_of(n, h, i) == byte_of(n, n->text, 0)) << i;
		}
		for (; mask; mask &= mask - 1) {
			const unsigned char *p = h + lowest(mask);
			if (is_here(n, p))
				return p;
			*spent += n->size;
		}
		h += 16;
		if (*spent > WORK_FREE + WORK_FACTOR * (size_t)(h - begin)) {
			*stopped = h;
			return NULL;
		}
	}
	return NULL;
}

/* In a string whose end is not known: it is looked for piece by piece. */
static inline char *search_string(const struct needle *n, const char *haystack)
{
	const unsigned char *h = (const unsigned char *)haystack, *known = h, *stopped;
	size_t piece = 256 + 4 * n->size, spent = 0;

	for (;;) {
		size_t more = strnlen((const char *)known, piece);
		bool ends = more < piece;
		known += more;
		if ((size_t)(known - h) >= n->size) {
			const unsigned char *last = known - n->size;
			const unsigned char *found = search_vector(n, h, last, &spent, &stopped);
			if (found)
				return (char *)found;
			if (stopped && stopped <= last)
				return (char *)search_two_way(n, stopped, known + strlen((const char *)known));
			h = last + 1;
			spent = 0;
		}
		if (ends)
			return NULL;
		if (piece < 1 << 16)
			piece *= 2;
	}
}

#endif

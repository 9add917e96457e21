/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qsort: a merge sort.  It is stable, as programs that grew up with glibc
 * expect without knowing it, calls the comparison at most n log2(n) times for
 * any input, and once for each element of what is in order already.  Large
 * elements are sorted by pointers to them and move once.  Without memory for
 * the copy the sort goes on in place.
 */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zvm/layout.h>

#include "qsort.h"

#define malloc __libc_malloc
#define free __libc_free
void *__libc_malloc(size_t);
void __libc_free(void *);

#define LEAF 4          /* elements that are sorted by insertion */
#define DIRECT_MAX 32   /* bytes; larger elements are sorted by pointers */
#define STACK_ROOM 1024 /* bytes of copy that need no allocation */

/*
 * How an element moves.  ADDRESSES are words that seem to be the caller's
 * pointers; POINTERS are our own, to elements.
 */
enum kind { WORD32, WORD64, ADDRESSES, WORDS, BYTES, POINTERS };

typedef uint32_t word32 __attribute__((may_alias));
typedef uint64_t word64 __attribute__((may_alias));
typedef void *pointer __attribute__((may_alias));

#define INLINE static inline __attribute__((always_inline))

INLINE void copy(enum kind kind, size_t size, void *to, const void *from)
{
	switch (kind) {
	case WORD32:
		*(word32 *)to = *(const word32 *)from;
		break;
	case WORD64:
	case ADDRESSES:
	case POINTERS:
		*(word64 *)to = *(const word64 *)from;
		break;
	case WORDS:
		for (size_t i = 0; i < size / 8; i++)
			((word64 *)to)[i] = ((const word64 *)from)[i];
		break;
	default:
		memcpy(to, from, size);
	}
}

INLINE size_t size_as(enum kind kind, size_t size)
{
	return kind == WORD32 ? 4 : kind == WORD64 || kind == ADDRESSES || kind == POINTERS ? 8 : size;
}

/* Element b must come before a, which stands before it. */
INLINE bool wrong(const struct order *o, enum kind kind, const void *a, const void *b)
{
	if (kind == POINTERS)
		return o->compare(*(const pointer *)a, *(const pointer *)b, o->arg) > 0;
	return o->compare(a, b, o->arg) > 0;
}

INLINE void leaf_as(const struct order *o, enum kind kind, char *base, size_t n)
{
	const size_t size = size_as(kind, o->size);
	char element[DIRECT_MAX] __attribute__((aligned(8)));

	for (size_t i = 1; i < n; i++) {
		char *at = base + i * size, *to = at;

		while (to > base && wrong(o, kind, to - size, at))
			to -= size;
		if (to == at)
			continue;
		copy(kind, size, element, at);
		for (; at > to; at -= size)
			copy(kind, size, at, at - size);
		copy(kind, size, to, element);
	}
}

/*
 * Merges the first `half` elements with the others.  The first are copied away;
 * the place to write to never overtakes the place to read from.
 */
INLINE void merge_as(const struct order *o, enum kind kind, char *base, size_t half, size_t n, char *room)
{
	const size_t size = size_as(kind, o->size);
	char *left = room, *const left_end = room + half * size;
	char *right = base + half * size, *const end = base + n * size, *to = base;

	memcpy(room, base, half * size);
	while (left < left_end && right < end) {
		bool take = wrong(o, kind, left, right);

		if (kind == ADDRESSES || kind == POINTERS) {
			/* With a branch: the processor loads what the next pointers lead to while it guesses. */
			if (take) {
				copy(kind, size, to, right);
				right += size;
				__asm__ volatile("");
			} else {
				copy(kind, size, to, left);
				left += size;
			}
		} else {
			/* Without one: which comes next is chance. */
			copy(kind, size, to, take ? right : left);
			right += take ? size : 0;
			left += take ? 0 : size;
		}
		to += size;
	}
	memcpy(to, left, (size_t)(left_end - left));
}

#define FOR_EACH_KIND(call)                              \
	switch (kind) {                                  \
	case WORD32: call(WORD32); break;                \
	case WORD64: call(WORD64); break;                \
	case ADDRESSES: call(ADDRESSES); break;          \
	case WORDS: call(WORDS); break;                  \
	case POINTERS: call(POINTERS); break;            \
	default: call(BYTES);                            \
	}

static void sort(const struct order *o, enum kind kind, char *base, size_t n, char *room)
{
	const size_t half = n / 2, size = size_as(kind, o->size);
	char *middle = base + half * size;

	if (n <= LEAF) {
#define CALL(k) leaf_as(o, k, base, n)
		FOR_EACH_KIND(CALL)
#undef CALL
		return;
	}
	sort(o, kind, base, half, room);
	sort(o, kind, middle, n - half, room);
	if (!wrong(o, kind, middle - size, middle))
		return;
#define CALL(k) merge_as(o, k, base, half, n, room)
	FOR_EACH_KIND(CALL)
#undef CALL
}

/* Brings each element to where the sorted pointers want it, cycle by cycle. */
static void place(const struct order *o, char *base, size_t n, char **sorted, char *element)
{
	for (size_t i = 0; i < n; i++) {
		char *hole = base + i * o->size, *from = sorted[i];

		if (from == hole)
			continue;
		memcpy(element, hole, o->size);
		for (size_t k = i; from != base + i * o->size; from = sorted[k]) {
			memcpy(hole, from, o->size);
			sorted[k] = hole;
			hole = from;
			k = (size_t)(from - base) / o->size;
		}
		memcpy(hole, element, o->size);
		sorted[(size_t)(hole - base) / o->size] = hole;
	}
}

static void sort_by_pointers(const struct order *o, char *base, size_t n, void *room)
{
	char **pointers = room;

	for (size_t i = 0; i < n; i++)
		pointers[i] = base + i * o->size;
	sort(o, POINTERS, room, n, (char *)(pointers + n));
	place(o, base, n, pointers, (char *)(pointers + n));
}

/* Elements that are in order, or in the opposite order and all different, need no sort. */
static bool is_ordered(const struct order *o, char *base, size_t n)
{
	char *const last = base + (n - 1) * o->size, *at = base;

	if (!wrong(o, BYTES, at, at + o->size)) {
		do
			at += o->size;
		while (at < last && !wrong(o, BYTES, at, at + o->size));
		return at == last;
	}
	do
		at += o->size;
	while (at < last && wrong(o, BYTES, at, at + o->size));
	if (at < last)
		return false;
	for (char *low = base, *high = last; low < high; low += o->size, high -= o->size)
		__sort_exchange(low, high, o->size);
	return true;
}

/* Some of the words could be addresses of the sandbox; a wrong guess costs a little time. */
static bool seem_addresses(const char *base, size_t n)
{
	for (size_t i = 0; i < 4; i++) {
		uint64_t word = *(const word64 *)(base + (n - 1) * i / 3 * 8);

		if (word < ZVM_NULL_END || word >= ZVM_STACK_TOP)
			return false;
	}
	return true;
}

static enum kind kind_of(const char *base, size_t n, size_t size)
{
	if (size > DIRECT_MAX)
		return POINTERS;
	if (size == 4 && (uintptr_t)base % 4 == 0)
		return WORD32;
	if (size == 8 && (uintptr_t)base % 8 == 0)
		return seem_addresses(base, n) ? ADDRESSES : WORD64;
	return size % 8 == 0 && (uintptr_t)base % 8 == 0 ? WORDS : BYTES;
}

void __qsort_r(void *base, size_t n, size_t size, compare_function *compare, void *arg)
{
	const struct order o = { compare, arg, size };
	char on_stack[STACK_ROOM] __attribute__((aligned(16)));

	if (n < 2 || !size || is_ordered(&o, base, n))
		return;
	enum kind kind = kind_of(base, n, size);
	/* Copies of one half; pointers, half of them again, and then one element in their place. */
	size_t bytes = n / 2 * size;
	if (kind == POINTERS)
		bytes = n * sizeof(char *) + (n / 2 * sizeof(char *) > size ? n / 2 * sizeof(char *) : size);
	char *room = bytes <= sizeof on_stack ? on_stack : malloc(bytes);
	if (!room)
		__sort_in_place(&o, base, n);
	else if (kind == POINTERS)
		sort_by_pointers(&o, base, n, room);
	else
		sort(&o, kind, base, n, room);
	if (room != on_stack)
		free(room);
}

weak_alias(__qsort_r, qsort_r);

/* SPDX-License-Identifier: Apache-2.0 */
/* What the two halves of qsort share: with room for a copy, and without. */
#ifndef ZVM_QSORT_H
#define ZVM_QSORT_H

#include <stddef.h>

#include <features.h>

typedef int compare_function(const void *, const void *, void *);

struct order {
	compare_function *compare;
	void *arg;
	size_t size; /* bytes of an element */
};

/* Stable, without any memory: n log(n) comparisons, and n log(n)^2 exchanges. */
hidden void __sort_in_place(const struct order *o, char *base, size_t n);

/* Exchanges two ranges of bytes that do not overlap. */
hidden void __sort_exchange(char *a, char *b, size_t bytes);

#endif

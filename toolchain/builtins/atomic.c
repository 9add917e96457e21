/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libatomic's functions.  One thread of a session runs at a time and gives way
 * only in calls, so plain loads and stores are atomic.
 */
#include "types.h"

#include <stddef.h>

/* The compilers know these names, and refuse C functions that bear them. */
#define NAMED(name) __asm__(name)

bool is_lock_free(size_t size, const void *object) NAMED("__atomic_is_lock_free");
void load(size_t size, const void *from, void *to, int order) NAMED("__atomic_load");
void store(size_t size, void *to, const void *from, int order) NAMED("__atomic_store");
void exchange(size_t size, void *object, const void *with, void *old, int order)
	NAMED("__atomic_exchange");
bool compare_exchange(size_t size, void *object, void *expected, const void *desired, int success,
                      int failure) NAMED("__atomic_compare_exchange");

bool is_lock_free(size_t size, const void *object)
{
	(void)object;
	return size <= 16;
}

static void copy(void *to, const void *from, size_t size)
{
	unsigned char *t = to;
	const unsigned char *f = from;
	while (size--)
		*t++ = *f++;
}

void load(size_t size, const void *from, void *to, int order)
{
	(void)order;
	copy(to, from, size);
}

void store(size_t size, void *to, const void *from, int order)
{
	(void)order;
	copy(to, from, size);
}

void exchange(size_t size, void *object, const void *with, void *old, int order)
{
	unsigned char *o = object, *previous = old;
	const unsigned char *w = with;
	(void)order;
	/* `with` and `old` may be the same. */
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = o[i];
		o[i] = w[i];
		previous[i] = byte;
	}
}

bool compare_exchange(size_t size, void *object, void *expected, const void *desired, int success,
                      int failure)
{
	const unsigned char *o = object, *e = expected;
	(void)success;
	(void)failure;
	for (size_t i = 0; i < size; i++)
		if (o[i] != e[i]) {
			copy(expected, object, size);
			return false;
		}
	copy(object, desired, size);
	return true;
}

#define SIZED(n, type)                                                                      \
	type load_##n(const type *p, int order) NAMED("__atomic_load_" #n);                     \
	void store_##n(type *p, type x, int order) NAMED("__atomic_store_" #n);                 \
	type exchange_##n(type *p, type x, int order) NAMED("__atomic_exchange_" #n);           \
	bool compare_exchange_##n(type *p, type *expected, type desired, int success, int failure) \
		NAMED("__atomic_compare_exchange_" #n);                                             \
	type load_##n(const type *p, int order) { return (void)order, *p; }                     \
	void store_##n(type *p, type x, int order) { (void)order; *p = x; }                     \
	type exchange_##n(type *p, type x, int order)                                           \
	{                                                                                       \
		type old = *p;                                                                      \
		(void)order;                                                                        \
		*p = x;                                                                             \
		return old;                                                                         \
	}                                                                                       \
	bool compare_exchange_##n(type *p, type *expected, type desired, int success, int failure) \
	{                                                                                       \
		bool equal = *p == *expected;                                                       \
		(void)success;                                                                      \
		(void)failure;                                                                      \
		if (equal)                                                                          \
			*p = desired;                                                                   \
		else                                                                                \
			*expected = *p;                                                                 \
		return equal;                                                                       \
	}                                                                                       \
	OPERATION(n, type, add, old + x)                                                        \
	OPERATION(n, type, sub, old - x)                                                        \
	OPERATION(n, type, and, old & x)                                                        \
	OPERATION(n, type, or, old | x)                                                         \
	OPERATION(n, type, xor, old ^ x)                                                        \
	OPERATION(n, type, nand, ~(old & x))

#define OPERATION(n, type, name, value)                                                     \
	type fetch_##name##_##n(type *p, type x, int order) NAMED("__atomic_fetch_" #name "_" #n); \
	type name##_fetch_##n(type *p, type x, int order) NAMED("__atomic_" #name "_fetch_" #n); \
	type fetch_##name##_##n(type *p, type x, int order)                                     \
	{                                                                                       \
		type old = *p;                                                                      \
		(void)order;                                                                        \
		*p = (type)(value);                                                                 \
		return old;                                                                         \
	}                                                                                       \
	type name##_fetch_##n(type *p, type x, int order)                                       \
	{                                                                                       \
		type old = *p;                                                                      \
		(void)order;                                                                        \
		return *p = (type)(value);                                                          \
	}

SIZED(1, uint8_t)
SIZED(2, uint16_t)
SIZED(4, uint32_t)
SIZED(8, uint64_t)
SIZED(16, uti)

/* SPDX-License-Identifier: Apache-2.0 */
/* For guests of tests/loader: a check that says which line failed. */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include <zvm.h>

enum { ZVM_EPERM = 1, ZVM_EIO = 5, ZVM_EBADF = 9, ZVM_EFAULT = 14, ZVM_EBUSY = 16,
       ZVM_EINVAL = 22, ZVM_EPIPE = 32, ZVM_EDQUOT = 122 };

static inline uint64_t text_length(const char *text)
{
	uint64_t n = 0;

	while (text[n])
		n++;
	return n;
}

static inline bool equal(const void *a, const void *b, uint64_t size)
{
	const char *x = a, *y = b;

	for (uint64_t i = 0; i < size; i++)
		if (x[i] != y[i])
			return false;
	return true;
}

static inline void print(const char *text)
{
	zvm_pwrite(1, text, text_length(text), 0);
}

static inline void print_number(int64_t value)
{
	char digits[24];
	char *p = digits + sizeof digits;
	uint64_t n = value < 0 ? -(uint64_t)value : (uint64_t)value;

	*--p = 0;
	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	if (value < 0)
		*--p = '-';
	print(p);
}

static inline void check_equal(int line, int64_t got, int64_t wanted)
{
	if (got == wanted)
		return;
	print("line ");
	print_number(line);
	print(": got ");
	print_number(got);
	print(", wanted ");
	print_number(wanted);
	print("\n");
	zvm_exit(1);
}

/* Ends the guest with a message unless both are equal. */
#define CHECK(got, wanted) check_equal(__LINE__, (int64_t)(got), (int64_t)(wanted))

/* The number of the channel with that alias. */
static inline int32_t channel(const char *alias)
{
	const struct zvm_session *s = zvm_session();
	const struct zvm_channel *c = (const struct zvm_channel *)s->channels;

	for (uint32_t i = 0; i < s->channel_count; i++)
		if (equal((const char *)(uintptr_t)c[i].name, alias, text_length(alias) + 1))
			return (int32_t)i;
	print("no such channel\n");
	zvm_exit(1);
}

/* The first bytes of the heap, for large buffers. */
static inline char *heap(void)
{
	return (char *)zvm_session()->heap_start;
}

#endif

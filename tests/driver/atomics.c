/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Atomic objects of all sizes, also those that need a library.
 *
 * RUN: for cc in zvm-clang zvm-gcc; do for o in -O0 -O2; do $cc $o "$S" -o p -latomic && zvm run ./p; done; done
 * TIMEOUT: 60
 */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

struct big { char bytes[40]; };

#define CHECK(x) do { if (!(x)) { printf("%d: %s\n", __LINE__, #x); return 1; } } while (0)

static _Atomic unsigned __int128 wide = 5;
static _Atomic struct big big;
static _Atomic char narrow;
static _Atomic long value;

int main(void)
{
	unsigned __int128 expected = 5;
	CHECK(atomic_fetch_add(&wide, ((unsigned __int128)1 << 100) + 1) == 5);
	CHECK(!atomic_compare_exchange_strong(&wide, &expected, 9));
	CHECK(expected == ((unsigned __int128)1 << 100) + 6);
	CHECK(atomic_compare_exchange_strong(&wide, &expected, 9) && atomic_load(&wide) == 9);
	struct big a = {"one"}, b = {"two"};
	atomic_store(&big, a);
	struct big old = atomic_exchange(&big, b);
	CHECK(!strcmp(old.bytes, "one"));
	CHECK(!atomic_compare_exchange_strong(&big, &old, a) && !strcmp(old.bytes, "two"));
	CHECK(atomic_compare_exchange_strong(&big, &old, a));
	old = atomic_load(&big);
	CHECK(!strcmp(old.bytes, "one"));
	CHECK(atomic_fetch_or(&narrow, 6) == 0 && atomic_fetch_xor(&narrow, 3) == 6 && narrow == 5);
	CHECK(atomic_fetch_sub(&value, 7) == 0 && value == -7);
	CHECK(__sync_bool_compare_and_swap(&value, -7, 8) && __sync_lock_test_and_set(&value, 1) == 8);
	return 0;
}

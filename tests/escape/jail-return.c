/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit is taken back, and replaced, while a call out of it is still under way.
 * The return finds what is there now: another unit's bundle, or memory that cannot
 * be executed.  Bits of the old unit are of no use: the address is clamped.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; manifest "Jail = 1"
 * RUN: expect 139 run; report state; report fault what
 * OUT: another unit
 * OUT: fault
 * OUT: jump to memory that is not executable
 */
#include "check.h"

#define PAGE 4096
typedef int64_t function(void (*)(void));

/* A call of rdi at the end of a bundle; behind it: mov $value, %eax; the return of R07. */
static void make_caller(char *page, uint8_t value)
{
	static const uint8_t code[64] = {
		[0 ... 26] = 0x90, 0x83, 0xE7, 0xE0, 0xFF, 0xD7, /* and $-32, %edi; call *%rdi */
		0xB8, 0, 0, 0, 0, 0x41, 0x5B, 0x41, 0x83, 0xE3, 0xE0, 0x41, 0x53, 0xC3, [46 ... 63] = 0xF4,
	};

	for (int i = 0; i < PAGE; i++)
		page[i] = i < 64 ? (char)code[i] : (char)0xF4;
	page[33] = (char)value;
}

static char *unit;

static void replace_it(void)
{
	CHECK(zvm_unjail(unit, PAGE), 0);
	make_caller(unit, 2);
	/* Now data; what R07 would return to if it did not look anew. */
	CHECK(zvm_jail(unit, PAGE), 0);
}

static void remove_it(void)
{
	CHECK(zvm_unjail(unit, PAGE), 0);
	unit[32] = 0x0F; /* syscall */
	unit[33] = 0x05;
}

void _start(void)
{
	function *volatile f;

	unit = heap();
	make_caller(unit, 1);
	CHECK(zvm_jail(unit, PAGE), 0);
	f = (function *)(uintptr_t)unit;
	CHECK(f(replace_it), 2);
	print("another unit\n");
	f(remove_it);
	zvm_exit(1);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jail and unjail: whole heap pages, exact units, validated, never writable and
 * executable at once.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile
 * RUN: printf 'new data' >in; manifest "Jail = 1" "Channel = $T/in, /dev/in, 3, 0, 999, 9999, 0, 0"
 * RUN: run; report validator rule
 * OUT: ok
 * OUT: R08
 */
#include "check.h"

#define PAGE 4096
typedef int64_t function(void);

/* mov $value, %eax ; the return of rule R07; the rest of the page hlt */
static void make_function(char *page, uint8_t value)
{
	static const uint8_t code[32] = {
		0xB8, 0, 0, 0, 0, 0x41, 0x5B, 0x41, 0x83, 0xE3, 0xE0, 0x41, 0x53, 0xC3,
		0xF4, 0xF4, 0xF4, 0xF4, 0xF4, 0xF4, 0xF4, 0xF4, 0xF4, 0xF4, 0xF4, 0xF4,
		0xF4, 0xF4, 0xF4, 0xF4, 0xF4, 0xF4,
	};

	for (int i = 0; i < PAGE; i++)
		page[i] = (char)0xF4;
	for (unsigned i = 0; i < sizeof code; i++)
		page[i] = (char)code[i];
	page[1] = (char)value;
}

static int64_t call(char *page)
{
	function *volatile f = (function *)(uintptr_t)page;

	return f();
}

static void ranges(char *p)
{
	const struct zvm_session *s = zvm_session();

	CHECK(zvm_jail(p + 32, PAGE), -ZVM_EINVAL);
	CHECK(zvm_jail(p, 32), -ZVM_EINVAL);
	CHECK(zvm_jail(p, 0), -ZVM_EINVAL);
	CHECK(zvm_jail(p - PAGE, PAGE), -ZVM_EINVAL);
	CHECK(zvm_jail((void *)(s->heap_end - PAGE), 2 * PAGE), -ZVM_EINVAL);
	CHECK(zvm_jail((void *)(s->heap_end), PAGE), -ZVM_EINVAL);
	CHECK(zvm_jail((void *)ZVM_TEXT, PAGE), -ZVM_EINVAL);
	CHECK(zvm_jail((void *)ZVM_GATE, PAGE), -ZVM_EINVAL);
	CHECK(zvm_jail((void *)s->stack_start, PAGE), -ZVM_EINVAL);
	CHECK(zvm_jail((void *)(ZVM_TOP + (uint64_t)p), PAGE), -ZVM_EINVAL);
	CHECK(zvm_jail(p, ZVM_TOP), -ZVM_EINVAL);
	CHECK(zvm_jail(p, ZVM_TOP + PAGE), -ZVM_EINVAL);
	CHECK(zvm_jail(p, (uint64_t)-PAGE), -ZVM_EINVAL);
}

static void units(char *p)
{
	make_function(p, 1);
	make_function(p + PAGE, 2);
	make_function(p + 2 * PAGE, 3);
	CHECK(zvm_jail(p, 2 * PAGE), 0);
	CHECK(call(p), 1);
	CHECK(call(p + PAGE), 2);
	/* overlaps */
	CHECK(zvm_jail(p, PAGE), -ZVM_EBUSY);
	CHECK(zvm_jail(p, 2 * PAGE), -ZVM_EBUSY);
	CHECK(zvm_jail(p + PAGE, 2 * PAGE), -ZVM_EBUSY);
	CHECK(zvm_jail(p, 3 * PAGE), -ZVM_EBUSY);
	/* nothing but exactly the unit */
	CHECK(zvm_unjail(p, PAGE), -ZVM_EINVAL);
	CHECK(zvm_unjail(p + PAGE, PAGE), -ZVM_EINVAL);
	CHECK(zvm_unjail(p, 3 * PAGE), -ZVM_EINVAL);
	CHECK(zvm_unjail(p + 2 * PAGE, PAGE), -ZVM_EINVAL);
	/* neighbours are units of their own */
	CHECK(zvm_jail(p + 2 * PAGE, PAGE), 0);
	CHECK(zvm_unjail(p, 3 * PAGE), -ZVM_EINVAL);
	CHECK(call(p + 2 * PAGE), 3);
	CHECK(zvm_unjail(p, 2 * PAGE), 0);
	CHECK(zvm_unjail(p, 2 * PAGE), -ZVM_EINVAL);
	CHECK(call(p + 2 * PAGE), 3);
	make_function(p, 4);
	CHECK(zvm_jail(p, PAGE), 0);
	CHECK(call(p), 4);
	CHECK(zvm_unjail(p, PAGE), 0);
	CHECK(zvm_unjail(p + 2 * PAGE, PAGE), 0);
}

/* The host does not write for the guest what the guest may not. */
static void reads(char *p, int32_t in)
{
	make_function(p + PAGE, 5);
	CHECK(zvm_jail(p + PAGE, PAGE), 0);
	CHECK(zvm_pread(in, p + PAGE, 8, 0), -ZVM_EFAULT);
	CHECK(zvm_pread(in, p + PAGE - 4, 8, 0), -ZVM_EFAULT);
	CHECK(zvm_pread(in, p + 2 * PAGE - 4, 8, 0), -ZVM_EFAULT);
	CHECK(zvm_pread(in, p, 8 * PAGE, 0), -ZVM_EFAULT);
	CHECK(zvm_pread(in, p + PAGE - 8, 8, 0), 8);
	CHECK(zvm_pread(in, p + 2 * PAGE, 8, 0), 8);
	CHECK(call(p + PAGE), 5);
	CHECK(zvm_unjail(p + PAGE, PAGE), 0);
	CHECK(zvm_pread(in, p + PAGE, 8, 0), 8);
}

/* Refused code stays data that the guest can go on writing. */
static void refused(char *p)
{
	make_function(p, 6);
	p[64] = 0x0F; /* syscall */
	p[65] = 0x05;
	CHECK(zvm_jail(p, PAGE), -ZVM_EPERM);
	CHECK(zvm_unjail(p, PAGE), -ZVM_EINVAL);
	make_function(p, 7);
	CHECK(zvm_jail(p, PAGE), 0);
	CHECK(call(p), 7);
	CHECK(zvm_unjail(p, PAGE), 0);
}

void _start(void)
{
	char *p = heap();

	ranges(p);
	units(p);
	reads(p, channel("/dev/in"));
	refused(p);
	print("ok\n");
	zvm_exit(0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What jail does not look at it does not open: pages beside the unit, the heap's
 * last page, a unit full of what ends nowhere; and a unit is readable, never
 * writable, for the host too.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; printf 0123456789 >in
 * RUN: manifest "Jail = 1" "Channel = $T/in, /dev/in, 3, 0, 999, 9999, 0, 0"; expect 139 run; report fault what
 * OUT: ok
 * OUT: write to memory that is not writable
 */
#include "check.h"

#define PAGE 4096

static void fill(char *page, char with)
{
	for (int i = 0; i < PAGE; i++)
		page[i] = with;
}

void _start(void)
{
	const struct zvm_session *s = zvm_session();
	char *last = (char *)(uintptr_t)(s->heap_end - PAGE), *page = heap();
	int32_t in = channel("/dev/in");

	/* No instruction runs off the end: nops up to it lead to the next page, which has no access. */
	fill(last, (char)0x90);
	CHECK(zvm_jail(last, PAGE), 0);
	CHECK(zvm_jail(last, PAGE), -ZVM_EBUSY);
	/* An instruction that needs the next page's bytes, and a rip-relative one that reads beyond the heap. */
	fill(page, (char)0x90);
	page[PAGE - 1] = (char)0xE9;
	CHECK(zvm_jail(page, PAGE), -ZVM_EPERM);
	page[PAGE - 1] = (char)0x67;
	CHECK(zvm_jail(page, PAGE), -ZVM_EPERM);
	page[PAGE - 1] = (char)0x0F;
	CHECK(zvm_jail(page, PAGE), -ZVM_EPERM);
	/* The host does not write where the guest may not, not even by one byte. */
	fill(page, (char)0x90);
	CHECK(zvm_jail(page, PAGE), 0);
	CHECK(zvm_pread(in, page + PAGE - 1, 1, 0), -ZVM_EFAULT);
	CHECK(zvm_pread(in, page + PAGE - 1, 2, 0), -ZVM_EFAULT);
	CHECK(zvm_pread(in, page + PAGE, 2, 0), 2);
	CHECK(zvm_pread(in, page - 1, 1, 0) == 1 || zvm_pread(in, page - 1, 1, 0) == -ZVM_EFAULT, true);
	CHECK(zvm_pread(in, page - 1, 2, 0), -ZVM_EFAULT);
	CHECK(zvm_pread(in, last - 1, 2, 0), -ZVM_EFAULT);
	CHECK(zvm_pwrite(1, page, 0, 0), 0);
	CHECK(zvm_unjail(page, 2 * PAGE), -ZVM_EINVAL);
	CHECK(zvm_unjail(page + (1ULL << 32), PAGE), -ZVM_EINVAL);
	CHECK(zvm_unjail(page, PAGE + (1ULL << 44)), -ZVM_EINVAL);
	print("ok\n");
	*(volatile char *)page = 0;
	zvm_exit(1);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every second page of a large heap as a unit of its own, until the kernel has no
 * more mappings to give.  Calls then fail, whatever was half done is undone, and
 * all comes back when units are taken back.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; manifest "Jail = 1" "Memory = 1073741824, 0"
 * RUN: expect 0 run
 * OUT: refused at last: yes
 * OUT: ok
 * TIMEOUT: 120
 */
#include "check.h"

#define PAGE 4096
#define ZVM_ENOMEM 12

static char *page_of(int64_t i)
{
	return heap() + 2 * PAGE * i;
}

static void fill(char *page)
{
	for (int i = 0; i < PAGE; i++)
		page[i] = (char)0xF4;
}

void _start(void)
{
	int64_t count = 0, most = (int64_t)(zvm_session()->heap_end - zvm_session()->heap_start) / (2 * PAGE) - 2, result = 0;

	for (; count < most && result == 0; count++) {
		fill(page_of(count));
		result = zvm_jail(page_of(count), PAGE);
	}
	print("refused at last: ");
	print(result == -ZVM_ENOMEM ? "yes\n" : result == 0 ? "no\n" : "with another error\n");
	count -= result != 0;
	/* Refused pages are ordinary memory as before; a bad page is still told as such. */
	fill(page_of(count));
	page_of(count)[0] = (char)0xC3;
	result = zvm_jail(page_of(count), 2 * PAGE);
	CHECK(result == -ZVM_EPERM || result == -ZVM_ENOMEM, true);
	page_of(count)[1] = 1;
	for (int64_t i = 0; i < count; i++)
		CHECK(zvm_unjail(page_of(i), PAGE), 0);
	for (int64_t i = 0; i < count; i += 1000)
		page_of(i)[0] = 1;
	fill(page_of(0));
	CHECK(zvm_jail(page_of(0), PAGE), 0);
	print("ok\n");
	zvm_exit(0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing: quotas, positions, the file that is left.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile
 * RUN: printf 'longer than what is written' >new; printf 0123456789 >random; printf abc >append; printf longer-than-5 >small
 * RUN: manifest "Channel = $T/new, /dev/new, 0, 0, 0, 0, 9, 10" \
 * RUN:     "Channel = $T/made, /dev/made, 0, 0, 0, 0, 2, 10" \
 * RUN:     "Channel = $T/random, /dev/random, 3, 0, 9, 99, 9, 8" \
 * RUN:     "Channel = $T/append, /dev/append, 1, 0, 9, 99, 9, 99" \
 * RUN:     "Channel = $T/small, /dev/small, 2, 0, 0, 0, 9, 5"
 * RUN: run; for f in new made random append small; do cat $f; echo; done
 * OUT: ok
 * OUT: onetwothre
 * OUT: ab
 * OUT: 0XY345678Zend
 * OUT: abcdef
 * OUT: 1234
 */
#include "check.h"

static char buffer[64];

static void sequential(int32_t ch)
{
	CHECK(zvm_pwrite(ch, "one", 3, 77), 3);
	CHECK(zvm_pwrite(ch, "", 0, 0), 0);
	CHECK(zvm_pwrite(ch, "two", 3, -1), 3);
	CHECK(zvm_pwrite(ch, "three", 5, 0), 4);
	CHECK(zvm_pwrite(ch, "four", 4, 0), -ZVM_EDQUOT);
	CHECK(zvm_pwrite(ch, "", 0, 0), 0);
	CHECK(zvm_pread(ch, buffer, 1, 0), -ZVM_EBADF);
}

static void calls(int32_t ch)
{
	CHECK(zvm_pwrite(ch, "a", 1, 0), 1);
	CHECK(zvm_pwrite(ch, "b", 1, 0), 1);
	CHECK(zvm_pwrite(ch, "c", 1, 0), -ZVM_EDQUOT);
}

static void random_access(int32_t ch)
{
	CHECK(zvm_pwrite(ch, "XY", 2, 1), 2);
	CHECK(zvm_pwrite(ch, "Z", 1, -1), -ZVM_EINVAL);
	CHECK(zvm_pwrite(ch, "Z", 1, 18), -ZVM_EINVAL); /* ten bytes and the quota */
	CHECK(zvm_pwrite(ch, "Z", 1, INT64_MAX), -ZVM_EINVAL);
	CHECK(zvm_pwrite(ch, "Z", 1, 9), 1);
	CHECK(zvm_pread(ch, buffer, 3, 0), 3);
	CHECK(equal(buffer, "0XY", 3), true);
	CHECK(zvm_pwrite(ch, "end", 3, 10), 3);
	CHECK(zvm_pread(ch, buffer, 64, 0), 13);
}

static void append(int32_t ch)
{
	CHECK(zvm_pwrite(ch, "de", 2, 0), 2);
	CHECK(zvm_pread(ch, buffer, 64, 0), 5);
	CHECK(zvm_pwrite(ch, "f", 1, 0), 1);
	CHECK(zvm_pread(ch, buffer, 64, 4), 2);
	CHECK(equal(buffer, "ef", 2), true);
}

/* The quota counts bytes, and no byte may lie beyond it either. */
static void small(int32_t ch)
{
	CHECK(zvm_pwrite(ch, "1", 1, 5), -ZVM_EINVAL);
	CHECK(zvm_pwrite(ch, "34", 2, 2), 2);
	CHECK(zvm_pwrite(ch, "12", 2, 0), 2);
}

void _start(void)
{
	sequential(channel("/dev/new"));
	calls(channel("/dev/made"));
	random_access(channel("/dev/random"));
	append(channel("/dev/append"));
	small(channel("/dev/small"));
	CHECK(zvm_pwrite(0, "x", 1, 0), -ZVM_EBADF);
	print("ok\n");
	zvm_exit(0);
}

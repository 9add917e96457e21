/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Offsets at the end of all numbers: a device without positions is given none, so
 * nothing is added to what the guest says; a file takes what its quota reaches.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; : >file
 * RUN: manifest "Channel = /dev/null, /dev/hole, 3, 0, 9999999, 9999999999, 9999999, 9223372036854775807" "Channel = $T/file, /dev/file, 3, 0, 999, 9223372036854775807, 999, 9223372036854775807"
 * RUN: run; wc -c <file
 * OUT: ok
 * OUT: 3
 */
#include "check.h"

#define LARGEST INT64_MAX

void _start(void)
{
	int32_t hole = channel("/dev/hole"), file = channel("/dev/file");
	uint64_t size = 3 << 20;

	CHECK(zvm_pwrite(hole, heap(), size, LARGEST), (int64_t)size);
	CHECK(zvm_pwrite(hole, heap(), size, LARGEST - 1), (int64_t)size);
	CHECK(zvm_pread(hole, heap(), size, LARGEST), 0);
	CHECK(zvm_pwrite(file, heap(), 1, -1), -ZVM_EINVAL);
	CHECK(zvm_pwrite(file, heap(), 1, LARGEST), -ZVM_EINVAL);
	CHECK(zvm_pwrite(file, heap(), size, LARGEST - 1), -ZVM_EIO);
	CHECK(zvm_pread(file, heap(), size, LARGEST), 0);
	CHECK(zvm_pwrite(file, heap(), 3, 0), 3);
	print("ok\n");
	zvm_exit(0);
}

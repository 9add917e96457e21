/* SPDX-License-Identifier: Apache-2.0 */
/*
 * --preallocate: the quota's disk space is there before the guest starts, or the
 * session does not start and the file keeps what it had.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; echo old >out
 * RUN: manifest "Channel = $T/out, /dev/out, 0, 0, 0, 0, 9, 1048576"; run --preallocate; stat -c %s out
 * RUN: echo old >out; manifest "Channel = $T/out, /dev/out, 0, 0, 0, 0, 9, 9223372036854775807"
 * RUN: expect 125 run --preallocate; report state; cat out
 * OUT: 3
 * OUT: channel
 * OUT: old
 */
#include "guest.inc"
_start:
	mov $3, %edi
	mov $ZVM_TEXT, %esi
	mov $3, %edx
	zcall ZVM_CALL_PWRITE
	exit 0

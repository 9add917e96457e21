/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing comes back from a runtime call in any vector register, upper halves
 * included, nor is anything there at the first instruction.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest; expect 0 run
 * NEEDS: avx2
 */
#include "guest.inc"
	/* Ends with `code` unless all sixteen are zero. */
	.macro all_zero code
	.irp n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	vpor %ymm\n, %ymm0, %ymm0
	.endr
	vptest %ymm0, %ymm0
	jz 1f
	nop
	exit \code
1:	nop
	.endm
_start:
	all_zero 1
	.irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	vpcmpeqd %ymm\n, %ymm\n, %ymm\n
	.endr
	mov $0, %edi
	mov $ZVM_THREAD, %esi
	mov $8, %edx
	zcall ZVM_CALL_PREAD
	all_zero 2
	.irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	vpcmpeqd %ymm\n, %ymm\n, %ymm\n
	.endr
	mov $77, %edi /* no such channel: the shortest way */
	zcall ZVM_CALL_PWRITE
	all_zero 3
	exit 0

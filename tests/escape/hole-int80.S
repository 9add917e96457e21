/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outer wall also stands at the 32-bit door: exit (1) by int 0x80 from a
 * planted validator hole.  Kernels without that door fault instead.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest; ulimit -c 0
 * RUN: ZEROVM=$BUILD/host/tests/loader/zerovm-hole
 * RUN: status=0; run || status=$?; [ $status = 159 ] || [ $status = 139 ]
 */
#include "guest.inc"
_start:
	mov $1, %eax
	mov $42, %ebx
	int $0x80
	exit 42

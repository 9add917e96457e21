/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plain return to wherever the stack says.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R07
 */
#include "guest.inc"
_start:
	movl $0x20000, (%esp)
	ret
	exit 42

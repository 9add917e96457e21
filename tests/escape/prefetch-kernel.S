/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Even a prefetch names memory.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R03
 */
#include "guest.inc"
_start:
	prefetcht0 (%rax)
	exit 42

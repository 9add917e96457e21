/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A load from the kernel's half by a negative displacement.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R03
 */
#include "guest.inc"
_start:
	mov -4096(%rsp), %rcx
	exit 42

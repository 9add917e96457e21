/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pop %rsp takes 64 bits from memory.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R04
 */
#include "guest.inc"
_start:
	pop %rsp
	exit 42

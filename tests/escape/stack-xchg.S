/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any other way to write rsp.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R04
 */
#include "guest.inc"
_start:
	xchg %rax, %rsp
	exit 42

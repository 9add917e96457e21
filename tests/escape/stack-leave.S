/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leave copies 64 bits of rbp.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R04
 */
#include "guest.inc"
_start:
	leave
	exit 42

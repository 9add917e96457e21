/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A far jump into 32-bit mode.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R08
 */
#include "guest.inc"
_start:
	ljmp *(%esp)
	exit 42

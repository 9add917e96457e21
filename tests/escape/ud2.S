/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ud2 in the text.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 132 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGILL
 * OUT: illegal instruction
 */
#include "guest.inc"
_start:
	ud2
	exit 42

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hlt in the text.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: hlt or another privileged instruction
 */
#include "guest.inc"
_start:
	hlt
	exit 42

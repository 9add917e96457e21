/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An access that straddles 4 GiB.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: read from memory that is not readable
 */
#include "guest.inc"
_start:
	mov $0xFFFFFFFC, %eax
	mov (%eax), %rcx
	exit 42

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last page below 4 GiB is never mapped.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: read from memory that is not readable
 */
#include "guest.inc"
_start:
	mov $0xFFFFFFF8, %eax
	mov (%eax), %rcx
	exit 42

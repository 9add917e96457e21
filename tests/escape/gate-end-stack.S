/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stack pointer one slot below 4 GiB.
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
	mov %eax, %esp
	jmp ZVM_GATE + 32 * ZVM_CALL_PWRITE
	exit 42

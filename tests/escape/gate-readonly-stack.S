/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same with a stack in the program's text.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: write to memory that is not writable
 */
#include "guest.inc"
_start:
	mov $ZVM_TEXT + 64, %eax
	mov %eax, %esp
	jmp ZVM_GATE + 32 * ZVM_CALL_PREAD
	exit 42

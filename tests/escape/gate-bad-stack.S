/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A runtime call with a stack pointer that is no memory is the guest's fault.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: read from memory that is not readable
 */
#include "guest.inc"
_start:
	mov $0x100, %eax
	mov %eax, %esp
	jmp ZVM_GATE + 32 * ZVM_CALL_PREAD
	exit 42

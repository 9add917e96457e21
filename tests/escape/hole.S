/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outer wall.  With a planted validator hole, every system call that the
 * session does not need kills the process.  The numbers that are left: read, write,
 * poll, rt_sigreturn, pread64, pwrite64, ftruncate, getrusage, clock_gettime,
 * exit_group; with Jail mprotect, of which only three forms live.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; hole=$BUILD/host/tests/loader/zerovm-hole
 * RUN: manifest "Channel = $T/call, /dev/call, 0, 0, 99, 99, 0, 0"
 * RUN: python3 "$D/hole_syscalls.py" $hole
 * RUN: manifest "Jail = 1" "Channel = $T/call, /dev/call, 0, 0, 99, 99, 0, 0"
 * RUN: python3 "$D/hole_syscalls.py" $hole mprotect
 * TIMEOUT: 300
 * OUT-FILE: hole.expected
 */
#include "guest.inc"
_start:
	mov $3, %edi
	mov $ZVM_THREAD, %esi
	mov $56, %edx
	xor %ecx, %ecx
	zcall ZVM_CALL_PREAD
	mov $ZVM_THREAD, %ebx
	mov (%rbx), %rax
	mov 8(%rbx), %rdi
	mov 16(%rbx), %rsi
	mov 24(%rbx), %rdx
	mov 32(%rbx), %r10
	mov 40(%rbx), %r8
	mov 48(%rbx), %r9
	syscall
	exit 42

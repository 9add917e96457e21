/* SPDX-License-Identifier: Apache-2.0 */
/*
 * With Jail the filter leaves mprotect on guest pages.  A planted validator hole cannot
 * make gate, session block or text writable with it, where the kernel has mseal
 * (Linux 6.10); the heap it may change.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; ZEROVM=$BUILD/host/tests/loader/zerovm-hole
 * RUN: manifest "Jail = 1"; got=0; run || got=$?
 * RUN: python3 -c 'import ctypes; libc = ctypes.CDLL(None, use_errno=True); libc.syscall(462, 0, 0, 0); exit(ctypes.get_errno() == 38)' || got=8
 * RUN: echo $got
 * OUT: 8
 */
#include "guest.inc"
	.macro try address
	mov $10, %eax /* mprotect */
	mov $\address, %edi
	mov $4096, %esi
	mov $3, %edx
	syscall
	cmp $-1, %rax /* -EPERM */
	jne bad
	.endm
_start:
	try ZVM_GATE
	try ZVM_SESSION
	try ZVM_TEXT
	mov $10, %eax
	mov $ZVM_TEXT + 0x100000, %edi
	mov $4096, %esi
	mov $3, %edx
	syscall
	test %rax, %rax
	jne bad
	exit 8
bad:
	exit 9

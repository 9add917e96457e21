/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pread over the caller's own return address: the host masks what is there after
 * its last write, so that the guest comes back somewhere in its own text.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble
 * RUN: printf '\x1f\x00\x03\x00\x12\x34\x56\x78' >address
 * RUN: manifest "Channel = $T/address, /dev/address, 3, 0, 9, 99, 0, 0"; expect 7 run
 */
#include "guest.inc"
_start:
	mov $3, %edi
	lea -8(%esp), %esi
	mov $8, %edx
	xor %ecx, %ecx
	zcall ZVM_CALL_PREAD
	exit 1
	.org _start + 0x10000, 0xF4
	nop
	exit 7

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's thread area.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R08
 */
#include "guest.inc"
_start:
	mov %fs:0, %rax
	exit 42

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct call into the middle of a gate slot.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R05
 */
#include "guest.inc"
_start:
	call ZVM_GATE + 5
	exit 42

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct call behind the last slot.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R05
 */
#include "guest.inc"
_start:
	call ZVM_GATE + 7 * ZVM_SLOT + 1
	exit 42

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The other 32-bit door.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R08
 */
#include "guest.inc"
_start:
	sysenter
	exit 42

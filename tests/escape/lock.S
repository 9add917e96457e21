/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A locked instruction, which can slow every tenant.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R02
 */
#include "guest.inc"
_start:
	lock
	incl (%eax)
	exit 42

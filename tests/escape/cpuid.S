/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine's identity.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R09
 */
#include "guest.inc"
_start:
	cpuid
	exit 42

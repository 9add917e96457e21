/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random numbers of the machine.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R09
 */
#include "guest.inc"
_start:
	rdrand %eax
	exit 42

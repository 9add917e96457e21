/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wall behind rule R09: with a planted validator hole, the clock still faults, as the
 * loader has taken it from the process.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; ZEROVM=$BUILD/host/tests/loader/zerovm-hole
 * RUN: manifest; expect 139 run; report state; report fault signal; report fault ip
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: 0x20000
 */
#include "guest.inc"
_start:
	rdtsc
	exit 42

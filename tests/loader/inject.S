/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fault injection: each call to the host fails in turn.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble
 * RUN: manifest "Jail = 1" "Memory = 67108864, 1" "Channel = $T/out, /dev/out, 0, 1, 0, 0, 9, 99"
 * RUN: python3 "$D/inject.py" $BUILD/host/tests/loader/zerovm-inject
 * NEEDS: root
 * TIMEOUT: 200
 * OUT: 0 problems
 */
#include "guest.inc"
_start:
	nop
	exit 42

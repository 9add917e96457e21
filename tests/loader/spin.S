/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that spins ends at its timeout, and by then has used the processor.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest "Timeout = 1"
 * RUN: expect 124 run; report state; [ $(report time wall_ns) -gt 900000000 ]
 * RUN: [ $(report time wall_ns) -lt 4000000000 ]
 * RUN: manifest "CpuTime = 1"; expect 124 run; report state
 * OUT: timeout
 * OUT: cpu-limit
 */
#include "guest.inc"
_start:
	jmp _start

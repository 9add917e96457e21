/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that spins ends at its timeout, and by then has used the processor; a limit's
 * signal that somebody sends is no limit.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest "Timeout = 1"
 * RUN: expect 124 run; report state; [ $(report time wall_ns) -gt 900000000 ]
 * RUN: [ $(report time wall_ns) -lt 4000000000 ]
 * RUN: manifest "CpuTime = 1"; expect 124 run; report state
 * RUN: manifest; for signal in ALRM XCPU SEGV SYS; do rm -f report; zerovm --exit-status --report report manifest 2>/dev/null & p=$!
 * RUN:   until grep -qs killed report; do sleep 0.05; done; kill -$signal $p; expect $((128 + $(kill -l $signal))) wait $p; report state; done
 * OUT: timeout
 * OUT: cpu-limit
 * OUT: interrupted
 * OUT: interrupted
 * OUT: interrupted
 * OUT: interrupted
 */
#include "guest.inc"
_start:
	jmp _start

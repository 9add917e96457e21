/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session that does not start destroys nothing: files to be written keep their
 * contents, whatever the reason.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble
 * RUN: echo precious >out; lines=("Channel = $T/out, /dev/out, 0, 0, 0, 0, 9, 99")
 * RUN: manifest "${lines[@]}"; expect 126 run; report state; cat out
 * RUN: manifest "${lines[@]}" "Program = missing"; expect 127 run; report state; cat out
 * RUN: manifest "${lines[@]}" "Memory = 4096, 0"; expect 125 run; report state; cat out
 * RUN: manifest "${lines[@]}" "Channel = $T/none, /dev/in, 0, 0, 9, 9, 0, 0"; expect 125 run; report state; cat out
 * RUN: assemble "$D/spin.S"; manifest "${lines[@]}"; FAIL=mprotect:1 ZEROVM=$BUILD/host/tests/loader/zerovm-inject expect 125 run; cat out
 * RUN: manifest "${lines[@]}" "Timeout = 1"; expect 124 run; wc -c <out
 * OUT: rejected
 * OUT: precious
 * OUT: no-program
 * OUT: precious
 * OUT: no-memory
 * OUT: precious
 * OUT: channel
 * OUT: precious
 * OUT: precious
 * OUT: 0
 */
#include "guest.inc"
_start:
	syscall

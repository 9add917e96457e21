/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deaths that nobody can catch leave a report all the same: a system call that the
 * filter forbids (with a planted validator hole) and SIGKILL.  What a session says at its
 * end replaces it; a report that is no empty file of its own is left alone.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest; hole=$BUILD/host/tests/loader/zerovm-hole
 * RUN: expect 159 $hole --exit-status --report report manifest; report state; report exit_status; report guest_code
 * RUN: expect 159 $hole --report report --report-format lines manifest; sed -n 6p report
 * RUN: echo before >log; expect 159 $hole --report fd:7 manifest 7>>log; cat log
 * RUN: assemble "$D/spin.S"; rm report; zerovm --report report manifest & p=$!; until grep -qs killed report; do sleep 0.05; done
 * RUN: kill -KILL $p; expect 137 wait $p; report state
 * RUN: manifest "Timeout = 1"; expect 124 run; report state; tail -c 2 report
 * OUT: killed
 * OUT: 137
 * OUT: None
 * OUT: the session was killed: by the filter, for lack of memory, or from outside
 * OUT: before
 * OUT: killed
 * OUT: timeout
 * OUT: }
 */
#include "guest.inc"
_start:
	mov $39, %eax /* getpid */
	syscall
	exit 42

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Channels to other instances: a chain of three, over unix sockets, TCP and a FIFO,
 * started in any order; what comes out is what went in.  copy.c copies /dev/in to
 * /dev/out.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; seq 1 300000 >in; mkfifo pipe
 * RUN: big=9999999999; port=$((20000 + RANDOM % 20000))
 * RUN: manifest "Channel = $T/in, /dev/in, 0, 1, $big, $big, 0, 0" "Channel = unix:$T/socket, /dev/out, 0, 1, 0, 0, $big, $big"; mv manifest a
 * RUN: manifest "Channel = unix:$T/socket, /dev/in, 0, 1, $big, $big, 0, 0" "Channel = tcp:127.0.0.1:$port, /dev/out, 0, 1, 0, 0, $big, $big"; mv manifest b
 * RUN: manifest "Channel = tcp:127.0.0.1:$port, /dev/in, 0, 1, $big, $big, 0, 0" "Channel = $T/pipe, /dev/out, 0, 1, 0, 0, $big, $big"; mv manifest c
 * RUN: manifest "Channel = $T/pipe, /dev/in, 0, 1, $big, $big, 0, 0" "Channel = $T/out, /dev/out, 0, 1, 0, 0, $big, $big"; mv manifest d
 * RUN: for order in "a b c d" "d c b a" "c a d b"; do
 * RUN:   pids=; for m in $order; do zerovm --exit-status --report report.$m $m & pids="$pids $!"; sleep 0.05; done
 * RUN:   for p in $pids; do expect 0 wait $p; done; cmp in out; rm out; [ ! -e socket ]
 * RUN:   [ $(cat report.? | grep -oE '"digest": "[0-9a-f]{64}"' | sort -u | wc -l) = 1 ]
 * RUN: done
 * RUN: cp report.b report; report channels /dev/in network
 * OUT: True
 */
#include "check.h"

void _start(void)
{
	int32_t in = channel("/dev/in"), out = channel("/dev/out");
	int64_t n;

	while ((n = zvm_pread(in, heap(), 100003, 0)) > 0)
		CHECK(zvm_pwrite(out, heap(), (uint64_t)n, 0), n);
	zvm_exit((int32_t)-n);
}

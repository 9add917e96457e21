/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The other instance vanishes, is no zerovm, or its session fails: an error long
 * before the timeout, on both sides.  The guest reads everything, or writes without
 * end if there is a channel /dev/out.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile
 * RUN: manifest "Channel = unix:$T/socket, /dev/in, 0, 0, 9999, 9999999, 0, 0"; mv manifest reader
 * RUN: for how in vanish cut corrupt frame wrong plain-cut; do
 * RUN:   zerovm --exit-status --report report reader 2>/dev/null & p=$!
 * RUN:   python3 "$D/peer.py" $how; expect 125 wait $p; echo $how: $(report state): $(report message | sed 's#.*: ##; s# (.*##')
 * RUN: done
 * RUN: zerovm --exit-status --report report reader & p=$!; python3 "$D/peer.py" stranger; python3 "$D/peer.py" good; wait $p; report state
 * RUN: zerovm --exit-status --report report reader & p=$!; python3 "$D/peer.py" plain-good; wait $p; report state
 * RUN: manifest "Channel = unix:$T/socket, /dev/out, 0, 0, 0, 0, 999999999, 999999999999"; mv manifest writer; sed "/out/s/0, 0, 0, 0/0, 1, 0, 0/" writer >writer.digest
 * RUN: python3 "$D/peer.py" read-digest & q=$!; expect 125 zerovm --exit-status --report report writer.digest 2>/dev/null; wait $q
 * RUN: for how in read-little read-refuse; do
 * RUN:   python3 "$D/peer.py" $how & q=$!; expect 125 zerovm --exit-status --report report writer 2>/dev/null
 * RUN:   wait $q; echo $how: $(report state)
 * RUN: done
 * RUN: manifest "Channel = unix:$T/socket, /dev/in, 0, 0, 99999999, 99999999999, 0, 0"; mv manifest reader
 * RUN: manifest "Timeout = 2" "Channel = unix:$T/socket, /dev/out, 0, 0, 0, 0, 999999999, 999999999999"; mv manifest writer
 * RUN: zerovm --exit-status --report report.r reader 2>/dev/null & p=$!; expect 124 zerovm --exit-status --report report writer 2>/dev/null
 * RUN: expect 125 wait $p; cp report.r report; echo failed writer: $(report state)
 * TIMEOUT: 100
 * OUT: vanish: peer: the other instance vanished before the end of the data
 * OUT: cut: peer: the other instance vanished before the end of the data
 * OUT: corrupt: peer: the digest at the end of the data is wrong
 * OUT: frame: peer: the other side is no zerovm, or out of step
 * OUT: wrong: peer: the other instance vanished before the end of the data
 * OUT: plain-cut: peer: the other instance vanished before the end of the data
 * OUT: ok
 * OUT: ok
 * OUT: read-little: peer
 * OUT: read-refuse: peer
 * OUT: failed writer: peer
 */
#include "check.h"

void _start(void)
{
	const struct zvm_channel *c = (const struct zvm_channel *)zvm_session()->channels;

	if (c[3].limits[ZVM_LIMIT_PUTS])
		while (zvm_pwrite(3, heap(), 100000, 0) > 0)
			;
	else
		while (zvm_pread(3, heap(), 100000, 0) > 0)
			;
	zvm_exit(0);
}

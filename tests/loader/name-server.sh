#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Instances find each other by number through a name server, in a ring.
#
# RUN: . "$SRC/tests/loader/lib.sh"; compile "$D/ring.c"
# RUN: python3 "$D/name_server.py" 3 >port & until [ -s port ]; do sleep 0.02; done; big=999999
# RUN: for i in 1 2 3; do
# RUN:   manifest "NameServer = udp:127.0.0.1:$(cat port)" "Node = $i" "Channel = tcp:$((i % 3 + 1)):0, /dev/out, 0, 1, 0, 0, $big, $big" \
# RUN:     "Channel = tcp:$(((i + 1) % 3 + 1)):0, /dev/in, 0, 1, $big, $big, 0, 0"
# RUN:   mv manifest m.$i; zerovm --exit-status --report report.$i m.$i & pids="${pids:-} $!"
# RUN: done; for p in $pids; do expect 0 wait $p; done
# RUN: cat report.? | grep -c '"get_bytes": 600000'
# RUN: expect 125 zerovm --exit-status --report report m.1 2>/dev/null; report message
# OUT: 3
# OUT: NameServer: no answer, or one of wrong size

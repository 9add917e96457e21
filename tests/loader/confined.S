/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The process while its guest runs, seen from outside: no privileges, no
 * descriptors but its own, no environment, no core, filtered; its relocated constants
 * are read-only.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble "$D/spin.S"
 * RUN: manifest "Channel = /dev/null, /dev/stdout, 0, 0, 0, 0, 9, 9"
 * RUN: exec 7</etc/passwd; SECRET=hunter2 zerovm --report report manifest & p=$!
 * RUN: until grep -q 'Seccomp:.2' /proc/$p/status; do sleep 0.05; done
 * RUN: grep -E '^(Uid|Gid|Groups|Cap(Inh|Prm|Eff|Amb)|NoNewPrivs|Seccomp):' /proc/$p/status | tr -s '\t ' ' ' | sed 's# *$##'
 * RUN: for f in /proc/$p/fd/*; do readlink $f; done | sed "s#$T#T#; s#/pipe.*#pipe#; s#pipe:.*#pipe#" | sort
 * RUN: grep -c hunter2 /proc/$p/environ || true; grep -c manifest /proc/$p/cmdline || true
 * RUN: grep -E 'core file' /proc/$p/limits | tr -s ' ' | sed 's# *$##'
 * RUN: relro=$(readelf -lW "$SDK/bin/zerovm" | awk '/GNU_RELRO/ {print $2}')
 * RUN: grep "^.* $(printf '%08x' $((relro & ~4095))) .*zerovm" /proc/$p/maps | cut -d' ' -f2
 * RUN: kill -TERM $p; wait $p || echo "exit $?"; report state
 * NEEDS: root procfs
 * OUT: Uid: 65534 65534 65534 65534
 * OUT: Gid: 65534 65534 65534 65534
 * OUT: Groups:
 * OUT: CapInh: 0000000000000000
 * OUT: CapPrm: 0000000000000000
 * OUT: CapEff: 0000000000000000
 * OUT: CapAmb: 0000000000000000
 * OUT: NoNewPrivs: 1
 * OUT: Seccomp: 2
 * OUT: /dev/null
 * OUT: /dev/null
 * OUT: T/report
 * OUT: pipe
 * OUT: 0
 * OUT: 0
 * OUT: Max core file size 0 0 bytes
 * OUT: r--p
 * OUT: exit 4
 * OUT: interrupted
 */

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replicated channels: two sources outvote a third, writes go everywhere, and no
 * agreement is an error.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile "$D/copy.c"; seq 1 50000 >a; cp a b; sed s/777/778/ a >c; seq 1 9 >d; b=999999
 * RUN: out="Channel = $T/x;$T/y;$T/z, /dev/out, 0, 0, 0, 0, $b, $b"
 * RUN: for sources in "a;b;c" "c;b;a" "a;c;b" "d;a;b"; do
 * RUN:   manifest "Channel = $T/${sources//;/;$T/}, /dev/in, 0, 0, $b, $b, 0, 0" "$out"; run
 * RUN:   cmp a x; cmp a y; cmp a z; rm x y z
 * RUN: done
 * RUN: manifest "Channel = $T/a;$T/c, /dev/in, 0, 0, $b, $b, 0, 0" "$out"; expect 125 run; report state
 * RUN: report message
 * OUT: io
 * OUT: channel /dev/in: no two of its 2 sources agree
 */

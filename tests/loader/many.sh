#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The largest number of channels runs, one more is refused; too few descriptors are told
# with what to do about it.
#
# RUN: . "$SRC/tests/loader/lib.sh"; compile "$SRC/tests/manifest/exit.c"; manifest
# RUN: for n in $(seq -w 1 10911); do echo "Channel=/dev/null,n$n,0,0,1,1,0,0"; done >>manifest
# RUN: ulimit -n 10950; expect 0 run; report state; grep -c '"alias"' report
# RUN: cp manifest many; echo "Channel=/dev/null,one-more,0,0,1,1,0,0" >>manifest; expect 23 zerovm --report report manifest 2>err; grep -o 'expected at most 10914' err
# RUN: cp many manifest; ulimit -n 500; expect 125 run 2>err; grep -o 'ulimit -n' err
# NEEDS: root
# OUT: ok
# OUT: 10914
# OUT: expected at most 10914
# OUT: ulimit -n

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a report may go, and what it may hold.  It overwrites neither manifest, program
 * nor channel, by whatever name; nothing of an earlier report is left; one that cannot be
 * written is told.  Names out of a manifest make no second line on standard error and
 * give no commands to a terminal.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; manifest "Channel = $T/data, /dev/in, 1, 0, 9, 9, 0, 0"; echo data >data
 * RUN: ln -s manifest link; ln guest hard; sha256sum manifest guest data >sums
 * RUN: for place in manifest link guest hard data; do expect 125 zerovm --exit-status --report $place manifest 2>err; grep -q "^zerovm: --report $place: is .* too, and would overwrite that; choose another file$" err; done
 * RUN: printf wrong >wrong; expect 125 zerovm --exit-status --report wrong wrong 2>err; same wrong "$(cat wrong)"; sha256sum -c --quiet sums
 * RUN: expect 22 zerovm --report out manifest >out 2>err; grep -q 'channel /dev/stdout' err
 * RUN: python3 -c 'print("x" * 9999)' >report; expect 7 run; report state; expect 14 zerovm --report report wrong 2>err; report state
 * RUN: expect 7 zerovm --exit-status --report /dev/full manifest 2>err; cat err; expect 0 zerovm --report /dev/null manifest
 * RUN: expect 5 zerovm --report /dev/full manifest 2>err; cat err
 * RUN: manifest 'Program = no\x1b[2J\x0azerovm: forged\xc2\x9b'; expect 127 run 2>err; cat err
 * RUN: python3 -c 'import json; t = open("report").read(); assert "\x9b" not in t and "\x1b" not in t and "\n\x1b[2J" not in t; assert "forged\ufffd" in json.loads(t)["message"]'
 * RUN: expect 2 zerovm --report report --report-format lines manifest 2>err; wc -l <report; expect 125 zerovm --exit-status --report report $'--\x1b[31m' 2>err; cat err
 * OUT: ok
 * OUT: manifest
 * OUT: zerovm: the report cannot be written
 * OUT: zerovm: the report cannot be written
 * OUT: zerovm: program no?[2J?zerovm: forged??: No such file or directory
 * OUT: 7
 * OUT: zerovm: unknown option --?[31m; see zerovm --help
 */
#include "check.h"

void _start(void)
{
	zvm_exit(7);
}

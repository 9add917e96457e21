# SPDX-License-Identifier: Apache-2.0
"""Fails each call of the loader in turn, one per run, and looks how it ends.

inject.py ZEROVM_INJECT: ./manifest runs a guest that exits with code 42.  Whatever
fails: a report, an exit code of 125 to 127 and a message, or the guest ran as if
nothing had been (the call was one of best effort).  Never a signal, never a hang.
"""
import json
import os
import subprocess
import sys

program = sys.argv[1]
problems = runs = ran = 0
for call in ("mmap", "mprotect", "pread", "short", "read", "open", "syscall", "prctl", "setresuid", "ftruncate"):
    for number in range(1, 60):
        open("report", "w").close()
        done = subprocess.run([program, "--exit-status", "--report", "report", "manifest"],
                              env=dict(os.environ, FAIL=f"{call}:{number}"), timeout=30,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        runs += 1
        with open("report", encoding="utf-8") as f:
            text = f.read()
        state = json.loads(text)["state"] if text else None
        ok = done.returncode == 42 and state == "ok"
        ran += ok
        refused = done.returncode in (125, 126, 127) and done.stderr.startswith("zerovm: ")
        # The report itself may be what could not be opened.
        if not ok and not (refused and (text or call == "open")):
            problems += 1
            print(f"{call}:{number}: exit status {done.returncode}, state {state}, {done.stderr!r}")
        if ok and number > 25:
            break
print(f"{problems} problems")
sys.exit(problems > 0 or ran == 0 or ran == runs)

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the programs of a folder in the loader: each may end, fault or time out, no more.

programs.py ZEROVM FOLDER

A system call that the filter stops, a fault of the loader itself, or a death by
signal is a find: the validator or the gate let something through.
"""
import collections
import concurrent.futures
import json
import os
import subprocess
import sys

zerovm, folder = sys.argv[1:3]
MANIFEST = """Version = 20130611
Program = {path}
Memory = 4294967296, 0
Timeout = 1
Channel = /dev/zero, /dev/stdin, 0, 0, 999, 99999, 0, 0
Channel = /dev/null, /dev/stdout, 0, 0, 0, 0, 999, 99999
Channel = /dev/null, /dev/stderr, 0, 0, 0, 0, 999, 99999
"""
GOOD = {"ok", "fault", "timeout"}


def run(name):
    path = os.path.join(os.path.abspath(folder), name)
    with open(path + ".manifest", "w", encoding="utf-8") as f:
        f.write(MANIFEST.format(path=path))
    done = subprocess.run([zerovm, "--quiet", "--report", path + ".report", path + ".manifest"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        with open(path + ".report", encoding="utf-8") as f:
            report = json.load(f)
    except ValueError:
        return f"no report, status {done.returncode}", name
    fault = report["fault"]
    if fault and int(fault["ip"], 16) >= 1 << 32:
        return "a fault above 4 GiB", name
    return report["state"], name


with concurrent.futures.ThreadPoolExecutor(2) as pool:
    results = list(pool.map(run, sorted(os.listdir(folder))))
counts = collections.Counter(state for state, _ in results)
bad = [(state, name) for state, name in results if state not in GOOD]
for state, name in bad[:20]:
    print(f"program {name}: {state}")
print(", ".join(f"{n} {state}" for state, n in sorted(counts.items())))
print(f"{len(results)} programs, {len(bad)} ended as they must not")
sys.exit(1 if bad else 0)

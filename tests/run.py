#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Finds and runs the test cases under tests/ and samples/.

A case is a file whose first 40 lines hold a marker line `RUN: command`, behind
any comment leader:

    RUN: command        bash -euo pipefail, in a fresh directory; several lines
                        are one script
    EXIT: n             expected exit status (default 0)
    OUT: line           together they are exactly the expected standard output
    OUT-FILE: name      the same, in a file beside the case
    OUT~: regex         must match somewhere in the output   (ERR~: in stderr)
    OUT!~: regex        must not match anywhere              (ERR!~: in stderr)
    NEEDS: word         a condition of the machine; unmet, the case is skipped
    TIMEOUT: seconds    default 60

The script sees $S (the case), $D (its directory), $T (the fresh directory),
$SDK, $BUILD, $SRC, and the SDK's programs on PATH.
"""
import argparse
import concurrent.futures
import ctypes
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.abspath(__file__))
SRC = os.path.dirname(ROOT)
FOLDERS = ["tests", "samples"]
# Longest first: `OUT` is a prefix of others.
MARKER = re.compile(
    r"^\W{0,8}(RUN|EXIT|OUT-FILE|OUT!~|OUT~|OUT|ERR!~|ERR~|NEEDS|TIMEOUT):(?: (.*))?$")
HEAD_LINES = 40
SHOWN = 3000  # characters of output in a failure's report


def has_proc_mount():
    return os.path.exists("/proc/self/maps")


def has_landlock():
    create_ruleset, version_of_it = 444, 1
    return ctypes.CDLL(None).syscall(create_ruleset, None, 0, version_of_it) >= 1


NEEDS = {
    "root": (lambda: os.geteuid() == 0, "needs root"),
    "procfs": (has_proc_mount, "needs /proc"),
    "avx2": (lambda: " avx2 " in open("/proc/cpuinfo").read(), "needs a CPU with AVX2"),
    "musl-gcc": (lambda: shutil.which("musl-gcc"), "needs musl-gcc (package musl-tools)"),
    "landlock": (has_landlock, "needs Landlock (Linux 5.13, and lsm=...,landlock)"),
    "frama-c": (lambda: shutil.which("frama-c"), "needs frama-c (package frama-c-base)"),
    "gdb": (lambda: shutil.which("gdb"), "needs gdb"),
    "tty": (lambda: shutil.which("script"), "needs script(1) (package util-linux)"),
}


class Case:
    def __init__(self, path):
        self.path = path
        self.name = os.path.relpath(path, SRC)
        self.run, self.out, self.checks, self.needs = [], None, [], []
        self.exit, self.timeout = 0, 60

    def add(self, key, value):
        value = value or ""
        if key == "RUN":
            self.run.append(value)
        elif key == "EXIT":
            self.exit = int(value)
        elif key == "TIMEOUT":
            self.timeout = int(value)
        elif key == "NEEDS":
            self.needs += value.split()
        elif key == "OUT":
            self.out = (self.out or "") + value + "\n"
        elif key == "OUT-FILE":
            with open(os.path.join(os.path.dirname(self.path), value), encoding="utf-8", errors="replace") as f:
                self.out = f.read()
        else:
            self.checks.append((key, re.compile(value, re.M)))


def read_case(path):
    case = Case(path)
    try:
        with open(path, encoding="utf-8", errors="strict") as f:
            for _, line in zip(range(HEAD_LINES), f):
                m = MARKER.match(line.rstrip("\n").removesuffix("*/").rstrip())
                if m:
                    case.add(m[1], m[2])
    except UnicodeDecodeError:
        return None  # binary material of a case
    return case if case.run else None


def find_cases(patterns):
    cases = []
    walks = [os.walk(os.path.join(SRC, folder)) for folder in FOLDERS]
    for directory, subdirs, files in itertools.chain(*walks):
        subdirs[:] = sorted(d for d in subdirs if not d.startswith((".", "__")))
        for name in sorted(files):
            path = os.path.join(directory, name)
            if path == os.path.abspath(__file__) or name.endswith((".md", ".py")):
                continue
            rel = os.path.relpath(path, SRC)
            if patterns and not any(p in rel for p in patterns):
                continue
            case = read_case(path)
            if case:
                cases.append(case)
    return cases


def unmet(case):
    for word in case.needs:
        if word not in NEEDS:
            return None, f"unknown NEEDS: {word}"
        test, reason = NEEDS[word]
        if not test():
            return reason, None
    return None, None


def differences(case, status, out, err):
    problems = []
    if status != case.exit:
        problems.append(f"exit status {status}, expected {case.exit}")
    if case.out is not None and out != case.out:
        problems.append(f"standard output differs; expected:\n{case.out[:SHOWN]}")
    for key, regex in case.checks:
        text = out if key.startswith("OUT") else err
        found = regex.search(text) is not None
        if found == ("!" in key):
            problems.append(f"{key}: {regex.pattern} {'matched' if found else 'did not match'}")
    return problems


def run_case(case, env):
    skip, bad = unmet(case)
    if skip:
        return "skipped", skip, 0.0
    if bad:
        return "failed", bad, 0.0
    start = time.monotonic()
    work = tempfile.mkdtemp(prefix="zvm-test-")
    os.chmod(work, 0o755)  # the loader drops root: it must still get here
    env = dict(env, S=case.path, D=os.path.dirname(case.path), T=work)
    script = "set -euo pipefail\n" + "\n".join(case.run)
    process = subprocess.Popen(["bash", "-c", script], cwd=work, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    try:
        out, err = (b.decode(errors="replace") for b in process.communicate(timeout=case.timeout))
        problems = differences(case, process.returncode, out, err)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = (b.decode(errors="replace") for b in process.communicate())
        problems = [f"no end after {case.timeout} s"]
    finally:
        shutil.rmtree(work, ignore_errors=True)
    seconds = time.monotonic() - start
    if not problems:
        return "passed", "", seconds
    shown = "\n".join(problems) + f"\n--- stdout\n{out[-SHOWN:]}\n--- stderr\n{err[-SHOWN:]}"
    return "failed", shown, seconds


def main():
    parser = argparse.ArgumentParser(description="Runs the test cases under tests/.")
    parser.add_argument("pattern", nargs="*", help="run only cases whose path holds one of these")
    parser.add_argument("--build", default=os.environ.get("ZVM_BUILD", os.path.join(SRC, "build")))
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    parser.add_argument("-v", "--verbose", action="store_true", help="a line for each case")
    parser.add_argument("--list", action="store_true", help="only list the cases")
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="list the N slowest cases")
    args = parser.parse_args()

    cases = find_cases(args.pattern)
    if args.list:
        print("\n".join(c.name for c in cases))
        return 0
    if not cases:
        print("no test case found", file=sys.stderr)
        return 1

    build = os.path.abspath(args.build)
    sdk = os.path.join(build, "sdk")
    env = dict(os.environ, BUILD=build, SDK=sdk, SRC=SRC, ZVM_BUILD=build, LC_ALL="C",
               PATH=os.path.join(sdk, "bin") + ":" + os.environ["PATH"])
    log_dir = os.path.join(build, "logs", "tests")
    shutil.rmtree(log_dir, ignore_errors=True)
    os.makedirs(log_dir)

    counts = {"passed": 0, "failed": 0, "skipped": 0}
    times = []
    tty = sys.stderr.isatty()
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        futures = {pool.submit(run_case, c, env): c for c in cases}
        for done, future in enumerate(concurrent.futures.as_completed(futures), 1):
            case = futures[future]
            verdict, detail, seconds = future.result()
            counts[verdict] += 1
            times.append((seconds, case.name))
            if verdict == "failed":
                log = os.path.join(log_dir, case.name.replace("/", "-") + ".log")
                with open(log, "w", encoding="utf-8") as f:
                    f.write(detail + "\n")
                print(f"FAILED {case.name} ({log})\n{detail}\n", flush=True)
            elif verdict == "skipped":
                print(f"skipped {case.name}: {detail}", flush=True)
            elif args.verbose:
                print(f"passed {case.name} ({seconds:.1f} s)", flush=True)
            if tty:
                print(f"\r{done}/{len(cases)} ", end="", file=sys.stderr, flush=True)
            elif done % 50 == 0:
                print(f"... {done} of {len(cases)}", flush=True)
    for seconds, name in sorted(times, reverse=True)[:args.slowest]:
        print(f"{seconds:7.1f} s  {name}")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] else 0


sys.exit(main())

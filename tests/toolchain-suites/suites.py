#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""suites.py [options] [SUITE...]

Runs test programs of GCC's own suite in the sandbox.  What the same compiler
builds and runs natively, with the same options, must build and run here, print
the same and end with the same status; what fails natively says nothing.

A SUITE is a folder below gcc/testsuite, for example gcc.c-torture/execute (the
default), gcc.c-torture/compile, gcc.dg, gcc.target/i386 or c-c++-common.
Programs whose head asks for `dg-do run` are run, others are compiled to an
object.  The sources come from Debian's package of gcc-12 (gcc.lock), which is
fetched once, and are not part of this project.

Any difference is exit status 1; the last lines count, by compiler and level.
Progress goes to standard error.  SIGINT and SIGTERM end a run early: it counts
what has ended by then, and its exit status is 130.  Known differences of
gcc.c-torture/execute: 20101011-1.c handles a SIGFPE, 990413-2.c has fpatan in
inline assembly (R09), and clang makes a main without an end of 20031003-1.c, which
converts a float that is too large.
"""
import argparse
import collections
import concurrent.futures
import glob
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SRC = os.path.dirname(os.path.dirname(HERE))
# The sandbox's compiler and the one that it wraps, with the options that make
# both see the same machine.
COMPILERS = {"clang": ("zvm-clang", ["clang-19"]), "gcc": ("zvm-gcc", ["gcc-12"])}
NATIVE = ["-march=x86-64-v2", "-fno-pie", "-no-pie", "-fno-stack-protector", "-fcf-protection=none", "-fuse-ld=lld"]
LEVELS = ["-O0", "-O1", "-O2", "-O3", "-Os", "-O2 -march=x86-64-v3"]
# The tests are older than the rules that make these errors.
COMMON = ["-w", "-Wno-implicit-function-declaration", "-Wno-implicit-int", "-Wno-int-conversion", "-Wno-return-mismatch",
          "-Wno-incompatible-function-pointer-types", "-Wno-incompatible-pointer-types"]
VERDICTS = {"equal": "equal", "native": "failing natively", "skipped": "skipped", "refused": "with refused options",
            "different": "different"}
PROGRESS = 10  # seconds between two lines of progress
LIMIT = 20  # seconds a program may take; natively a quarter of that

# What a head can ask of the target that no option gives.
MISSING = re.compile(r"""dg-require-effective-target\s+"?(
    ia32|ilp32|.*avx512.*|shared|fpic|pie|trampolines|nonlocal_goto|split_stack|fopenmp|lto|offload.*|
    gas|gld|.*profiling.*|cet|fgraphite|dfp.*|size32plus
    )\b""", re.X)


class Test:
    """What the head of a file says, as far as it matters here."""

    def __init__(self, path, runs):
        self.path = path
        with open(path, encoding="latin-1") as f:
            text = f.read()
        self.options = []
        self.sources = []
        self.skip = None
        self.runs = runs
        do = re.search(r"\{\s*dg-do\s+(\w+)(.*)\}", text)
        if do:
            self.runs = do[1] == "run"
            if do[1] not in ("run", "compile", "assemble", "link"):
                self.skip = "is not compiled"
            elif re.search(r"target.*(?:!|\bnot\b)", do[2]) is None and re.search(r"\bia32\b|\*-\*-(darwin|mingw)|powerpc|aarch64", do[2]):
                self.skip = "is for another target"
        if re.search(r"dg-(error|bogus|xfail-if|xfail-run-if|excess-errors|set-target-env-var|final-use|ice)", text):
            self.skip = "expects an error"
        if MISSING.search(text):
            self.skip = "needs what the target does not have"
        for kind, options, rest in re.findall(r"\{\s*dg-(options|additional-options)\s+\{?\s*\"([^\"]*)\"\s*(.*)\}", text):
            if "target" in rest and not re.search(r"x86_64|i\?86", rest):
                continue
            if kind == "options":
                self.options = []
            self.options += shlex.split(options)
        for names in re.findall(r"dg-additional-sources\s+\"?([^\"}]*)\"?\s*\}", text):
            self.sources += [os.path.join(os.path.dirname(path), n) for n in names.split()]


def run(command, directory, seconds=LIMIT):
    """Exit status, output and errors; status None if it did not end."""
    try:
        p = subprocess.run(command, cwd=directory, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)
        return p.returncode, p.stdout, p.stderr.decode(errors="replace")
    except subprocess.TimeoutExpired:
        return None, b"", "no end after %d seconds" % seconds


def build(command, test, level, directory, name):
    # The file's own options come last, but the level is ours.
    options = COMMON + [o for o in test.options if not o.startswith("-O")] + level
    action = ["-o", name] if test.runs else ["-c", "-o", name]
    sources = [test.path] + test.sources if test.runs else [test.path]
    return run(command + options + action + sources + (["-lm"] if test.runs else []), directory, 300)


def check(test, compiler, level):
    """Verdict and reason: `equal`, `skipped`, `native` (fails there), `refused` (an
    option, with a sentence), `different`."""
    if test.skip:
        return "skipped", test.skip
    sandboxed, native = COMPILERS[compiler]
    level = level.split()
    with tempfile.TemporaryDirectory(prefix="zvm-suites-") as d:
        status, _, err = build(native + NATIVE, test, level, d, "native")
        if status != 0:
            return "native", err
        expected = (0, b"", "")
        if test.runs:
            expected = run(["./native"], d, LIMIT / 4)
            if expected[0] != 0:
                return "native", "exit status %s" % expected[0]
        status, _, err = build([sandboxed], test, level, d, "sandboxed")
        if status != 0 and "is refused: " in err:
            return "refused", err
        if status != 0:
            return "different", "compiles natively only: " + err.strip()[:1500]
        if not test.runs:
            return "equal", ""
        got = run(["zvm", "run", "./sandboxed"], d)
        # Addresses are nobody's promise.
        if got[0] != expected[0] or (got[1] != expected[1] and b"0x" not in expected[1]):
            return "different", "exit status %s: %s" % (got[0], (got[2].strip() or "other output")[:600])
        return "equal", ""


def sources():
    """Folder of gcc/testsuite, unpacked once beside the downloaded archive."""
    build_dir = os.environ.get("ZVM_BUILD") or os.path.join(SRC, "build")
    folder = os.path.join(build_dir, "sources", "gcc-testsuite")
    if not os.path.isdir(os.path.join(folder, "gcc.c-torture")):
        archive = subprocess.run([os.path.join(SRC, "scripts", "fetch.sh"), os.path.join(HERE, "gcc.lock")], check=True,
                                 capture_output=True, text=True).stdout.strip()
        shutil.rmtree(folder + ".new", ignore_errors=True)
        os.makedirs(folder + ".new")
        # An archive within the archive.
        subprocess.run(f"tar xzOf {shlex.quote(archive)} --wildcards '*/gcc-*-dfsg.tar.xz' | "
                       "tar xJ --wildcards --strip-components=3 '*/gcc/testsuite/gcc.c-torture/*' '*/gcc/testsuite/gcc.dg/*' "
                       "'*/gcc/testsuite/gcc.target/i386/*' '*/gcc/testsuite/c-c++-common/*'",
                       shell=True, cwd=folder + ".new", check=True)
        os.rename(folder + ".new", folder)
    return folder


def collect(folder, suite, pattern):
    tests = []
    for path in sorted(glob.glob(os.path.join(folder, suite, "*.c"))):
        if pattern and not re.search(pattern, os.path.basename(path)):
            continue
        tests.append(Test(path, runs="execute" in suite))
    return tests


def sentence(counts):
    return ", ".join(f"{counts[v]} {word}" for v, word in VERDICTS.items())


def interrupt(_number, _frame):
    """Ends the run; a second signal, as timeout sends to its group, does not disturb its end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def run_all(work, jobs, report):
    """Calls report with each item and its verdict, in order; False if a signal ended it."""
    pool = concurrent.futures.ThreadPoolExecutor(jobs)
    started = shown = time.monotonic()
    try:
        for done, (item, result) in enumerate(zip(work, pool.map(lambda w: check(*w), work)), 1):
            report(item, *result)
            now = time.monotonic()
            if now - shown >= PROGRESS:
                shown = now
                print(f"{done} of {len(work)} after {now - started:.0f} s", file=sys.stderr, flush=True)
        return True
    except KeyboardInterrupt:
        return False
    finally:
        # What has begun may end, the rest does not begin.
        pool.shutdown(cancel_futures=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", default=["gcc.c-torture/execute"])
    parser.add_argument("--compilers", default="clang,gcc")
    parser.add_argument("--levels", default=",".join(LEVELS), help="comma-separated")
    parser.add_argument("--sample", type=int, help="so many tests at one compiler and level each")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--only", help="regular expression for file names")
    parser.add_argument("--folder", help="gcc/testsuite, if it is already unpacked")
    parser.add_argument("--native", action="store_true", help="list what fails natively, too")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    args = parser.parse_args()
    folder = args.folder or sources()
    tests = [t for s in args.suites for t in collect(folder, s, args.only)]
    work = [(t, c, level) for t in tests for c in args.compilers.split(",") for level in args.levels.split(",")]
    if args.sample:
        print(f"sample of {args.sample}, --seed {args.seed}")
        work = random.Random(args.seed).sample(work, min(args.sample, len(work)))
    counts = collections.defaultdict(collections.Counter)
    total = collections.Counter()

    def report(item, verdict, reason):
        test, compiler, level = item
        counts[compiler, level][verdict] += 1
        total[verdict] += 1
        if verdict == "different" or (args.native and verdict == "native"):
            print(f"{verdict}: {os.path.relpath(test.path, folder)} {compiler} {level}: {reason}", flush=True)

    # A shell ignores SIGINT for what it starts in the background.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    complete = run_all(work, args.jobs, report)
    for (compiler, level), of_these in sorted(counts.items()):
        print(f"{compiler} {level}: {sentence(of_these)}")
    if not complete:
        print(f"interrupted after {total.total()} of {len(work)}")
    print(sentence(total))
    if not complete:
        return 130
    return 1 if total["different"] or not total["equal"] else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""differential.py [--seeds FIRST-LAST] [--every] [--csmith N] [--keep DIR]

Compiles random programs natively and for the sandbox and compares what they
print.  Programs come from generate.py and, with --csmith, from csmith.  Each
program meets one compiler at one level, chosen by its seed; with --every it
meets all of them.  A failing program is reduced by leaving out features, and
kept with its commands in DIR.  The last line counts; any difference is exit 1.
"""
import argparse
import concurrent.futures
import os
import random
import subprocess
import sys
import tempfile

import generate

COMPILERS = ["zvm-clang", "zvm-gcc"]
LEVELS = [["-O0"], ["-O1"], ["-O2"], ["-O3"], ["-Os"], ["-O2", "-march=x86-64-v3"], ["-O2", "-fPIC"], ["-O2", "-g"],
          ["-O1", "-ffunction-sections"], ["-O2", "-fno-omit-frame-pointer"]]
# Fused multiply-add rounds once: -march levels would differ.
COMMON = ["-w", "-ffp-contract=off"]
NATIVE = ["clang-19", "-O1", *COMMON]
CSMITH = ["--no-packed-struct", "--no-bitfields", "--max-funcs", "6", "--max-block-size", "3", "--quiet"]


def run(command, directory, seconds):
    """Exit status and output; None if it did not end."""
    try:
        p = subprocess.run(command, cwd=directory, capture_output=True, timeout=seconds, check=False)
        return p.returncode, p.stdout, p.stderr
    except subprocess.TimeoutExpired:
        return None, b"", b""


def csmith_include():
    for path in ["/usr/include/csmith", "/usr/local/include/csmith"]:
        if os.path.exists(os.path.join(path, "csmith.h")):
            return ["-I" + path]
    return ["-I/usr/include"]


class Failure(Exception):
    pass


def compare(source, include, combinations, directory):
    """Raises Failure if a sandboxed build prints something else."""
    path = os.path.join(directory, "program.c")
    with open(path, "w", encoding="utf-8") as f:
        f.write(source)
    status, _, err = run(NATIVE + include + ["-o", "native", path, "-lm"], directory, 120)
    if status != 0:
        raise Failure(f"the native compiler refuses the program: {err.decode(errors='replace')[:500]}")
    expected = run(["./native"], directory, 5)
    if expected[0] is None or expected[0] < 0:
        return False  # a program without an end, or that crashes, says nothing
    for compiler, level in combinations:
        command = [compiler, *level, *COMMON, *include, "-o", "sandboxed", path, "-lm"]
        status, _, err = run(command, directory, 300)
        if status != 0:
            raise Failure(f"{' '.join(command)}: {err.decode(errors='replace')[:2000]}")
        got = run(["zvm", "run", "./sandboxed"], directory, 120)
        if got[:2] != expected[:2]:
            raise Failure(f"{' '.join(command)}: exit status {got[0]}, expected {expected[0]}\n"
                          f"{got[2].decode(errors='replace')[:500]}\n"
                          f"--- native\n{expected[1].decode(errors='replace')[:1500]}\n--- sandboxed\n{got[1].decode(errors='replace')[:1500]}")
    return True


def reduced(seed, combinations, directory):
    """The features that the failure does not need, left out one after the other."""
    without = []
    for feature in generate.FEATURES:
        if len(without) + 2 > len(generate.FEATURES):
            break
        try:
            compare(generate.generate(seed, without + [feature]), [], combinations, directory)
        except Failure:
            without.append(feature)
    return without


def check(kind, seed, every, keep):
    chosen = random.Random(seed * 31 + 7)
    combinations = [(c, level) for c in COMPILERS for level in LEVELS]
    if not every:
        combinations = [chosen.choice(combinations)]
    with tempfile.TemporaryDirectory(prefix="zvm-differential-") as directory:
        if kind == "csmith":
            include = csmith_include()
            source = subprocess.run(["csmith", *CSMITH, "--seed", str(seed)], capture_output=True, check=True, text=True,
                                    cwd=directory).stdout
        else:
            include, source = [], generate.generate(seed)
        try:
            return "equal" if compare(source, include, combinations, directory) else "endless"
        except Failure as failure:
            note = ""
            if kind == "own":
                without = reduced(seed, combinations, directory)
                note = f"generate.py {seed} " + " ".join(f"--without {w}" for w in without)
                source = generate.generate(seed, without)
            print(f"{kind} {seed}: {failure}\n{note}", flush=True)
            if keep:
                os.makedirs(keep, exist_ok=True)
                with open(os.path.join(keep, f"{kind}-{seed}.c"), "w", encoding="utf-8") as f:
                    f.write(f"/* {note}\n{failure}\n*/\n{source}")
            return "different"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-20", help="of generate.py's programs; 0-0 for none")
    parser.add_argument("--csmith", default="0-0", help="seeds of csmith's programs")
    parser.add_argument("--every", action="store_true", help="all compilers at all levels for each program")
    parser.add_argument("--keep", help="folder for failing programs")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    args = parser.parse_args()
    work = []
    for kind, seeds in (("own", args.seeds), ("csmith", args.csmith)):
        first, last = (int(n) for n in seeds.split("-"))
        work += [(kind, n) for n in range(first, last + 1) if n]
    counts = {"equal": 0, "endless": 0, "different": 0}
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for verdict in pool.map(lambda w: check(*w, args.every, args.keep), work):
            counts[verdict] += 1
    print(", ".join(f"{n} {word}" for word, n in counts.items()))
    return 1 if counts["different"] or not counts["equal"] else 0


if __name__ == "__main__":
    sys.exit(main())

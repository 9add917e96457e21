#!/usr/bin/env python3
"""Measures sandboxed against native programs: user time, interleaved runs.

Native is clang-19 -O2 -fno-pie, linked statically with Debian's musl; sandboxed
is zvm-clang -O2.  Outputs must be equal.  Each round runs both once, so a busy
machine disturbs both alike; the ratio is of the medians, the spread is that of
the rounds' own ratios.
"""
import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time

from cases import CASES, HERE

MUSL = "/usr/lib/x86_64-linux-musl"
MUSL_INCLUDE = "/usr/include/x86_64-linux-musl"
SRC = os.path.dirname(HERE)


def run(command, **kwargs):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **kwargs)
    if result.returncode:
        sys.exit(f"bench: {' '.join(command)}\n{result.stdout.decode(errors='replace')}")
    return result.stdout


def source_tree(name):
    if not name:
        return os.path.join(HERE, "programs")
    return run([os.path.join(SRC, "scripts", "source-tree.sh"), name]).decode().strip()


def build(case, tree, sandboxed, out):
    objects = []
    for n, source in enumerate(case.files(tree)):
        obj = f"{out}.{n}.o"
        objects.append(obj)
        if os.path.exists(obj) and os.path.getmtime(obj) > os.path.getmtime(source) and not sandboxed:
            continue
        compiler = ["zvm-clang"] if sandboxed else [
            "clang-19", "--target=x86_64-linux-musl", "-nostdlibinc", "-isystem", MUSL_INCLUDE, "-fno-pie"]
        includes = [f"-I{os.path.join(tree, i)}" for i in case.includes]
        run([*compiler, "-O2", "-w", *case.flags, *includes, "-c", source, "-o", obj])
    if sandboxed:
        run(["zvm-clang", *objects, "-lm", "-o", out])
    else:
        libgcc = run(["gcc", "-print-libgcc-file-name"]).decode().strip()
        run(["ld.lld-19", "-static", "-o", out, f"{MUSL}/crt1.o", f"{MUSL}/crti.o", *objects,
             "--start-group", f"{MUSL}/libc.a", libgcc, "--end-group", f"{MUSL}/crtn.o"])


def measure(command, stdin):
    """Runs once; returns (user seconds, output)."""
    with open(stdin, "rb") if stdin else open(os.devnull, "rb") as f:
        process = subprocess.Popen(command, stdin=f, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        output, errors = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"bench: {' '.join(command)}: exit {process.returncode}\n{errors.decode(errors='replace')}")
    return usage.ru_utime, output


def geomean(values):
    return math.exp(statistics.fmean(map(math.log, values)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="measure only these programs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--build", default=os.environ.get("ZVM_BUILD", os.path.join(SRC, "build")))
    parser.add_argument("--json", help="write all numbers to this file")
    args = parser.parse_args()
    sdk = os.path.join(os.path.abspath(args.build), "sdk", "bin")
    os.environ["PATH"] = sdk + ":" + os.environ["PATH"]
    work = os.path.join(os.path.abspath(args.build), "bench")
    os.makedirs(work, exist_ok=True)

    cases = [c for c in CASES if not args.names or c.name in args.names]
    unknown = set(args.names) - {c.name for c in CASES}
    if unknown or not cases:
        sys.exit(f"bench: no program is called {', '.join(sorted(unknown))}")
    results, start = {}, time.monotonic()
    print(f"{'program':10} {'native s':>9} {'sandbox s':>9} {'ratio':>7}  spread of {args.rounds} rounds", flush=True)
    for number, case in enumerate(cases):
        tree = source_tree(case.tree)
        native, sandbox = (os.path.join(work, f"{case.name}.{side}") for side in ("native", "zvm"))
        build(case, tree, False, native)
        build(case, tree, True, sandbox)
        stdin = None
        if case.stdin:
            stdin = os.path.join(work, f"{case.name}.in")
            with open(stdin, "wb") as f:
                f.write(case.stdin(tree))
        times = {"native": [], "sandbox": []}
        commands = {"native": [native, *case.args], "sandbox": ["zvm", "run", sandbox, *case.args]}
        for _ in range(args.rounds):
            outputs = {}
            for side, command in commands.items():
                seconds, outputs[side] = measure(command, stdin)
                times[side].append(seconds)
            if outputs["native"] != outputs["sandbox"]:
                sys.exit(f"bench: {case.name}: the outputs differ")
        ratios = sorted(s / n for n, s in zip(times["native"], times["sandbox"]))
        medians = {side: statistics.median(values) for side, values in times.items()}
        ratio = medians["sandbox"] / medians["native"]
        results[case.name] = {"ratio": ratio, **times}
        noisy = "  (noisy)" if ratios[-1] / ratios[0] > 1.15 else ""
        print(f"{case.name:10} {medians['native']:9.2f} {medians['sandbox']:9.2f} {ratio:7.3f}  "
              f"{ratios[0]:.3f}-{ratios[-1]:.3f}{noisy}", flush=True)
        if number == 0 or sys.stderr.isatty():
            left = (time.monotonic() - start) / (number + 1) * (len(cases) - number - 1)
            print(f"about {left:.0f} s left", file=sys.stderr)
    mean = geomean([r["ratio"] for r in results.values()])
    print(f"{'geomean':10} {'':9} {'':9} {mean:7.3f}")
    if args.json:
        with open(args.json, "w", encoding="utf-8") as f:
            json.dump({"geomean": mean, "programs": results}, f, indent=1)


main()

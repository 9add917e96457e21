#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures sandboxed programs against native and WebAssembly builds of the same.

The figure is user time.  Each round runs every build of a program once, so a
busy machine disturbs all alike; a ratio is of medians, against the fastest
native build of the same compiler.  All builds must print the same.
"""
import argparse
import json
import os
import subprocess
import sys
import time

import micro
from builds import BUILDS, BuildError, Job, missing
from cases import CASES, HERE
from measure import RunError, geomean, median, once, peak_memory, spread
from plot import svg

SRC = os.path.dirname(HERE)
NOISY = 1.15  # spread of a build's own runs above which a ratio says little


def source_tree(name):
    if not name:
        return os.path.join(HERE, "programs")
    command = [os.path.join(SRC, "scripts", "source-tree.sh"), name]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode().strip()


class Progress:
    """One line on standard error that says where we are and how long it takes."""

    def __init__(self, steps):
        self.steps, self.done, self.start = steps, 0, time.monotonic()

    def step(self, what):
        self.done += 1
        left = (time.monotonic() - self.start) / self.done * (self.steps - self.done)
        end = "\r" if sys.stderr.isatty() else "\n"
        print(f"[{self.done}/{self.steps}, about {left / 60:.0f} min left] {what:30}", end=end, file=sys.stderr, flush=True)


def prepare(case, work):
    """Fetches the sources, writes what configure would have made, and the input."""
    tree = source_tree(case.tree)
    folder = os.path.join(work, case.name)
    os.makedirs(folder, exist_ok=True)
    sources = case.files(tree)
    for name, text in (case.generated(tree) if case.generated else {}).items():
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        if name.endswith(".c"):
            sources.append(path)
    flags = [*case.flags, f"-I{folder}", *(f"-I{os.path.join(tree, i)}" for i in case.includes)]
    stdin = None
    if case.stdin:
        stdin = os.path.join(folder, "input")
        with open(stdin, "wb") as f:
            f.write(case.stdin(tree))
    return folder, sources, flags, stdin


def build_all(case, builds, work, notes):
    folder, sources, flags, stdin = prepare(case, work)
    programs = {}
    for build in builds:
        if build.wasm and case.no_wasm:
            notes.append(f"{case.name}: not built as {build.name}: it {case.no_wasm}")
            continue
        out = os.path.join(folder, build.name)
        try:
            build.build(Job(case, sources, flags, out))
            programs[build.name] = out
        except BuildError as error:
            if not build.wasm:
                raise
            notes.append(f"{case.name}: {build.name} failed: {str(error).splitlines()[-1]}")
    return programs, stdin


def run_round(case, builds, programs, stdin, samples):
    """One run of each build; the name of each that failed, with the reason."""
    failed, reference = {}, None
    for build in builds:
        try:
            sample = once(build.command(programs[build.name], case.args), stdin)
            if reference is None:
                reference, first = sample.output, build.name
            if sample.output != reference:
                raise RunError(f"{build.name} printed something else than {first}")
        except RunError as error:
            if not build.wasm:
                raise
            failed[build.name] = error
            continue
        sample.output = b""
        samples[build.name].append(sample)
    return failed


def measure_case(case, builds, work, rounds, notes):
    """The figures of one program; a RunError or BuildError tells why there are none."""
    programs, stdin = build_all(case, builds, work, notes)
    chosen = [b for b in builds if b.name in programs]
    samples = {b.name: [] for b in chosen}
    for _ in range(rounds):
        for name, error in run_round(case, chosen, programs, stdin, samples).items():
            notes.append(f"{case.name}: {name}: {error}")
            chosen = [b for b in chosen if b.name != name]
            del samples[name]
    launcher = micro.launcher(work)
    memory = {b.name: peak_memory(launcher, b.command(programs[b.name], case.args), stdin) for b in chosen}
    return summary(case, chosen, samples, programs, memory)


def summary(case, builds, samples, programs, memory):
    seconds = {name: median(s, "user") for name, s in samples.items()}
    ratios = {}
    for build in builds:
        natives = [seconds[b.name] for b in builds if b.native and b.group == build.group]
        if not build.native and natives:
            ratios[build.name] = seconds[build.name] / min(natives)
    return {
        "kind": case.kind, "seconds": seconds, "ratios": ratios,
        "spread": {name: spread(s) for name, s in samples.items()},
        "memory": memory,
        "code": {name: micro.code_size(programs[name]) for name in seconds},
    }


def print_row(program, r, names):
    row = "".join(f"{r['seconds'][n]:10.2f}" if n in r["seconds"] else f"{'-':>10}" for n in names)
    ratios = "  ".join(f"{n} {v:.3f}" for n, v in r["ratios"].items())
    noisy = [n for n, v in r["spread"].items() if v > NOISY]
    print(f"{program:9}{row}   {ratios}" + (f"  (noisy: {', '.join(noisy)})" if noisy else ""), flush=True)


def measure_all(cases, builds, work, rounds, progress, notes):
    """Prints a row as soon as it is known; a program that fails leaves a note and not a row."""
    names, results, failed = [b.name for b in builds], {}, []
    if cases:
        print(f"{'program':9}" + "".join(f"{n:>10}" for n in names) + "   ratios to the fastest native build")
    for case in cases:
        progress.step(case.name)
        try:
            results[case.name] = measure_case(case, builds, work, rounds, notes)
            print_row(case.name, results[case.name], names)
        except (BuildError, RunError) as error:
            failed.append(case.name)
            notes.append(f"{case.name}: not measured: {error}")
    return results, failed


def print_means(results, builds):
    for n in (b.name for b in builds):
        ratios = {p: r["ratios"][n] for p, r in results.items() if n in r["ratios"]}
        if ratios:
            worst = max(ratios, key=ratios.get)
            print(f"geometric mean of {len(ratios):2} programs: {n} {geomean(ratios.values()):.3f}"
                  f"  (worst {worst} {ratios[worst]:.3f})")


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog="builds: " + "; ".join(
        f"{b.name} ({b.title})" for b in BUILDS))
    parser.add_argument("names", nargs="*", help="measure only these programs, or `micro` for start-up and calls")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--builds", help="comma-separated, or `all`; default: " +
                        ",".join(b.name for b in BUILDS if b.default))
    parser.add_argument("--build", default=os.environ.get("ZVM_BUILD", os.path.join(SRC, "build")),
                        help="the build folder that holds the SDK")
    parser.add_argument("--json", help="write all numbers to this file")
    parser.add_argument("--svg", help="write a plot to this file")
    args = parser.parse_args()
    known = {c.name for c in CASES} | {"micro"}
    if set(args.names) - known:
        parser.error(f"no program is called {', '.join(sorted(set(args.names) - known))}; "
                     f"there are: {' '.join(sorted(known))}")
    wanted = {b.name for b in BUILDS if b.default} if not args.builds else \
        {b.name for b in BUILDS} if args.builds == "all" else set(args.builds.split(","))
    if wanted - {b.name for b in BUILDS}:
        parser.error(f"no build is called {', '.join(sorted(wanted - {b.name for b in BUILDS}))}")
    return args, wanted


def main():
    args, wanted = parse()
    os.environ["PATH"] = os.path.join(os.path.abspath(args.build), "sdk", "bin") + ":" + os.environ["PATH"]
    work = os.path.join(os.path.abspath(args.build), "bench")
    os.makedirs(work, exist_ok=True)
    notes, builds = [], []
    for build in BUILDS:
        if build.name in wanted:
            reason = missing(build)
            if reason:
                notes.append(f"{build.name}: not measured: {reason}")
            else:
                builds.append(build)
    cases = [c for c in CASES if not args.names or c.name in args.names]
    progress = Progress(len(cases) + 1)
    results, failed = measure_all(cases, builds, work, args.rounds, progress, notes)
    progress.step("start-up and calls")
    small = {}
    try:
        if not args.names or "micro" in args.names:
            small = micro.measure(work, args.rounds)
    except (BuildError, RunError) as error:
        failed.append("micro")
        notes.append(f"micro: not measured: {error}")
    print_means(results, builds)
    micro.show(small)
    for note in notes:
        print(f"note: {note}")
    if any(v > NOISY for r in results.values() for v in r["spread"].values()):
        print("note: some runs of one program differ by more than 15 %: this machine is busy; "
              "trust the geometric means more than single ratios")
    if args.json:
        with open(args.json, "w", encoding="utf-8") as f:
            json.dump({"programs": results, "micro": small, "notes": notes}, f, indent=1)
    if args.svg and results:
        with open(args.svg, "w", encoding="utf-8") as f:
            f.write(svg(results, builds, "Sandboxed and WebAssembly programs against native ones"))
    if failed:
        sys.exit(f"bench: not measured, see the notes above: {', '.join(failed)}")


main()

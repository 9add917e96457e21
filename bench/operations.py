#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures single operations in the sandbox and natively (files on tmpfs).

The sandbox's clock is no clock, so the time is taken outside: an operation
runs in a process of its own with N and with 2N rounds, and the difference of
user + system time counts, each at its minimum over all turns.  The sides take turns.
"""
import argparse
import fnmatch
import glob
import os
import subprocess
import sys

from builds import Job, hosted, musl
from measure import once

HERE = os.path.dirname(os.path.abspath(__file__))
ENOUGH = 0.05         # seconds that N rounds must take
ROUNDS_MIN = 4        # memory that is touched for the first time is a matter of chance
ROUNDS_MAX = 1 << 27
FOLDER = "/dev/shm"

SIDES = {"glibc": (hosted("clang-19", "-fno-pie", link=("-no-pie",)), []),
         "musl": (musl("clang-19", "-fno-pie"), []),
         "zvm": (hosted("zvm-clang"), ["zvm", "run", "--mem", "3G"])}


def programs(work):
    sources = sorted(glob.glob(os.path.join(HERE, "programs", "operations", "*.c")))
    made = {}
    for side, (build, prefix) in SIDES.items():
        out = os.path.join(work, f"operations.{side}")
        # The compiler must neither replace calls nor leave them out.
        build(Job(None, sources, ["-fno-builtin"], out))
        made[side] = [*prefix, out]
    return made


def names_of(made):
    return subprocess.run([*made["musl"], "list"], stdout=subprocess.PIPE, check=True).stdout.decode().split()


class Operation:
    def __init__(self, made, name):
        self.name = name
        self.commands = {side: [*command, name] for side, command in made.items()}
        self.rounds = {side: self.calibrate(side) for side in made}
        self.least = {side: [float("inf")] * 2 for side in made}

    def cost(self, side, rounds):
        sample = once([*self.commands[side], str(rounds), "/tmp" if side == "zvm" else FOLDER])
        return sample.user + sample.system

    def calibrate(self, side):
        base, rounds = self.cost(side, 0), 1
        while rounds < ROUNDS_MAX:
            cost = self.cost(side, rounds) - base
            if cost > ENOUGH:
                break
            rounds *= 2 if cost > ENOUGH / 4 else 8
        return max(rounds, ROUNDS_MIN)

    def measure(self):
        """One turn: each side once."""
        for side, rounds in self.rounds.items():
            for i in range(2):
                self.least[side][i] = min(self.least[side][i], self.cost(side, (i + 1) * rounds))

    def nanoseconds(self):
        return {side: max(two - one, 1e-9) / self.rounds[side] * 1e9 for side, (one, two) in self.least.items()}


def measure(work, turns, patterns=(), progress=None):
    """{name: {side: nanoseconds}}"""
    made = programs(work)
    result = {}
    for name in names_of(made):
        if patterns and not any(fnmatch.fnmatch(name, p) for p in patterns):
            continue
        operation = Operation(made, name)
        for _ in range(turns):
            operation.measure()
        result[name] = operation.nanoseconds()
        if progress:
            progress(name, result[name])
    return result


def row(name, best):
    native = "".join(f"{best[side]:14.1f}" for side in ("glibc", "musl", "zvm"))
    ratios = "".join(f"{best[side] / best['zvm']:8.2f}" for side in ("glibc", "musl"))
    return f"{name:24}{native}{ratios}"


HEADING = f"{'nanoseconds':24}{'glibc':>14}{'musl':>14}{'sandbox':>14}   times as fast as glibc, musl"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="patterns of operations; all")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--build", default=os.environ.get("ZVM_BUILD", os.path.join(os.path.dirname(HERE), "build")))
    args = parser.parse_args()
    os.environ["PATH"] = os.path.join(os.path.abspath(args.build), "sdk", "bin") + ":" + os.environ["PATH"]
    work = os.path.join(os.path.abspath(args.build), "bench")
    os.makedirs(work, exist_ok=True)
    print(HEADING)
    found = measure(work, args.turns, args.names, lambda name, best: print(row(name, best), flush=True))
    if not found:
        sys.exit("operations.py: no operation has such a name")


if __name__ == "__main__":
    main()

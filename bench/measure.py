# SPDX-License-Identifier: Apache-2.0
"""Running a program once, and what several runs say."""
import math
import os
import statistics
import subprocess
import time
from dataclasses import dataclass


class RunError(Exception):
    """A program that failed."""


@dataclass
class Sample:
    user: float          # seconds
    system: float
    wall: float
    output: bytes = b""


def once(command, stdin=None):
    start = time.monotonic()
    with open(stdin or os.devnull, "rb") as f:
        with subprocess.Popen(command, stdin=f, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            output = process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RunError(f"{' '.join(command)}: exit status {process.returncode}")
    return Sample(usage.ru_utime, usage.ru_stime, time.monotonic() - start, output)


def peak_memory(launcher, command, stdin=None):
    """Bytes of the largest resident set; see programs/launch.c."""
    with open(stdin or os.devnull, "rb") as f:
        result = subprocess.run([launcher, *command], stdin=f, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if result.returncode:
        raise RunError(f"{' '.join(command)}: exit status {result.returncode}")
    return int(result.stderr.split()[-1]) * 1024


def geomean(values):
    values = list(values)
    return math.exp(statistics.fmean(map(math.log, values))) if values else float("nan")


def median(samples, field):
    return statistics.median(getattr(s, field) for s in samples)


def spread(samples):
    """Largest over smallest user time: what the machine's noise did."""
    users = [s.user for s in samples]
    return max(users) / max(min(users), 1e-3)

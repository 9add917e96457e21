# SPDX-License-Identifier: Apache-2.0
"""The small numbers: start-up, cost of a runtime call, files, code size."""
import os
import re
import statistics
import subprocess

import operations
from builds import musl, hosted, Job
from measure import once, peak_memory

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "programs")
# Of the operations, those that say most; `bench.sh operations` measures all.
USUAL = ["open+close", "stat", "create+unlink", "read-1", "write-1", "pread-4k", "pwrite-4k", "pread-64k",
         "readdir-10k", "malloc-mix-2k", "write-nothing", "null-64k", "memcpy-mixed", "qsort-1m", "printf-many"]


def code_size(program):
    """Bytes of executable sections; 0 for what is no ELF file."""
    with open(program, "rb") as f:
        if f.read(4) != b"\x7fELF":
            return 0
    text = subprocess.run(["readelf", "-SW", program], stdout=subprocess.PIPE, check=True).stdout.decode()
    return sum(int(m[1], 16) for m in re.finditer(r"\s([0-9a-f]{6,})\s+[0-9a-f]{2}\s+\w*X\w*\s", text))


def launcher(work):
    program = os.path.join(work, "launch")
    if not os.path.exists(program):
        hosted("clang-19")(Job(None, [os.path.join(PROGRAMS, "launch.c")], [], program))
    return program


def start_up(work, rounds):
    """Wall time of a program that prints one line, in milliseconds."""
    source = os.path.join(PROGRAMS, "hello.c")
    native, sandboxed = (os.path.join(work, f"hello.{side}") for side in ("native", "zvm"))
    musl("clang-19", "-fno-pie")(Job(None, [source], [], native))
    hosted("zvm-clang")(Job(None, [source], [], sandboxed))
    commands = {"native static": [native], "zvm run": ["zvm", "run", sandboxed]}
    times = {name: [] for name in commands}
    memory = {name: peak_memory(launcher(work), command) for name, command in commands.items()}
    for _ in range(rounds * 10):
        for name, command in commands.items():
            times[name].append(once(command).wall * 1000)
    return {name: {"ms": statistics.median(t), "peak bytes": memory[name]} for name, t in times.items()}


def measure(work, rounds):
    return {"start-up": start_up(work, rounds), "operations": operations.measure(work, 2, USUAL)}


def show(small):
    if not small:
        return
    print("\nstart-up of a program that prints a line (wall, median)")
    for name, r in small["start-up"].items():
        print(f"  {name:14} {r['ms']:7.2f} ms   peak memory {r['peak bytes'] / 1e6:.1f} MB")
    print("operations, in processor time (native: Linux, files on tmpfs)")
    print(operations.HEADING)
    for name, r in small["operations"].items():
        print(operations.row(name, r))

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""program.py PLAIN WIDENED: two links of one program, without and with zvm-widen.

Without nops both must hold the same instructions in the same order, in the same bundles, with
the same targets; what a direct branch or a row of the line table names must be an instruction.
Prints how many nops there were and are.
"""
import re
import subprocess
import sys

LINE = re.compile(r"\s+([0-9a-f]+): (?:[0-9a-f]{2} )*[0-9a-f]{2}\s*\t(.*)$")
BRANCH = re.compile(r"(?:j\w+|callq?|loop\w*)\s+0x([0-9a-f]+)")
RIP = re.compile(r"-?0x[0-9a-f]+\(%rip\)")
IMMEDIATE = re.compile(r"\$(-?0x[0-9a-f]+)")
NO_INDEX = re.compile(r",%[er]iz(?=\))")
BUNDLE = 32


def instructions(program):
    text = subprocess.run(["llvm-objdump-19", "-d", "--no-leading-headers", program], check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    return [(int(m[1], 16), m[2]) for m in map(LINE.match, text.splitlines()) if m]


def rows(program):
    text = subprocess.run(["llvm-dwarfdump-19", "--debug-line", program], check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    return {int(l.split()[0], 16) for l in text.splitlines() if l.startswith("0x") and "end_sequence" not in l}


def meaning(instruction):
    """Bundle and words; a distance to rip counts by the address that it names, no index is no index.

    Of an immediate the disassembler shows as many bits as the encoding has: the low 32 count.
    """
    address, words = instruction
    words = NO_INDEX.sub("", RIP.sub("(%rip)", " ".join(words.split("# imm")[0].split())))
    return address // BUNDLE, IMMEDIATE.sub(lambda m: f"${int(m[1], 16) & 0xFFFFFFFF:#x}", words)


def is_nop(instruction):
    return instruction[1].startswith("nop")


def main():
    plain, widened = (instructions(p) for p in sys.argv[1:3])
    before, after = ([meaning(i) for i in code if not is_nop(i)] for code in (plain, widened))
    for one, other in zip(before, after):
        if one != other:
            sys.exit(f"not the same: {one} and {other}")
    if len(before) != len(after):
        sys.exit(f"{len(before)} instructions became {len(after)}")
    starts = {address for address, _ in widened}
    for address, words in widened:
        branch = BRANCH.match(words)
        target = int(branch[1], 16) if branch else widened[0][0]
        if widened[0][0] <= target <= widened[-1][0] and target not in starts:
            sys.exit(f"{address:#x}: {words}: aims into an instruction")
    lost = {r for r in rows(sys.argv[1]) & {a for a, _ in plain} if r not in starts}
    if lost:
        sys.exit(f"{len(lost)} rows of the line table name the middle of an instruction, first {min(lost):#x}")
    print(f"{sum(map(is_nop, plain))} nops, {sum(map(is_nop, widened))} left")


main()

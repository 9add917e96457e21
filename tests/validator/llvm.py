#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares accepted instructions with LLVM's disassembler: llvm.py LIST [EVERY]

LIST has the bytes of one instruction in each line (`sweep --list`); EVERY n-th
is compared (default 1).  LLVM must find an instruction of the same length, that
writes rsp only in the forms of rule R04, and whose memory operands are those of
rule R03.  Prints what it does not explain; exit status 1 if there is such.
"""
import re
import subprocess
import sys

MARK = 0x5A000000  # mov $(MARK + n),%eax stands behind instruction n
SHOWN = 40
STACK = re.compile(r"%(rsp|esp|sp|spl)$")
MAY_WRITE = re.compile(r"^(movl|addl|subl|andl|leal)\s.*%esp$")
READS = re.compile(r"^(cmp|test|push|bt[lqw]?\s|u?comis|v?ptest|call|jmp|(i?div|i?mul)[bwlq] %\w+$)")
MEMORY = re.compile(r"(-?(?:0x[0-9a-f]+|\d+))?\(([^)]*)\)")


def memory_objection(text):
    operation = text.split()[0]
    if operation.startswith(("lea", "nop")):
        return None
    for disp, inside in MEMORY.findall(text):
        if inside.startswith("%st") or not re.search(r"%|,", inside) and inside.isdigit():
            continue
        registers = re.findall(r"%(\w+)", inside)
        if all(r.startswith("e") or re.match(r"r\d+d$", r) for r in registers):
            continue
        value = int(disp, 0) if disp else 0
        if registers == ["rsp"] and value >= -128:
            continue
        if registers == ["rip"]:
            continue
        return "memory operand"
    if re.search(r"%[fg]s:", text):
        return "segment"
    return None


def objection(text):
    text = re.sub(r"\s+", " ", text.split("#")[0]).strip().removeprefix("addr32 ")
    if STACK.search(text) and not MAY_WRITE.match(text) and not READS.match(text):
        return "writes rsp"
    # Instructions with two destinations; the first operand of mulx is its source.
    written = re.sub(r"\([^)]*\)", "", text.split(",", 1)[1] if text.startswith("mulx") else text)
    if re.match(r"^(xchg|xadd|mulx)", text) and re.search(r"%(rsp|esp|sp|spl)\b", written):
        return "writes rsp"
    return memory_objection(text)


def main():
    every = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with open(sys.argv[1], encoding="ascii") as f:
        lines = sorted(set(f))[::every]
    feed = []
    for n, line in enumerate(lines):
        mark = (MARK + n).to_bytes(4, "little")
        feed.append(line + "0xb8 " + " ".join(f"0x{b:02x}" for b in mark) + "\n")
    command = ["llvm-mc-19", "--disassemble", "--triple=x86_64", "--mattr=+prfchw"]
    done = subprocess.run(command, input="".join(feed), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    found, bad = {}, 0
    between = []
    for text in done.stdout.splitlines():
        m = re.match(r"\s*movl\s+\$(\d+), %eax", text)
        if m and MARK <= int(m[1]) < MARK + len(lines):
            found[int(m[1]) - MARK] = between
            between = []
        elif text.strip() and not text.strip().startswith(".text"):
            between.append(text.strip())
    for n, line in enumerate(lines):
        texts = found.get(n, [])
        # LLVM tells some prefixes as instructions of their own.
        plain = [t for t in texts if t not in ("data16", "rep", "repne", "addr32", "cs")]
        why = "not one instruction" if len(plain) != 1 else objection(plain[0])
        if why:
            bad += 1
            if bad <= SHOWN:
                print(f"{why}: {line.strip()}: {texts}")
    print(f"{len(lines)} instructions compared with LLVM, {bad} objections")
    return 1 if bad or not lines else 0


sys.exit(main())

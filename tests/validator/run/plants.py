#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants holes in copies of validator and gate; the execution fuzzer must find each.

plants.py SOURCE-TREE WORK-FOLDER [--full]

Without --full a few of them.  By running the code alone: the fuzzer is told not to ask the other decoder first.
"""
import os
import re
import shutil
import subprocess
import sys

TABLE, GATE = "validator/instructions.tab", "loader/gate.S"
RULES, VALIDATE = "validator/rules.h", "validator/validate.c"
# What is planted, in which file, a text that must occur once, its replacement, and whether
# only the tracer can see it.
PLANTS = [
    ("xchg writes rsp", TABLE, "xchg | NPv 87 /r | Rv+ Gv+ |", "xchg | NPv 87 /r | Rv Gv |", False),
    ("64-bit cmov to rsp", TABLE, "/r | Gv+ Ev | base |\nset |", "/r | Gv Ev | base |\nset |", False),
    ("movss stores anywhere", TABLE, "{movss,movsd} | {F3*,F2*} 0F 11 /r | {Md=,Mq=} Vo | base/AVX/- |",
     "{movss,movsd} | {F3*,F2*} 0F 11 /r | {Md=,Mq=} Vo | base/AVX/- | nomem", False),
    ("or reads anywhere", TABLE, "{or,adc,sbb,and,xor} | NPv {0B,13,1B,23,33} /r | Gv+ Ev | base |",
     "{or,adc,sbb,and,xor} | NPv {0B,13,1B,23,33} /r | Gv+ Ev | base | nomem", False),
    ("bit strings", TABLE, "| Mv Gv | base | !BIT_STRING", "| Mv+ Gv | base |", False),
    ("ret without its sequence", TABLE, "ret | NP C3 | rsp+ | base | ret", "ret | NP C3 | rsp+ | base |", False),
    ("indirect branches without mask", TABLE, "jmp | NP FF /4 | Rq | base | indirect", "jmp | NP FF /4 | Rq | base |", False),
    ("branches through memory", TABLE, "Mq | base | !BRANCH_MEMORY", "Mq | base |", False),
    ("jumps anywhere", TABLE, "jmp | NP E9 cd | Jd | base | jump", "jmp | NP E9 cd | Jd | base |", False),
    ("popf", TABLE, "| | base | !FLAGS_REGISTER", "| | base |", False),
    ("wrfsbase", TABLE, "| Ry | base | !SEGMENT", "| Ry | base |", False),
    ("mov to segment registers", TABLE, "NPv {8C,8E} /r | E- | base | !SEGMENT", "NPv {8C,8E} /r | E | base |", False),
    ("leave", TABLE, "leave | NP C9 | rsp+ rbp+ | base | !LEAVE", "leave | NP C9 | rsp+ rbp+ | base |", False),
    ("syscall", TABLE, "{syscall,sysret,sysenter,sysexit} | NP 0F {05,07,34,35} | | base | !SYSCALL",
     "{syscall,sysret,sysenter,sysexit} | NP 0F {05,07,34,35} | | base |", False),
    ("int", TABLE, "int | NP CD ib | Ib | base | !SYSCALL", "int | NP CD ib | Ib | base |", False),
    ("bundles are crossed", VALIDATE, "m->targets[n] = 1;", "m->targets[n] = 0;", False),
    ("branches are not compared", VALIDATE, "bad |= m->targets[n] & ~m->starts[n];", "", False),
    ("sequences stay open", RULES, "place->starts &= ~(((uint32_t)2 << place->at) - ((uint32_t)2 << first));", "(void)first;", True),
    ("the gate keeps the direction flag", GATE, "gate_enter:\n\tcld", "gate_enter:", False),
    ("the gate keeps MXCSR", GATE, "\tjne 5f\n", "", False),
    ("the return slot does not mask", GATE, "\t.byte 0x41, 0x83, 0xE3, 0xE0", "\t.byte 0x41, 0x83, 0xE3, 0xFF", False),
    ("the gate returns with host values", GATE, "\txor %r10d, %r10d\n\txor %r11d, %r11d\n\tmov guest_rsp(%rip), %rsp\n\tjmp *return_slot(%rip)",
     "\tmov %rsp, %r11\n\tmov guest_rsp(%rip), %rsp\n\tjmp *return_slot(%rip)", True),
    ("the gate keeps the x87 control word", GATE, "\tcmp $FCW_INITIAL, %eax\n\tjne 4f\n", "", False),
    ("the gate keeps the x87 status", GATE, "\ttest %ax, %ax\n\tjnz 4f\n", "", False),
    ("the gate lets the host's sticky bits out", GATE, "\tcmp guest_mxcsr(%rip), %ecx\n",
     "\txor guest_mxcsr(%rip), %ecx\n\ttest $~MXCSR_STICKY, %ecx\n", True),
    ("the gate loses the guest's x87 control word", GATE, "\tfldcw guest_fcw(%rip)", "", True),
    ("the gate loses the guest's MXCSR", GATE, "\tldmxcsr guest_mxcsr(%rip)", "", True),
    ("the gate leaves vectors", GATE, "\t/* Callee-saved registers are the guest's own again, by the C ABI. */\n\tclear_vectors", "", True),
]
QUICK = ["xchg writes rsp", "or reads anywhere", "syscall", "the return slot does not mask", "the gate loses the guest's MXCSR"]
FLAGS = ["-std=gnu11", "-w", "-O1", "-fcf-protection=none", "-U_FORTIFY_SOURCE", "-D_GNU_SOURCE", "-fPIE"]


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{command}:\n{done.stdout}")
    return done.stdout


class Workshop:
    def __init__(self, tree, work):
        self.sandbox, self.work = os.path.join(tree, "sandbox"), work
        self.includes = ["-I" + os.path.join(self.sandbox, "abi"), "-I" + self.sandbox]
        here = os.path.dirname(os.path.abspath(__file__))
        sources = [os.path.join(here, n + ".c") for n in ("main", "make", "read", "world", "step", "program")]
        sources.append(os.path.join(here, os.pardir, "reader.c"))
        sources += [os.path.join(self.sandbox, n) for n in ("loader/space.c", "elf/image.c")]
        os.makedirs(work, exist_ok=True)
        self.objects = [self.compile(s, os.path.join(work, os.path.basename(s) + ".o")) for s in sources]

    def compile(self, source, target, includes=()):
        run(["cc", "-c"] + FLAGS + list(includes) + self.includes + [source, "-o", target])
        return target

    def build(self, index, name, old, new):
        """The fuzzer with one text of a copy replaced."""
        folder = os.path.join(self.work, str(index))
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(os.path.join(self.sandbox, "validator"), os.path.join(folder, "validator"))
        shutil.copytree(os.path.join(self.sandbox, "loader"), os.path.join(folder, "loader"))
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        if text.count(old) != 1:
            sys.exit(f"{name}: the text occurs {text.count(old)} times: {old}")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new))
        validator = os.path.join(folder, "validator")
        with open(os.path.join(validator, "tables.inc"), "w", encoding="ascii") as f:
            f.write(run([sys.executable, os.path.join(validator, "generate.py"), os.path.join(validator, "instructions.tab")]))
        parts = [self.compile(os.path.join(folder, n), os.path.join(folder, os.path.basename(n) + ".o"), ["-I" + validator])
                 for n in ("validator/validate.c", "loader/gate.S")]
        program = os.path.join(folder, "run")
        run(["cc", "-pie", "-o", program] + self.objects + parts + ["-lZydis"])
        return program


def find(program, steps):
    command = [program, "--blind", "--seed", "1", "--count", "400" if steps else "6000"] + ["--steps"] * steps
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    said = re.search(r"^find: (.*)$", done.stdout, re.M)
    return said[1] if done.returncode == 3 and said else None


def main():
    workshop = Workshop(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
    missed = 0
    plants = PLANTS if "--full" in sys.argv[3:] else [p for p in PLANTS if p[0] in QUICK]
    for index, (what, name, old, new, steps) in enumerate(plants):
        said = find(workshop.build(index, name, old, new), steps)
        missed += said is None
        print(f"{what}: {said or 'NOT FOUND'}", flush=True)
    print(f"{len(plants)} holes planted, {missed} not found")
    return missed != 0


sys.exit(main())

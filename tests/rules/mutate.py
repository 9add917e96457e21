#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Switches the checks of the validator off, one by one, and sees whether a case notices.

mutate.py SOURCE-TREE WORK-FOLDER [--full]

Prints a line for each mutant that no case notices, and the counts; exit status
1 if there is such a mutant.  Four kinds of mutants: a text of mutations.txt
replaced, a reason of reasons.h ignored, a fact of facts.py left out, and with
--full (some minutes) an attribute of instructions.tab removed.

A mutant that is equivalent, one that judges every code as the original does, can not
be noticed.  Such a mutation does not belong into mutations.txt.  What the generic
kinds make of it stands in UNNOTICED, with the reason why it is equivalent.
"""
import concurrent.futures
import glob
import os
import re
import shutil
import subprocess
import sys

# What no case can notice, and why.
UNNOTICED = {
    "reason NONE": "no reason",
}


# How each reason passes through filter(), which drops the one that the environment names.
CALL = r"(?<!enum zv_reason )\b(check_(?:instruction|jump|kind|target_outside|unit)\((?:[^()]|\([^()]*\))*\))"
NOT_REFUSED = (r"kind_of\(i.form\) != KIND_PLAIN", "kind_of(i.form) != KIND_PLAIN && kind_of(i.form) != KIND_REFUSED")
FILTERED = {
    "rules.h": [(r"\Z", "\n#include <stdlib.h>\nstatic enum zv_reason filter(enum zv_reason r)\n{\n"
                 "\treturn (int)r == atoi(getenv(\"IGNORED\")) ? ZV_REASON_NONE : r;\n}\n")],
    "decide.h": [(CALL, r"filter(\1)"), NOT_REFUSED, (r"!is_nop\(", "filter(ZV_REASON_NOP_FORM) && !is_nop(")],
    "validate.c": [(CALL, r"filter(\1)"), NOT_REFUSED, (r"entry_is_good\(unit, entry\)", "(!filter(ZV_REASON_ENTRY) || entry_is_good(unit, entry))"),
                   (r"targets_are_starts\(m\)", "(!filter(ZV_REASON_TARGET) || targets_are_starts(m))")],
}


def run(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)


class Mutants:
    def __init__(self, tree, work):
        self.tree, self.work, self.made = tree, work, {}
        self.validator = os.path.join(tree, "sandbox", "validator")
        self.cases = sorted(glob.glob(os.path.join(tree, "tests", "rules", "*", "*.case")))

    def sources(self, folder):
        target = os.path.join(folder, "validator")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(target)
        for name in ("validate.c", "decide.h", "rules.h", "decode.h", "tables.h", "reasons.h", "validator.h",
                     "instructions.tab", "facts.py", "generate.py"):
            shutil.copy(os.path.join(self.validator, name), target)
        return target

    def build(self, folder):
        """Compiles the sources in the folder; returns the program's path."""
        source = os.path.join(folder, "validator")
        program = os.path.join(folder, "case")
        with open(os.path.join(source, "tables.inc"), "wb") as f:
            f.write(self.tables(source))
        done = run(["cc", "-std=c11", "-w", "-O0", "-I", folder, "-I", os.path.join(self.tree, "sandbox", "abi"),
                    os.path.join(self.tree, "tests", "rules", "case.c"), os.path.join(source, "validate.c"), "-o", program])
        if done.returncode:
            raise SystemExit(f"a mutant does not compile:\n{done.stdout}")
        return program

    def tables(self, source):
        """What the generator makes of the folder's table; that of the real one is kept."""
        with open(os.path.join(source, "instructions.tab"), "rb") as f:
            text = f.read()
        for name in ("facts.py", "generate.py"):
            with open(os.path.join(source, name), "rb") as f:
                text += f.read()
        if text not in self.made:
            self.made[text] = subprocess.run([sys.executable, "generate.py", "instructions.tab"], cwd=source,
                                             stdout=subprocess.PIPE, check=True).stdout
        return self.made[text]

    def noticed(self, program, env=None):
        return run([program] + self.cases, env=env).returncode != 0

    def texts(self):
        path = os.path.join(self.tree, "tests", "rules", "mutations.txt")
        with open(path, encoding="ascii") as f:
            for number, line in enumerate(f, 1):
                if line.startswith("#") or not line.strip():
                    continue
                name, old, new = [p.replace("\\|", "|").strip() for p in re.split(r"(?<!\\)\|", line.rstrip("\n"))]
                yield f"mutations.txt:{number}: {name}: {old} -> {new}", name, old, new

    def try_text(self, mutant, index):
        label, name, old, new = mutant
        folder = os.path.join(self.work, f"text{index}")
        path = os.path.join(self.sources(folder), name)
        with open(path, encoding="ascii") as f:
            text = f.read()
        if text.count(old) != 1:
            raise SystemExit(f"{label}: the text occurs {text.count(old)} times")
        with open(path, "w", encoding="ascii") as f:
            f.write(text.replace(old, new))
        return label, self.noticed(self.build(folder))

    def try_attribute(self, number, index):
        """Removes the attributes of one line of the table that refuses or checks something."""
        folder = os.path.join(self.work, f"line{index}")
        path = os.path.join(self.sources(folder), "instructions.tab")
        with open(path, encoding="ascii") as f:
            lines = f.read().splitlines()
        label = f"instructions.tab:{number + 1}: without attribute: {lines[number]}"
        lines[number] = lines[number].rsplit("|", 1)[0] + "|"
        with open(path, "w", encoding="ascii") as f:
            f.write("\n".join(lines) + "\n")
        return label, self.noticed(self.build(folder))

    def attributes(self):
        with open(os.path.join(self.validator, "instructions.tab"), encoding="ascii") as f:
            for number, line in enumerate(f):
                if not line.startswith("#") and line.count("|") == 4 and line.rsplit("|", 1)[1].strip():
                    yield number

    def facts(self):
        with open(os.path.join(self.validator, "facts.py"), encoding="ascii") as f:
            return re.findall(r'^    \("(\w+)", ', f.read(), re.M)

    def try_fact(self, name, index):
        """A fact that no form asks for."""
        folder = os.path.join(self.work, f"fact{index}")
        with open(os.path.join(self.sources(folder), "facts.py"), "a", encoding="ascii") as f:
            f.write(f"\nFACTS = [r[:4] + (lambda f: False,) if r[0] == {name!r} else r for r in FACTS]\n")
        return f"fact {name}", self.noticed(self.build(folder))

    def reasons(self):
        """One program in which the reason of the environment is ignored."""
        folder = os.path.join(self.work, "reasons")
        source = self.sources(folder)
        for name, replacements in FILTERED.items():
            path = os.path.join(source, name)
            with open(path, encoding="ascii") as f:
                text = f.read()
            for old, new in replacements:
                if not re.search(old, text):
                    raise SystemExit(f"{name}: nothing fits {old}")
                text = re.sub(old, new, text)
            with open(path, "w", encoding="ascii") as f:
                f.write(text)
        program = self.build(folder)
        with open(os.path.join(self.validator, "reasons.h"), encoding="ascii") as f:
            names = re.findall(r"^\tX\((\w+),", f.read(), re.M)
        for number, name in enumerate(names):
            yield f"reason {name}", self.noticed(program, dict(os.environ, IGNORED=str(number)))


def main():
    tree, work = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    mutants = Mutants(tree, work)
    plain = os.path.join(work, "plain")
    mutants.sources(plain)
    if not mutants.cases or mutants.noticed(mutants.build(plain)):
        sys.exit("the cases fail without any mutation")
    results = list(mutants.reasons())
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        futures = [pool.submit(mutants.try_text, m, n) for n, m in enumerate(mutants.texts())]
        futures += [pool.submit(mutants.try_fact, m, n) for n, m in enumerate(mutants.facts())]
        if "--full" in sys.argv[3:]:
            futures += [pool.submit(mutants.try_attribute, m, n) for n, m in enumerate(mutants.attributes())]
        results += [f.result() for f in futures]
    missed = [label for label, noticed in results if not noticed and label not in UNNOTICED]
    for label in missed:
        print(f"not noticed: {label}")
    print(f"{len(results)} mutants, {len(missed)} not noticed by {len(mutants.cases)} cases")
    return 1 if missed else 0


sys.exit(main())

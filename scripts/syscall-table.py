#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the tables of system calls in docs/runtime.md out of zrt/syscalls.def.

syscall-table.py          rewrites the part of the page between its two marks
syscall-table.py --check  exit 1 if the page is not what the list says
"""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
LIST = os.path.join(ROOT, "zrt/syscalls.def")
PAGE = os.path.join(ROOT, "docs/runtime.md")
BEGIN, END = "<!-- begin: scripts/syscall-table.py -->\n", "<!-- end -->\n"


def read_list():
    with open(LIST, encoding="utf-8") as f:
        text = f.read()
    handled = re.findall(r"^ZRT_CALL\((\d+), (\w+)\)$", text, re.M)
    refused = re.findall(r'^ZRT_REFUSE\((\d+), (\w+), (\w+), "(.*)"\)$', text, re.M)
    lines = len(re.findall(r"^ZRT_", text, re.M))
    if lines != len(handled) + len(refused):
        sys.exit("syscall-table.py: zrt/syscalls.def has a line that is neither a call nor a refusal")
    return handled, refused


def tables():
    handled, refused = read_list()
    groups = {}
    for _, name, error, reason in refused:
        groups.setdefault((reason, error), []).append(name)
    out = [f"{len(handled)} calls are handled:\n", "\n"]
    out.append(" ".join(f"`{name}`" for name in sorted(name for _, name in handled)) + "\n\n")
    out.append(f"{len(refused)} are refused; a number that is not in the list gives ENOSYS.\n\n")
    out.append("| errno | why | calls |\n|---|---|---|\n")
    for (reason, error), names in sorted(groups.items(), key=lambda g: (g[0][1], g[0][0])):
        out.append(f"| {error} | {reason} | {' '.join(sorted(names))} |\n")
    return "".join(out)


def main():
    with open(PAGE, encoding="utf-8") as f:
        page = f.read()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    wanted = before + BEGIN + tables() + END + after
    if "--check" in sys.argv[1:]:
        if page != wanted:
            sys.exit("docs/runtime.md does not agree with zrt/syscalls.def: run scripts/syscall-table.py")
        print("ok")
        return
    with open(PAGE, "w", encoding="utf-8") as f:
        f.write(wanted)


main()

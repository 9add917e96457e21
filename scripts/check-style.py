#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the house rules that a machine can check; prints each breach.

check-style.py [FOLDER]: the tree to check, by default the one it stands in.
Exit status 1 if there is a breach.  The rules are the tables below.
"""
import os
import re
import subprocess
import sys

ROOT = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), ".."))

# What the files of a folder may include: (folder, what is allowed, why).  The
# first folder that fits counts; headers of the same folder are always allowed.
FREESTANDING = r"stdbool|stddef|stdint|limits|stdarg|stdalign"
INCLUDES = [
    ("sandbox/abi/", r"<stdint\.h>|<zvm/\w+\.h>", "the ABI stands alone"),
    ("sandbox/elf/", rf"<({FREESTANDING}|string)\.h>|<zvm/\w+\.h>", "no stdio, no malloc, no system header in pure code"),
    ("sandbox/validator/main", r"(?!.*toolchain/).*", "the validator never sees the toolchain"),
    ("sandbox/validator/tool", r"(?!.*toolchain/).*", "the validator never sees the toolchain"),
    ("sandbox/validator/", rf"<({FREESTANDING}|string)\.h>|<zvm/\w+\.h>|\"(elf|\w+)(/\w+)?\.(h|inc)\"",
     "no stdio, no malloc, no system header in pure code"),
    ("sandbox/manifest/", rf"<({FREESTANDING}|string|errno)\.h>|<zvm/\w+\.h>|\"\w+(/\w+)?\.h\"", "the manifest's parser is pure"),
    ("sandbox/", r"(?!.*(toolchain|zrt|libc-overlay)/).*", "trusted code sees only the sandbox"),
    ("toolchain/widen/", r"(?!.*(zrt/|loader|manifest)).*", "zvm-widen reads a text as the validator does; nothing else is shared"),
    ("toolchain/", r"(?!.*(sandbox/(?!abi)|zrt/|validator)).*", "the toolchain shares constants with the sandbox, never code"),
    ("zrt/", r"(?!.*(sandbox/(?!abi)|toolchain/)).*", "ZRT sees only the ABI"),
    ("libc-overlay/", r"(?!.*\bzrt/(?!zrt\.h)).*", "the C library sees one header of ZRT"),
    ("samples/", r"<[^>]+>|\"\w+\.h\"", "samples use what is installed"),
    ("bench/", r"<[^>]+>|\"\w+\.h\"|MODULE_HEADER", "benchmarks use what is installed"),
]

SOURCE = re.compile(r"\.(c|h|S|py|sh|ld\.in|mjs)$")
MAX_LINES = 700       # more than one job, most likely
MAX_FUNCTION = 120    # lines from { to }
LONG_FILES = {}       # path: the reason why it is longer
# Spelt in parts, so that this file keeps its own rule.
FORBIDDEN = [
    (re.compile("https?://[^ ]*(deb" + "ian|npm" + "js)"), "names a package host"),
    (re.compile("(?<![\\w.$}])/(wo" + "rk|fa" + "rm)/"), "names a path of one machine"),
]

breaches = []


def breach(path, line, text):
    breaches.append(f"{path}:{line}: {text}")


def tracked():
    command = ["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard"]
    names = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    return [n for n in names if os.path.isfile(os.path.join(ROOT, n))]


def check_includes(path, lines):
    rule = next((r for r in INCLUDES if path.startswith(r[0])), None)
    if not rule or not path.endswith((".c", ".h", ".S")):
        return
    folder = os.path.dirname(path)
    for number, line in enumerate(lines, 1):
        m = re.match(r"\s*#\s*include\s+(.*?)\s*(/\*.*)?$", line)
        if not m:
            continue
        beside = re.fullmatch(r'"([^"]+)"', m[1])
        if beside and os.path.exists(os.path.join(ROOT, folder, beside[1])) and "/" not in beside[1]:
            continue
        if not re.fullmatch(rule[1], m[1]):
            breach(path, number, f"must not include {m[1]}: {rule[2]}")


def check_functions(path, lines):
    if not path.endswith(".c"):
        return
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            if number - start > MAX_FUNCTION:
                breach(path, start, f"a function of {number - start} lines; {MAX_FUNCTION} is the limit")
            start = None


def check_text(path, lines):
    for number, line in enumerate(lines, 1):
        for pattern, what in FORBIDDEN:
            if pattern.search(line):
                breach(path, number, what)
        if SOURCE.search(path) and line != line.rstrip():
            breach(path, number, "blanks at the end of the line")


def check_file(path):
    try:
        with open(os.path.join(ROOT, path), encoding="utf-8") as f:
            lines = f.read().splitlines()
    except UnicodeDecodeError:
        if not path.startswith("tests/"):
            breach(path, 1, "binary files belong under tests/ only")
        return
    check_text(path, lines)
    if not SOURCE.search(path) or path.startswith("tests/corpus/"):
        return
    if not any("SPDX-License-Identifier: " + "Apache-2.0" in line for line in lines[:3]):
        breach(path, 1, "the first lines lack the SPDX licence line")
    if len(lines) > MAX_LINES and path not in LONG_FILES:
        breach(path, len(lines), f"{len(lines)} lines; more than {MAX_LINES} is more than one job")
    check_includes(path, lines)
    check_functions(path, lines)


def main():
    files = tracked()
    for path in files:
        check_file(path)
    for text in breaches:
        print(text)
    print(f"{len(files)} files, {len(breaches)} breaches of the house rules")
    return 1 if breaches else 0


sys.exit(main())

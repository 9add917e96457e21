#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the commands that README.md and docs/ show, as a reader would.

commands.py SRC [FILE...]: in each Markdown file, in its order and in one fresh
folder a file:

    ```sh            a script; it must succeed
    ```console       `$ command` lines, each followed by what it prints; a line
                     `...` stands for any lines; `[exit N]` behind the output
                     says that the command fails with N
    ```sh norun: why   is not run, for the reason given

$ZVM_SRC is the source tree; the SDK's programs are on PATH.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\w*)(?: (.*))?$")


def blocks(path):
    kind, start, lines, info = None, 0, [], ""
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f.read().splitlines(), 1):
            m = FENCE.match(line)
            if m and kind is None:
                kind, info, start, lines = m[1], m[2] or "", number, []
            elif line == "```" and kind is not None:
                yield kind, info, start, lines
                kind = None
            elif kind is not None:
                lines.append(line)
    if kind is not None:
        sys.exit(f"{path}:{start}: the block is not closed")


def shell(script, folder):
    return subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600, check=False)


def commands(lines):
    """The commands of a console block: [(command, expected lines, expected exit)]."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append([line[2:], [], 0])
        elif found and found[-1][0].endswith("\\"):
            found[-1][0] += "\n" + line
        elif found and (m := re.fullmatch(r"\[exit (\d+)\]", line)):
            found[-1][2] = int(m[1])
        elif found:
            found[-1][1].append(line)
    return found


def matches(expected, output):
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in expected)
    return re.fullmatch(pattern, output + ("\n" if output and not output.endswith("\n") else ""))


def check(path, kind, start, lines, folder):
    if kind == "sh":
        result = shell("\n".join(lines), folder)
        if result.returncode:
            return [f"{path}:{start}: exit status {result.returncode}\n{result.stdout.decode(errors='replace')[-2000:]}"]
        return []
    failures = []
    for command, expected, status in commands(lines):
        result = shell(command, folder)
        output = result.stdout.decode(errors="replace")
        if result.returncode != status or not matches(expected, output):
            failures.append(f"{path}:{start}: $ {command}\n  exit status {result.returncode}, expected {status}\n"
                            f"  printed:\n{output[-2000:]}\n  expected:\n" + "\n".join(expected))
    return failures


def main():
    src = os.path.abspath(sys.argv[1])
    files = sys.argv[2:] or sorted([os.path.join(src, "README.md"), *glob.glob(f"{src}/docs/**/*.md", recursive=True)])
    os.environ["ZVM_SRC"] = src
    ran, failures = 0, []
    for path in files:
        name = os.path.relpath(path, src)
        with tempfile.TemporaryDirectory(prefix="zvm-docs-") as folder:
            os.chmod(folder, 0o755)
            for kind, info, start, lines in blocks(path):
                if kind not in ("sh", "console"):
                    continue
                if info.startswith("norun"):
                    if not re.fullmatch(r"norun: .+", info):
                        failures.append(f"{name}:{start}: norun needs a reason")
                    continue
                ran += 1
                failures += check(name, kind, start, lines, folder)
    print("\n\n".join(failures), file=sys.stderr)
    print(f"{ran} blocks run, {len(failures)} failures")
    return 1 if failures or not ran else 0


sys.exit(main())

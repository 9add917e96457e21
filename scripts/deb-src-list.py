#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints deb-src lines for the Debian mirrors that this machine already uses.

Source packages are fetched from the same place as binary ones, so no mirror's
name stands in the project.  Both formats of apt's source lists are read.
"""
import glob
import re
import sys


def deb822(path):
    with open(path, encoding="utf-8") as f:
        text = "\n".join(l for l in f.read().splitlines() if not l.startswith("#"))
    for stanza in re.split(r"\n\s*\n", text):
        fields, key = {}, None
        for line in stanza.splitlines():
            if line[:1] in " \t" and key:
                fields[key] += "\n" + line
            elif ":" in line:
                key, _, value = line.partition(":")
                key = key.strip().lower()
                fields[key] = value
        if "deb" not in fields.get("types", "").split():
            continue
        signed = fields.get("signed-by", "").split()
        option = f"[signed-by={signed[0]}] " if len(signed) == 1 else ""
        for uri in fields.get("uris", "").split():
            for suite in fields.get("suites", "").split():
                yield uri, option, suite, fields.get("components", "").split()


def one_line(path):
    with open(path, encoding="utf-8") as f:
        for line in f:
            m = re.match(r"deb\s+(\[[^]]*\]\s+)?(\S+)\s+(\S+)\s+(.*)", line.strip())
            if m:
                option = re.sub(r"arch=\S+\s*", "", m[1] or "")
                yield m[2], option if option.strip() != "[]" else "", m[3], m[4].split("#")[0].split()


def main():
    lines = []
    entries = []
    for path in glob.glob("/etc/apt/sources.list.d/*.sources"):
        entries += deb822(path)
    for path in ["/etc/apt/sources.list", *glob.glob("/etc/apt/sources.list.d/*.list")]:
        try:
            entries += one_line(path)
        except FileNotFoundError:
            pass
    for uri, option, suite, components in entries:
        # Third-party archives carry no sources that we want.
        if "debian" in uri and "main" in components:
            lines.append(f"deb-src {option}{uri} {suite} main")
    if not lines:
        sys.exit("no Debian archive among this machine's apt sources")
    print("\n".join(dict.fromkeys(lines)))


main()

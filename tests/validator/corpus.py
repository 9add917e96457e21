#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns the cases of tests/rules into inputs of fuzz_raw: corpus.py CASES-FOLDER OUT-FOLDER"""
import glob
import os
import re
import sys

os.makedirs(sys.argv[2], exist_ok=True)
for path in glob.glob(os.path.join(sys.argv[1], "*", "*.case")):
    with open(path, encoding="ascii") as f:
        lines = [line.split("#")[0].strip() for line in f]
    code = b"".join(bytes.fromhex(line) for line in lines if re.fullmatch(r"[0-9a-f]{2}( [0-9a-f]{2})*", line))
    with open(os.path.join(sys.argv[2], os.path.basename(path)), "wb") as f:
        f.write(b"\0\0" + code + b"\xf4" * (-len(code) % 32))

# SPDX-License-Identifier: Apache-2.0
"""Feeds the loader damaged programs: it must refuse or run them, never crash.

damage.py ZEROVM PROGRAM [ROUNDS [every]]: cut after every byte of the headers and at many
places behind (`every`: after every byte, which takes long), and with random bits flipped, half of them in the headers.
"""
import random
import subprocess
import sys

zerovm, program = sys.argv[1:3]
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 300
with open(program, "rb") as f:
    good = f.read()
HEADERS = 64 + 56 * int.from_bytes(good[56:58], "little")
GUESTS = {0, 1, 42, 124, 132, 135, 136, 139}  # as a program that was accepted may end; 1: it finds its data damaged
random.seed(1)
counts = {"refused": 0, "ran": 0}
bad = 0


def attempt(name, data):
    global bad
    with open("guest", "wb") as f:
        f.write(data)
    done = subprocess.run([zerovm, "--exit-status", "--report", "report", "manifest"], timeout=30,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode in (125, 126):
        counts["refused"] += 1
    elif done.returncode in GUESTS:
        counts["ran"] += 1
    if done.returncode not in GUESTS | {125, 126} or "loader itself" in done.stderr:
        bad += 1
        print(f"{name}: exit status {done.returncode}: {done.stderr!r}")


places = range(HEADERS + 2, len(good)) if "every" in sys.argv else [random.randrange(len(good)) for _ in range(40)]
for size in [*range(HEADERS + 2), *places]:
    attempt(f"cut at {size}", good[:size])
for i in range(rounds):
    data = bytearray(good)
    for _ in range(random.choice((1, 1, 2, 8))):
        data[random.randrange(HEADERS if i % 2 else len(data))] ^= 1 << random.randrange(8)
    attempt(f"flip {i}", bytes(data))
print("bad:", bad, "refused some:", counts["refused"] > 100, "ran some:", counts["ran"] > 10)

# SPDX-License-Identifier: Apache-2.0
"""Finds out which system calls survive in a guest of zerovm-hole.

hole_syscalls.py ZEROVM [mprotect]: ./manifest runs ./guest, which reads a number and six
arguments (8 bytes each, little-endian) from ./call, makes the system call and
exits with code 42.  Prints the numbers of the calls that did not kill it, and
which forms of mprotect did not; with `mprotect` only those.
"""
import signal
import struct
import subprocess
import sys

zerovm = sys.argv[1]


def survives(number, *arguments):
    with open("call", "wb") as f:
        f.write(struct.pack("<7Q", number, *(list(arguments) + [0] * (6 - len(arguments)))))
    status = subprocess.run([zerovm, "--exit-status", "--report", "report", "manifest"],
                            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    return status != -signal.SIGSYS


X32 = 1 << 30
# The kernel lets its own uretprobe (335) and uprobe (336) through every filter; they
# do nothing but end a process that is no traced one.
KERNELS_OWN = {335, 336}
numbers = [n for n in range(0, 472) if n not in KERNELS_OWN] + [X32, X32 + 1, X32 + 39, X32 + 521, 0xFFFFFFFF, 1000]
# -1 is no descriptor and no address: the calls that are let through do nothing.
if "mprotect" not in sys.argv:
    print("calls:", *[n for n in numbers if survives(n, *[2**64 - 1] * 6)])

PAGE, HEAP, HOST = 4096, 0x40000, 0x7F0000000000
SYS_MPROTECT = 10
for name, arguments in {
    "heap r-x": (HEAP, PAGE, 5),
    "heap rwx": (HEAP, PAGE, 7),
    "heap --x": (HEAP, PAGE, 4),
    "heap none": (HEAP, PAGE, 0),
    "heap grows down": (HEAP, PAGE, 1 << 24 | 3),
    "heap high protection": (HEAP, PAGE, 1 << 32 | 1),
    "host r-x": (HOST, PAGE, 5),
    "host rw-": (HOST, PAGE, 3),
    "4 GiB": (1 << 32, PAGE, 3),
    "huge size": (HEAP, 1 << 32, 3),
}.items():
    print(name + ":", "survives" if survives(SYS_MPROTECT, *arguments) else "killed")

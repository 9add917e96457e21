# SPDX-License-Identifier: Apache-2.0
"""Starts zerovm in every odd environment of the hostile review.

The guest of ./manifest.spin spins until its timeout; that of ./manifest executes hlt: an environment that does no harm must end in
exactly that fault, one that would break the sandbox in a refusal.
"""
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys

ZEROVM = sys.argv[1]
libc = ctypes.CDLL(None, use_errno=True)
MMAP_PAGE_ZERO, READ_IMPLIES_EXEC = 0x0100000, 0x0400000
ADDR_NO_RANDOMIZE, ADDR_COMPAT_LAYOUT = 0x0040000, 0x0200000
failures = cases = 0


def personality(value):
    return lambda: libc.personality(value)


def block_all():
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, signal.NSIG))


def ignore_all():
    for number in range(1, 32):
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, signal.SIG_IGN)


def timers():
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.2)
    signal.setitimer(signal.ITIMER_PROF, 0.2)


def limit(which, value):
    return lambda: resource.setrlimit(which, (value, value))


def close_standard():
    for fd in range(3):
        os.close(fd)


def many_descriptors():
    for _ in range(200):
        os.dup2(os.open("/", os.O_RDONLY), os.open("/", os.O_RDONLY), inheritable=True)


def deny_write_execute():
    """PR_SET_MDWE, as systemd's MemoryDenyWriteExecute on new kernels; it survives exec."""
    return libc.prctl(65, 1, 0, 0, 0)


def small_stack():
    resource.setrlimit(resource.RLIMIT_STACK, (65536, 65536))


def unlimited_stack():
    resource.setrlimit(resource.RLIMIT_STACK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def case(name, before, state, message="", environment=None, wrapper=(), manifest="manifest"):
    """Runs zerovm after `before` in the child; compares the report's state and message."""
    global failures, cases
    cases += 1
    done = subprocess.run([*wrapper, ZEROVM, "--exit-status", "--report", "report", manifest],
                          preexec_fn=before, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30)
    with open("report", encoding="utf-8") as f:
        text = f.read()
    report = json.loads(text) if text else {"state": "no report", "message": ""}
    os.truncate("report", 0)
    if report["state"] != state or message not in report["message"]:
        failures += 1
        print(f"{name}: {report['state']}: {report['message']} (exit status {done.returncode}); "
              f"expected {state}: ...{message}...")


case("nothing odd", None, "fault", "hlt")
case("MMAP_PAGE_ZERO", personality(MMAP_PAGE_ZERO), "host", "MMAP_PAGE_ZERO")
case("READ_IMPLIES_EXEC", personality(READ_IMPLIES_EXEC), "fault", "hlt")
case("no ASLR", personality(ADDR_NO_RANDOMIZE), "fault", "hlt")
case("compatible layout", personality(ADDR_COMPAT_LAYOUT), "fault", "hlt")
case("old layout, unlimited stack", unlimited_stack, "fault", "hlt")
case("setarch -L -B -3 -R", None, "fault", "hlt", wrapper=("setarch", "x86_64", "-L", "-B", "-3", "-R"))
case("small stack", small_stack, "fault", "hlt")
case("blocked signals", block_all, "fault", "hlt")
case("ignored signals", ignore_all, "fault", "hlt")
case("running timers", timers, "timeout", manifest="manifest.spin")
case("closed standard streams", close_standard, "channel", "not open for writing")
case("foreign descriptors", many_descriptors, "fault", "hlt")
case("empty environment", None, "fault", "hlt", environment={})
case("address space limit", limit(resource.RLIMIT_AS, 5 << 30), "host", "ulimit -v")
case("small address space", limit(resource.RLIMIT_AS, 64 << 20), "host", "ulimit -v")
case("data limit", limit(resource.RLIMIT_DATA, 32 << 20), "no-memory", "cannot get")
case("no file size", limit(resource.RLIMIT_FSIZE, 0), "no report", "")
case("few descriptors", limit(resource.RLIMIT_NOFILE, 4), "manifest", "descriptors")
# Linux 6.3 has it.
if subprocess.run([sys.executable, "-c", "import ctypes; exit(ctypes.CDLL(None).prctl(66, 0, 0, 0, 0) != 0)"], check=False).returncode == 0:
    case("no new code", deny_write_execute, "host", "MemoryDenyWriteExecute")
else:
    cases += 1
print(f"{cases} cases")
sys.exit(failures > 0)

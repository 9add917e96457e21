# SPDX-License-Identifier: Apache-2.0
"""Ends sessions of ./manifest at random moments: race.py ZEROVM [ROUNDS]."""
import random
import signal
import subprocess
import sys
import time

rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
random.seed(7)
lost = 0
for i in range(rounds):
    p = subprocess.Popen([sys.argv[1], "--exit-status", "--report", "report", "manifest"],
                         stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.uniform(0, 0.06))
    p.send_signal(signal.SIGTERM)
    try:
        status = p.wait(timeout=10)
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()
        status = None
    # Before the handlers are there the signal simply kills.
    if status not in (128 + signal.SIGTERM, -signal.SIGTERM):
        lost += 1
        print(f"round {i}: exit status {status}")
print(lost, "lost")

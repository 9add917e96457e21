# SPDX-License-Identifier: Apache-2.0
"""Serves on a free port, asks over HTTP, and checks the answers."""
import os
import subprocess
import sys
import urllib.error
import urllib.request

server = subprocess.Popen([sys.executable, os.path.join(os.path.dirname(__file__), "serve.py"), "0", "distances"],
                          stdout=subprocess.PIPE, text=True)
try:
    base = f"http://127.0.0.1:{int(server.stdout.readline())}/"
    assert urllib.request.urlopen(base + "moon").read() == b"384400 km\n"
    for path, status in ("mars", 404), ("crash", 500), ("spin", 500):
        try:
            urllib.request.urlopen(base + path)
            sys.exit(f"{path}: no error")
        except urllib.error.HTTPError as e:
            assert e.code == status, (path, e.code)
    assert urllib.request.urlopen(base + "sun").read() == b"149597870 km\n"
finally:
    server.terminate()

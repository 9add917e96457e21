# SPDX-License-Identifier: Apache-2.0
"""The client of daemon mode: each kind of request, several at once, then the stop."""
import json
import os
import re
import socket
import sys
import time

with open(sys.argv[1], encoding="utf-8") as f:
    manifest = f.read()


def request(text):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(30)
    s.connect("job")
    s.sendall(b"0x%06x" % len(text) + text.encode())
    return s


def answer(s):
    data = b""
    while piece := s.recv(65536):
        data += piece
    assert int(data[:8], 16) == len(data) - 8, data
    return json.loads(data[8:]) if len(data) > 8 else None


def session(content, name, timeout=20):
    with open(name + ".in", "w", encoding="utf-8") as f:
        f.write(content)
    text = manifest.replace("Program = guest", "Program = /dev/null").replace("Timeout = 20", f"Timeout = {timeout}")
    text = re.sub(r"/dev/null, /dev/in", os.path.abspath(name + ".in") + ", /dev/in", text)
    text = re.sub(r"/dev/null, /dev/out", os.path.abspath(name + ".out") + ", /dev/out", text)
    text = re.sub(r"fd:[12],", "/dev/null,", text)
    return request(text)


def read(name):
    with open(name, encoding="utf-8") as f:
        return f.read()


r = answer(session("eA first", "one"))
assert (r["state"], r["guest_code"]) == ("ok", ord("A")), r
assert read("one.out") == "A first"
assert [c["put_bytes"] for c in r["channels"] if c["alias"] == "/dev/out"] == [7]

slow = session("s", "slow", timeout=2)
many = [session(f"eB{i}", f"many{i}") for i in range(8)]
for i, s in enumerate(many):
    assert answer(s)["state"] == "ok"
    assert read(f"many{i}.out") == f"B{i}"
r = answer(session("d", "divide"))
assert (r["state"], r["fault"]["signal"]) == ("fault", "SIGFPE"), r
assert answer(session("f", "fork"))["guest_code"] == 77
assert answer(slow)["state"] == "timeout"

assert answer(request("no manifest"))["state"] == "manifest"
assert answer(request(manifest.replace("/dev/in,", "/dev/other,")))["state"] == "manifest"
assert answer(request(manifest.replace("9999", "10000", 1)))["state"] == "manifest"
r = answer(request(manifest.replace("Channel = /dev/null, /dev/in", "Channel = /nowhere/at/all, /dev/in")
                   .replace("fd:1", "/dev/null").replace("fd:2", "/dev/null")))
assert r["state"] == "channel" and "/nowhere" in r["message"], r
s = socket.socket(socket.AF_UNIX)
s.connect("job")
s.sendall(b"garbage!")
assert answer(s)["state"] == "manifest"
socket.socket(socket.AF_UNIX).connect("job")  # connects and leaves

assert answer(session("eC", "last"))["state"] == "ok"
assert answer(request("")) is None  # the stop
for _ in range(200):
    if not os.path.exists("job"):
        break
    time.sleep(0.05)
assert not os.path.exists("job")
try:
    request("x")
    raise SystemExit("the daemon still answers")
except OSError:
    print("all is well")

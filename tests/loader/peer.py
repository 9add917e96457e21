# SPDX-License-Identifier: Apache-2.0
"""Plays the other instance of ./socket, badly.  The protocol: sandbox/loader/peer.h."""
import hashlib
import os
import socket
import struct
import sys
import time

# The second ends its stream without a digest.
HELLO, HELLO_PLAIN = b"ZVMCHAN1", b"ZVMCHAN2"
how = sys.argv[1]


def connect():
    while True:
        s = socket.socket(socket.AF_UNIX)
        try:
            s.connect("socket")
            return s
        except OSError:
            time.sleep(0.01)


def frame(data):
    return struct.pack("<I", len(data)) + data


def end(*data):
    return struct.pack("<I", 0) + hashlib.sha256(b"".join(data)).digest()


def accept():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("socket")
    listener.listen()
    s, _ = listener.accept()
    os.unlink("socket")
    assert s.recv(8, socket.MSG_WAITALL) == (HELLO if how == "read-digest" else HELLO_PLAIN)
    return s


if how.startswith("read"):
    s = accept()
    if how == "read-little":
        s.recv(100000, socket.MSG_WAITALL)
    s.close()
    sys.exit()

s = connect()
if how == "stranger":
    s.sendall(b"GET / HTTP/1.0\r\n\r\n")
else:
    s.sendall(HELLO_PLAIN if how.startswith("plain") else HELLO)
if how == "plain-cut":
    s.sendall(frame(b"abc") + b"\0\0\0")
elif how == "plain-good":
    s.sendall(frame(b"abc") + frame(b"") + b"what follows is not read")
    assert s.recv(1) == b"K"
elif how == "cut":
    s.sendall(frame(b"x" * 1000)[:500])
elif how == "corrupt":
    s.sendall(frame(b"abc") + end(b"abd"))
elif how == "frame":
    s.sendall(struct.pack("<I", 0xFFFFFFFF))
elif how == "wrong":
    s.sendall(frame(b"abc") + end(b"abc")[:20])
elif how == "good":
    s.sendall(frame(b"abc") + frame(b"de") + end(b"abcde"))
    assert s.recv(1) == b"K"
s.close()

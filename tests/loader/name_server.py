# SPDX-License-Identifier: Apache-2.0
"""The original's name server: waits for N instances, tells each where its peers listen."""
import socket
import struct
import sys

count = int(sys.argv[1])
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1], flush=True)
asked, bound = {}, {}
while len(asked) < count:
    data, sender = s.recvfrom(65535)
    me, binds, connects = struct.unpack_from(">III", data)
    asked[me] = (data, sender, binds, connects)
    for i in range(binds):
        peer, port = struct.unpack_from(">IH", data, 12 + 6 * i)
        bound[me, peer] = port
for me, (data, sender, binds, connects) in asked.items():
    answer = bytearray(data)
    for i in range(connects):
        at = 12 + 6 * (binds + i)
        peer, = struct.unpack_from(">I", data, at)
        struct.pack_into(">4sH", answer, at, socket.inet_aton(asked[peer][1][0]), bound[peer, me])
    s.sendto(answer, sender)

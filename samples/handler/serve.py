#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""serve.py PORT DATA: each request becomes the standard input of a fresh handler.

A sandbox reads a stream to its end, however it arrives: so the same request gives
the same answer.  This side decides where a request ends.
"""
import socketserver
import subprocess
import sys

REQUEST_MAX = 8192


class Handler(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self):
        request = b""
        while not request.endswith((b"\r\n\r\n", b"\n\n")) and len(request) < REQUEST_MAX:
            line = self.rfile.readline(REQUEST_MAX)
            if not line:
                break
            request += line
        handler = subprocess.run(["zvm", "run", "--mem", "64M", "--timeout", "2", "handler", "@" + sys.argv[2]],
                                 input=request, stdout=subprocess.PIPE, check=False)
        self.wfile.write(handler.stdout if handler.returncode == 0
                         else b"HTTP/1.0 500 Internal Server Error\r\n\r\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


with Server(("127.0.0.1", int(sys.argv[1])), Handler) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""serve.py PORT DATA: each connection becomes standard input and output of a fresh handler."""
import socketserver
import subprocess
import sys


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        status = subprocess.run(["zvm", "run", "--mem", "64M", "--timeout", "2", "handler", "@" + sys.argv[2]],
                                stdin=self.request, stdout=self.request, check=False).returncode
        if status:
            self.request.sendall(b"HTTP/1.0 500 Internal Server Error\r\n\r\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


with Server(("127.0.0.1", int(sys.argv[1])), Handler) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()

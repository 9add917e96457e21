# SPDX-License-Identifier: Apache-2.0
"""A session at the prompt of a sandboxed Lua."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import Terminal, equal  # noqa: E402

t = Terminal("zvm", "run", "lua")
t.expect("> ")
t.type("print(6 * 7)\n")
t.expect("42\n> ")
t.type("for i = 1, 2 do\n")
t.expect(">> ")
t.type("io.write(i, ' ') end print()\n")
t.expect("1 2 \n> ")
t.type("io.open('/etc/shadow')\n")
t.expect("No such file or directory")
t.type("error('wrong')\n")
t.expect("wrong")
t.expect("> ")
t.type("os.exit(3)\n")
equal(t.status(), 3)

t = Terminal("zvm", "run", "lua")
t.expect("> ")
t.type("while true do end\n")
t.expect("end\n")
t.type("\x03")
equal(t.status(), 130)

# A script from a pipe, as an argument, and one that reads what another writes.
run = subprocess.run(["zvm", "run", "lua", "-"], input="print(_VERSION)", capture_output=True, text=True, check=True)
equal(run.stdout, "Lua 5.4\n")
with open("script.lua", "w", encoding="utf-8") as f:
    f.write("for l in io.lines() do print(#l, arg[1]) end")
run = subprocess.run("printf 'a\\nbcd\\n' | zvm run lua @script.lua x | zvm run lua -e 'print((io.read \"a\"):upper())'",
                     shell=True, capture_output=True, text=True, check=True)
equal(run.stdout, "1\tX\n3\tX\n\n")
print("all well")

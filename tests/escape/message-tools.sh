# SPDX-License-Identifier: Apache-2.0
# A program's debug information is read by tools of the host, for messages: what it
# names they must not open, what runs in them must find no way out, and names out of it
# must not reach the terminal as control characters.
# RUN: . "$SRC/tests/loader/lib.sh"; PATH=$SDK/bin:$PATH; tool=$SDK/libexec/zvm/zvm-tool
# A split program names the rest of its debug information: here a FIFO, which would hang.
# RUN: echo 'void _start(void) { __builtin_trap(); }' >split.c
# RUN: clang-19 -c -g -gsplit-dwarf=split -ffreestanding -fno-pie split.c -o split.o && rm split.dwo && mkfifo split.dwo
# RUN: ld.lld-19 -T "$SDK/x86_64-zvm-linux-musl/lib/zvm.ld" split.o -o split; grep -q split.dwo split
# RUN: expect 1 timeout 15 zvm-validate split >out; grep -q R01 out || grep -q R02 out || grep -q 'rejected' out
# RUN: printf '\t.globl _start, evilA0B\n\t.type evilA0B, @function\n\t.balign 32\n_start:\n\tnop\nevilA0B:\n\thlt\n\t.size evilA0B, 1\n' >name.S
# RUN: assemble name.S; python3 -c 'd = open("guest", "rb").read(); open("guest", "wb").write(d.replace(b"evilA0B", b"ev\x1b]\x9b\xc2\x9b"))'
# RUN: expect 139 zvm run ./guest 2>err; grep -q 'in function ev?]???$' err || grep -q 'in function ev?\]??$' err
# The tool itself: reads the file, and the system; no other file, no writing, no process.
# RUN: echo secret >secret; echo plain >file; same plain "$("$tool" file cat file)"
# RUN: expect 1 "$tool" file cat secret 2>err; grep -q 'Permission denied' err; expect 1 "$tool" file cat /etc/passwd 2>err
# RUN: expect 1 "$tool" file cat /proc/self/environ 2>err; expect 1 "$tool" file cat /dev/zero 2>err
# RUN: expect 1 "$tool" file cp file copy 2>err; expect 1 "$tool" file rm file 2>err; expect 1 "$tool" file ln secret file2 2>err
# RUN: expect 1 "$tool" file chmod 777 file 2>err; expect 1 "$tool" file kill -0 $$ 2>err || expect 127 "$tool" file kill -0 $$ 2>err
# RUN: expect 1 "$tool" file /usr/bin/python3 -c 'import socket; socket.socket()' 2>err; grep -q 'PermissionError\|not permitted\|Permission denied' err
# RUN: for call in 'resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)' 'fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())' 'os.kill(os.getppid(), 0)' 'os.fork()'; do expect 1 "$tool" file /usr/bin/python3 -c "import fcntl, os, resource; $call" 2>err </dev/null; grep -q 'PermissionError' err; done
# RUN: same 3 "$("$tool" file /usr/bin/python3 -c 'import fcntl, os, resource; resource.prlimit(0, resource.RLIMIT_NOFILE); print(fcntl.fcntl(os.dup(0), fcntl.F_GETFD) + 2)')"
# RUN: same "LC_ALL=C PATH=/usr/bin:/bin" "$(DEBUGINFOD_URLS=x "$tool" file env | sort | xargs)"
# RUN: expect 125 "$tool" file; expect 125 "$tool" missing cat file; expect 125 "$tool" file no-such-tool
# RUN: same plain "$(ulimit -v 1000000 -t 5; "$tool" file cat file)"
# RUN: echo held
# NEEDS: landlock
# OUT: held

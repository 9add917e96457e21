#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$S" "$D"
# NEEDS: root procfs
# OUT: all well
# TIMEOUT: 200
# zvm run where something is missing: rights, streams, space, /proc, /tmp, namespaces; and
# files that are no programs.
set -e
says() { # STATUS TEXT COMMAND...: the text is somewhere in the output
	local status=$1 text=$2 got=0
	shift 2
	"$@" >out 2>&1 || got=$?
	[ $got = "$status" ] && { [ -z "$text" ] || grep -qF -e "$text" out; } || { echo "$*: status $got, not $status with: $text"; cat out; exit 1; }
}
printf '#include <stdio.h>\nint main(int c, char **v) { puts("hello"); return c > 1; }\n' >hello.c
zvm-clang -O1 hello.c -o hello
chmod 755 .
as_nobody="setpriv --reuid=1234 --regid=1234 --clear-groups"

# Who runs it: root, nobody, root of a user namespace that maps nobody else.
says 0 hello zvm run hello
says 0 hello $as_nobody zvm run hello
if unshare -r true 2>/dev/null; then says 0 hello unshare -r zvm run hello; fi

# Under a container's filter: no namespaces, no tracing, no newer system calls.
cat >contained.py <<'END'
import ctypes, os, struct, sys
LOAD, JUMP_EQUAL, JUMP_ABOVE, RETURN = 0x20, 0x15, 0x25, 0x06
REFUSE, ALLOW = 0x00050001, 0x7FFF0000 # EPERM
denied = [101, 272, 308, 310, 311, 425, 428, 435, 298, 321, 135 + 1000] # ptrace, unshare, setns, ...
program = [(LOAD, 0, 0, 0), (JUMP_ABOVE, len(denied) + 1, 0, 450)]
for i, n in enumerate(denied):
    program.append((JUMP_EQUAL, len(denied) - i, 0, n))
program += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
code = b"".join(struct.pack("<HBBI", *p) for p in program)
buffer = ctypes.create_string_buffer(code)
fprog = struct.pack("<HxxxxxxQ", len(program), ctypes.addressof(buffer))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, ctypes.c_char_p(fprog), 0, 0) == 0
os.execvp(sys.argv[1], sys.argv[1:])
END
says 0 hello python3 contained.py zvm run hello
says 0 hello python3 contained.py $as_nobody zvm run hello

# Streams that are closed, or to a full disk.
says 0 '' sh -c 'zvm run hello >&-'
says 0 hello sh -c 'zvm run hello <&- 2>&-'
says 0 '' sh -c 'zvm run hello <&- >&- 2>&-'
says 125 'cannot write to standard output' sh -c 'zvm --help >/dev/full'
says 125 'cannot write to standard output' sh -c 'zvm run --help >/dev/full'
says 1 '' sh -c 'zerovm --help >/dev/full'
says 125 '--report /dev/full: cannot write: No space left' zvm run --report /dev/full hello
says 1 '--report /dev/full: cannot write' zvm run --report /dev/full hello x

# Files in memory obey the limit of file sizes, and a report overwrites nothing of the session.
says 0 'cannot write: File too large' sh -c '{ (ulimit -f 0; zvm run hello 2>&1 || :); } | cat'
for place in hello data; do echo data >data; cp hello keep; says 2 "--report $place: " zvm run --report $place hello @data; cmp hello keep; [ "$(cat data)" = data ]; done
says 2 'channel /dev/stdout uses this file' sh -c 'zvm run --report log hello >log'
says 127 'no?[2J?such' zvm run $'no\e[2J\nsuch'
# A folder for each level, up to what a path can name.
trap 'rm -rf deep' EXIT
python3 -c 'import os; os.mkdir("deep"); os.chdir("deep"); [(os.mkdir("d"), os.chdir("d")) for _ in range(2100)]'
says 0 'left out: the path is longer than 4096 bytes' zvm run --volume deep:/x hello
says 2 'cannot list: ' sh -c 'ulimit -n 300; zvm run --volume deep:/x hello'
rm -r deep

# No /proc: the loader cannot look at its own map, and refuses. No /tmp, nothing to write on.
alone() { [ -n "${ZVM_SANITIZED-}" ] || says "$@"; } # a program with AddressSanitizer needs libraries and /proc
alone 125 '/proc' unshare -m sh -c 'mount -t tmpfs none /proc; zvm run hello'
says 2 '/proc/self/maps' unshare -m sh -c "mount -t tmpfs none /proc; printf '%s\n' 'Version = 20130611' 'Program = $PWD/hello' 'Memory = 99999999, 0' 'Timeout = 9' \
	'Channel = fd:0, /dev/stdin, 0, 0, 9, 9, 0, 0' 'Channel = fd:1, /dev/stdout, 0, 0, 0, 0, 9, 9' 'Channel = fd:2, /dev/stderr, 0, 0, 0, 0, 9, 9' >/proc/m; zerovm /proc/m"
says 0 hello env TMPDIR=/nonexistent zvm run hello
mkdir -p root/proc root/folder
cp "$(command -v zvm)" "$(command -v zerovm)" hello root
alone 0 hello unshare -m sh -c 'mount --bind root root; mount -t proc none root/proc; mount -o ro,remount,bind root; exec chroot root /zvm run hello'
alone 0 hello unshare -m sh -c 'mount --bind root root; mount -t proc none root/proc; mount -o ro,remount,bind root; exec chroot root /zvm run --volume /folder:/x hello'

# What is no program, in a word each.
says 127 "the program's name is empty" zvm run ''
printf 'int main(void) { return 0; }\n' >x.c
clang-19 --target=i386-linux-gnu -c x.c -o i386.o
clang-19 --target=aarch64-linux-gnu -c x.c -o arm.o
says 126 'is a program for 32-bit x86' zvm run i386.o
says 126 'is a program for 64-bit ARM' zvm run arm.o
for size in 63 64 200; do head -c $size hello >cut; says 126 'cut: is cut off' zvm run cut; done
head -c 4000 hello >cut; says 126 'cut: the file ends inside' zvm run cut
head -c 100000 hello >cut; says 126 'cut: the file ends inside a segment' zvm run cut
cp hello secret; chmod 600 secret
says 126 'secret: cannot open the program: Permission denied' $as_nobody zvm run secret
mkfifo fifo; says 126 'is not a regular file' timeout 20 zvm run fifo
says 126 'is not a regular file' zvm run /dev/zero
echo all well

# SPDX-License-Identifier: Apache-2.0
# For cases under tests/loader and tests/escape; sourced by their RUN lines.
#
#   compile [SOURCE]          a C guest (this case by default) -> ./guest
#   assemble [SOURCE]         a guest in assembly, past the rewriter -> ./guest
#   manifest [LINE...]        ./manifest: ./guest with standard channels and these
#                             lines, each of which replaces a default with its key
#                             (Channel: with its alias)
#   run [OPTION...]           zerovm --exit-status on ./manifest; the report is in ./report
#   report FIELD...           prints a field of the report: report fault signal

BLOCKS=${BLOCKS:-$SRC/tests/loader}
ZEROVM=${ZEROVM:-zerovm}

compile() {
	zvm-clang -O2 -nostdlib -fno-builtin -I"$SRC/tests/loader" "${1:-$S}" -o guest "${@:2}"
}

# The linker does not ask the validator: what these guests are is for the loader to find out.
assemble() {
	clang-19 -c -x assembler-with-cpp -I"$SRC/tests/loader" -I"$SDK/include" "${1:-$S}" -o guest.o
	ld.lld-19 -T "$SDK/x86_64-zvm-linux-musl/lib/zvm.ld" guest.o -o guest
}

manifest() {
	python3 - "$@" >manifest <<'PYTHON'
import sys
lines = ["Version = 20130611", "Program = guest", "Memory = 67108864, 0", "Timeout = 20",
         "Channel = /dev/null, /dev/stdin, 0, 0, 1, 1, 0, 0",
         "Channel = fd:1, /dev/stdout, 0, 0, 0, 0, 1000000, 1000000000",
         "Channel = fd:2, /dev/stderr, 0, 0, 0, 0, 1000000, 1000000000"]
def key(line):
    name, value = (part.strip() for part in line.split("=", 1))
    return (name, value.split(",")[1].strip()) if name == "Channel" else name
given = {key(line) for line in sys.argv[1:]}
print("\n".join([line for line in lines if key(line) not in given] + sys.argv[1:]))
PYTHON
}

run() {
	"$ZEROVM" --exit-status --report report "$@" manifest
}

report() {
	python3 - "$@" <<'PYTHON'
import json, sys
value = json.load(open("report"))
for name in sys.argv[1:]:
    if isinstance(value, list):
        value = next(c for c in value if c["alias"] == name)
    else:
        value = value[name]
print(value)
PYTHON
}

# same A B: fails with a message unless both texts are equal.
same() {
	[ "$1" = "$2" ] || { echo "'$1' is not '$2'" >&2; return 1; }
}

# expect STATUS COMMAND...: fails unless the command exits with that status.
expect() {
	local want=$1 got=0
	shift
	"$@" || got=$?
	[ "$got" = "$want" ] || { echo "exit status $got instead of $want: $*" >&2; return 1; }
}

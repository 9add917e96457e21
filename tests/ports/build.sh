# SPDX-License-Identifier: Apache-2.0
# Sourced by the port tests: builds one source tree twice, for this machine and
# for the sandbox, in the folders native/ and sandbox/ of the test's own folder.
# The native build is the oracle; both use clang-19 -O2.

# both NAME FUNCTION: calls FUNCTION in a copy of the tree for each, with CC, AR,
# RANLIB, HOST (the --host of configure scripts) and RUN (how to run a program).
both() {
	local tree
	tree=$("$SRC/scripts/source-tree.sh" "$1")
	for side in native sandbox; do
		cp -r "$tree" "$side"
		if [ $side = native ]; then
			export CC=clang-19 AR=ar RANLIB=ranlib HOST=
		else
			export CC=zvm-clang AR=x86_64-zvm-linux-musl-ar RANLIB=x86_64-zvm-linux-musl-ranlib
			export HOST=x86_64-zvm-linux-musl
		fi
		(cd $side && "$2") >"$side.log" 2>&1 || { tail -n 30 "$side.log" >&2; return 1; }
	done
}

# same PROGRAM ARGUMENTS...: runs it on both sides with the standard input of the
# case's file ./input (if there is one); output and exit status must be equal.
same() {
	local program=$1 input=/dev/null status_native=0 status_sandbox=0
	shift
	[ -e input ] && input=input
	"native/$program" "$@" <$input >native.out 2>native.err || status_native=$?
	zvm run "sandbox/$program" "$@" <$input >sandbox.out 2>sandbox.err || status_sandbox=$?
	if ! cmp native.out sandbox.out || [ $status_native != $status_sandbox ]; then
		echo "$program $*: native exit $status_native, sandbox exit $status_sandbox" >&2
		diff native.out sandbox.out | head -n 20 >&2
		tail -n 20 sandbox.err >&2
		return 1
	fi
}

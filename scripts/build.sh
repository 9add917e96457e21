#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds everything under build/ (or $ZVM_BUILD) and installs the SDK in
# build/sdk.  Safe to run again: only what changed is built.
# build.sh --tests builds the tests' host programs, too.
#
#   host   the toolchain, the validator and the loader, for this machine
#   guest  compiler builtins, musl and ZRT, compiled by that toolchain
. "$(dirname "$0")/lib.sh"

say "host: compiler driver, rewriter, validator, loader"
host=$BUILD/host
# A build folder knows where its source lay: one that was moved is made anew.
place="$SRC -> $SDK"
[ "$(cat "$host/.place" 2>/dev/null)" = "$place" ] || rm -rf "$host"
if [ ! -f "$host/build.ninja" ]; then
	logged host-setup meson setup --prefix "$SDK" --libdir lib "$host" "$SRC"
	printf '%s\n' "$place" >"$host/.place"
fi
if [ "${1:-}" = --tests ] && [ ! -e "$host/.with-tests" ]; then
	logged host-setup meson configure -Dtests=true "$host"
	touch "$host/.with-tests"
fi
logged host-build ninja -C "$host" install

# Each guest part: build.sh SDK WORK.  Headers come first: ZRT and the builtins
# are compiled against musl's.
guest=$BUILD/guest
musl=$("$SRC/scripts/fetch.sh" "$SRC/libc-overlay/musl.lock")
say "guest: musl (about a minute the first time)"
"$SRC/libc-overlay/build.sh" "$SDK" "$guest/musl" "$musl"
say "guest: compiler builtins"
logged builtins "$SRC/toolchain/builtins/build.sh" "$SDK" "$guest/builtins"
say "guest: ZRT"
logged zrt "$SRC/zrt/build.sh" "$SDK" "$guest/zrt"
say "the SDK is in $SDK"

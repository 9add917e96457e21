#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs tests with the host's programs built with AddressSanitizer and
# UndefinedBehaviorSanitizer: sanitize.sh [PATTERN...].  The loader is built without: it
# owns the addresses that they use; its parsers are fuzzed with them under tests/.
. "$(dirname "$0")/lib.sh"

"$SRC/scripts/build.sh" --tests
root=$BUILD/sanitized
mkdir -p "$root"
say "host programs with sanitizers"
[ -f "$root/host/build.ninja" ] ||
	logged sanitize-setup meson setup --prefix "$root/sdk" --libdir lib -Dtests=true \
		-Db_sanitize=address,undefined -Dwerror=false -Dbuildtype=debugoptimized "$root/host" "$SRC"
rm -rf "$root/sdk"
cp -a "$SDK" "$root/sdk"
logged sanitize-build ninja -C "$root/host" install
say "tests"
# What a short-lived program still holds at its end is no leak.
export ASAN_OPTIONS=detect_leaks=0:exitcode=99 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 ZVM_SANITIZED=1
[ $# -gt 0 ] || set -- tests/cli tests/manifest tests/report tests/driver tests/rewrite
exec python3 "$SRC/tests/run.py" --build "$root" "$@"

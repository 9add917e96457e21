#!/usr/bin/env bash
# Measures the sandbox against native code on this machine; see bench/bench.py.
# bench.sh [--rounds N] [--json FILE] [PROGRAM...]
. "$(dirname "$0")/lib.sh"

"$SRC/scripts/install-deps.sh" --tests
"$SRC/scripts/build.sh"
exec python3 "$SRC/bench/bench.py" --build "$BUILD" "$@"

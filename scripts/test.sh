#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds everything and runs all tests; the last line counts them.
# test.sh [PATTERN...] runs only the cases whose path holds a pattern.
. "$(dirname "$0")/lib.sh"

"$SRC/scripts/install-deps.sh" --tests
"$SRC/scripts/build.sh" --tests
say "tests"
exec python3 "$SRC/tests/run.py" --build "$BUILD" --slowest 10 "$@"

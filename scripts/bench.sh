#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the sandbox on this machine: bench.sh [OPTIONS] [PROGRAM...], see
# `bench.sh --help`; `bench.sh validator` measures the validator's throughput,
# `bench.sh operations [NAME...]` single calls of runtime and C library.
. "$(dirname "$0")/lib.sh"

"$SRC/scripts/install-deps.sh" --tests --bench
"$SRC/scripts/build.sh"
if [ "${1:-}" = validator ]; then
	shift
	exec "$SRC/bench/validator/run.sh" "$@"
fi
if [ "${1:-}" = operations ]; then
	shift
	exec python3 "$SRC/bench/operations.py" --build "$BUILD" "$@"
fi
exec python3 "$SRC/bench/bench.py" --build "$BUILD" "$@"

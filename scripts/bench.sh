#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the sandbox on this machine: bench.sh [OPTIONS] [PROGRAM...], see
# `bench.sh --help`; `bench.sh validator` measures the validator's throughput,
# `bench.sh operations [NAME...]` single calls of runtime and C library,
# `bench.sh startup` the time from exec to exit, `bench.sh channels` runtime calls.
. "$(dirname "$0")/lib.sh"

"$SRC/scripts/install-deps.sh" --tests --bench
"$SRC/scripts/build.sh"
part=${1:-}
case $part in
validator | startup | channels)
	shift
	exec "$SRC/bench/$part/run.sh" "$@"
	;;
operations)
	shift
	exec python3 "$SRC/bench/operations.py" --build "$BUILD" "$@"
	;;
esac
exec python3 "$SRC/bench/bench.py" --build "$BUILD" "$@"

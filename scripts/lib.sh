# SPDX-License-Identifier: Apache-2.0
# Shared by the scripts: where things are, and how they talk.  Sourced.
set -euo pipefail

SRC=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
BUILD=${ZVM_BUILD:-$SRC/build}
mkdir -p "$BUILD"
BUILD=$(cd "$BUILD" && pwd)
SDK=$BUILD/sdk
LOGS=$BUILD/logs
mkdir -p "$LOGS"

step_start=$(date +%s)
say() { printf '[%4ds] %s\n' $(($(date +%s) - step_start)) "$*"; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# logged NAME COMMAND...: runs it with its output in a log; on failure shows
# the end of the log and says where the rest is.
logged() {
	local log=$LOGS/$1.log status=0
	shift
	"$@" >"$log" 2>&1 || status=$?
	if [ $status -ne 0 ]; then
		tail -n 25 "$log" >&2
		printf '%s: failed (exit %d): %s\n  the whole log: %s\n' \
			"$(basename "$0")" $status "$*" "$log" >&2
		return $status
	fi
}

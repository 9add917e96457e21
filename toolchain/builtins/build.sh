#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh SDK WORK: the compiler's own library, installed in
# SDK/x86_64-zvm-linux-musl/lib.  Only what changed is built again.
set -euo pipefail

[ $# = 2 ] || { echo "usage: build.sh SDK WORK" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$2"
exec make -s -j "${ZVM_JOBS:-2}" -C "$2" -f "$here/Makefile" SDK="$(cd "$1" && pwd)"

# SPDX-License-Identifier: Apache-2.0
# LMDB by its recipe: a makefile that insists on a shared library, built with
# --shared-archive; shared mappings of a file, written back between runs.
# RUN: bash -e "$S"
# TIMEOUT: 900
"$SRC/scripts/port.sh" --check lmdb >log 2>&1 || { cat log >&2; exit 1; }
grep -q 'Entries: 161' "$BUILD/logs/port-lmdb-check.log"

# SPDX-License-Identifier: Apache-2.0
# The table of system calls in docs/runtime.md is that of zrt/syscalls.def.
# RUN: bash "$S"
# OUT: ok
set -euo pipefail
python3 "$SRC/scripts/syscall-table.py" --check

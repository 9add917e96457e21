# SPDX-License-Identifier: Apache-2.0
# The table of system calls in the documentation is that of the code, and every
# The table of system calls in docs/runtime.md is that of zrt/syscalls.def.
# OUT: ok
set -euo pipefail
python3 "$SRC/scripts/syscall-table.py" --check

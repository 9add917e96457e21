# SPDX-License-Identifier: Apache-2.0
# The house rules hold, and the checker notices a breach.
# RUN: bash "$S"
set -eu
python3 "$SRC/scripts/check-style.py"
git init -q breach && mkdir -p breach/sandbox/elf
printf '/* SPDX-License-Identifier: Apache-2.0 */\n#include <stdio.h>\n' > breach/sandbox/elf/a.c
if python3 "$SRC/scripts/check-style.py" breach > out; then exit 9; fi
grep -q 'sandbox/elf/a.c:2: must not include <stdio.h>' out

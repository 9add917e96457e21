/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Damaged programs: cut anywhere, bits flipped anywhere.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; mv guest good; manifest "Timeout = 5"
 * RUN: python3 "$D/damage.py" $SDK/bin/zerovm good 300
 * TIMEOUT: 200
 * OUT: bad: 0 refused some: True ran some: True
 */
#include "check.h"

static char writable[5000] = "data";

void _start(void)
{
	CHECK(equal(writable, "data", 5), true);
	zvm_exit(42);
}

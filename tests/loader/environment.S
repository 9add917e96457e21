/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a parent process can leave behind: personalities, blocked and ignored
 * signals, timers, limits, odd descriptors.  environment.py tells each case.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"
 * RUN: assemble "$D/spin.S"; mv guest spin; manifest "Program = spin" "Timeout = 1"; mv manifest manifest.spin
 * RUN: assemble; manifest
 * RUN: python3 "$D/environment.py" $SDK/bin/zerovm
 * NEEDS: root procfs
 * TIMEOUT: 120
 * OUT~: ^[0-9]+ cases$
 */
#include "guest.inc"
_start:
	hlt

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A signal that asks the session to end is never lost: not while the loader
 * starts, not between its last look and a blocking system call, not on the way back
 * to the guest.  The guest computes, reads a file, and then blocks on a pipe.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; mkfifo pipe; exec 8<>pipe; echo text >file
 * RUN: manifest "Timeout = 100" "Channel = $T/file, /dev/file, 3, 0, 9999999, 9999999, 0, 0" "Channel = $T/pipe, /dev/pipe, 0, 0, 9, 9, 0, 0"
 * RUN: python3 "$D/race.py" $SDK/bin/zerovm
 * TIMEOUT: 200
 * OUT: 0 lost
 */
#include "check.h"

void _start(void)
{
	static char buffer[8];

	for (int i = 0; i < 3000; i++)
		CHECK(zvm_pread(channel("/dev/file"), buffer, 4, 0), 4);
	zvm_pread(channel("/dev/pipe"), buffer, 1, 0);
	zvm_exit(1);
}

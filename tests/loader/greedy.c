/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that takes all it can get: every page of the heap and no more, every
 * byte of the quota and no more, and the whole stack.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile
 * RUN: manifest "Memory = 50331648, 0" "Channel = $T/out, /dev/out, 0, 0, 0, 0, 999999, 1000000"
 * RUN: expect 139 run; report fault what; stat -c %s out
 * RUN: [ $(report peak_memory) -lt 54000000 ]
 * RUN: compile "$S" -DRECURSE; expect 139 run; report fault what
 * OUT: write to memory that is not writable
 * OUT: 1000000
 * OUT: stack overflow
 */
#include "check.h"

#ifdef RECURSE
static int recurse(volatile char *above)
{
	volatile char frame[1000];

	frame[0] = *above;
	return recurse(frame) + frame[0];
}
#endif

void _start(void)
{
	const struct zvm_session *s = zvm_session();

#ifdef RECURSE
	volatile char frame = 1;

	zvm_exit(recurse(&frame));
#endif
	for (int64_t n = 1; n > 0;)
		n = zvm_pwrite(channel("/dev/out"), heap(), 7777, 0);
	for (volatile char *p = heap();; p += ZVM_PAGE)
		*p = (char)(s->heap_end != 0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing to a live unit faults; so does running a page that is a unit no longer.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; manifest "Jail = 1"
 * RUN: compile; expect 139 run; report fault what
 * RUN: compile "$S" -DUNJAIL; expect 139 run; report fault what
 * OUT: write to memory that is not writable
 * OUT: jump to memory that is not executable
 */
#include "check.h"

void _start(void)
{
	volatile char *p = heap();
	void (*volatile f)(void) = (void (*)(void))(uintptr_t)p;

	for (int i = 0; i < 4096; i++)
		p[i] = (char)0xF4;
	CHECK(zvm_jail(heap(), 4096), 0);
#ifdef UNJAIL
	CHECK(zvm_unjail(heap(), 4096), 0);
	f();
#else
	*p = 0;
#endif
	zvm_exit(f != 0);
}

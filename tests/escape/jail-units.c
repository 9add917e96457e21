/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit must not branch into the middle of another: after the other is taken back
 * and replaced, the branch would lead anywhere.  To an aligned address it may.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; manifest "Jail = 1"; compile; expect 0 run; report validator rule
 * OUT: R05
 */
#include "check.h"

static void fill(char *page)
{
	for (int i = 0; i < 4096; i++)
		page[i] = (char)0xF4;
}

/* jmp rel32 at the start of the page */
static void jump(char *page, int32_t distance)
{
	page[0] = (char)0xE9;
	for (int i = 0; i < 4; i++)
		page[1 + i] = (char)((uint32_t)(distance - 5) >> 8 * i);
}

void _start(void)
{
	char *a = heap(), *b = heap() + 4096;

	fill(a);
	fill(b);
	CHECK(zvm_jail(b, 4096), 0);
	jump(a, 4096 + 4); /* hlt stands there now, an instruction start */
	CHECK(zvm_jail(a, 4096), -ZVM_EPERM);
	jump(a, 4096 + 32);
	CHECK(zvm_jail(a, 4096), 0);
	CHECK(zvm_unjail(b, 4096), 0);
	zvm_exit(0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The bounds of user.h, out of the session block. */
#include "user.h"

#include <zvm.h>

struct zrt_user_bounds zrt_user;

void zrt_user_init(void)
{
	const struct zvm_session *session = zvm_session();

	zrt_user.low = ZVM_SESSION;
	zrt_user.writable_low = ZVM_THREAD;
	zrt_user.hole = session->heap_end;
	zrt_user.hole_end = session->stack_start;
	zrt_user.high = session->stack_end;
}

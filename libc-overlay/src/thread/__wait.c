/* SPDX-License-Identifier: Apache-2.0 */
#include "pthread_impl.h"

/* As musl's, without its spinning: nobody else runs meanwhile. */
void __wait(volatile int *addr, volatile int *waiters, int val, int priv)
{
	if (waiters)
		a_inc(waiters);
	while (*addr == val)
		__futexwait(addr, val, priv);
	if (waiters)
		a_dec(waiters);
}

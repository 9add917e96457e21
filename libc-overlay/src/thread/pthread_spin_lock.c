/* SPDX-License-Identifier: Apache-2.0 */
#include "pthread_impl.h"

/* The owner can only let go if it runs. */
int pthread_spin_lock(pthread_spinlock_t *s)
{
	while (a_cas(s, 0, EBUSY))
		__syscall(SYS_sched_yield);
	return 0;
}

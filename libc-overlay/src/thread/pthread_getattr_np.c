/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <zvm/session.h>
#include <zvm/layout.h>

#include "libc.h"
#include "pthread_impl.h"

int pthread_getattr_np(pthread_t t, pthread_attr_t *a)
{
	const struct zvm_session *session = (const struct zvm_session *)ZVM_SESSION;
	*a = (pthread_attr_t){0};
	a->_a_detach = t->detach_state >= DT_DETACHED;
	a->_a_guardsize = t->guard_size;
	if (t->stack) {
		a->_a_stackaddr = (uintptr_t)t->stack;
		a->_a_stacksize = t->stack_size;
	} else {
		a->_a_stackaddr = session->stack_end;
		a->_a_stacksize = session->stack_end - session->stack_start;
	}
	return 0;
}

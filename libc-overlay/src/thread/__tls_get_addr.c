/* SPDX-License-Identifier: Apache-2.0 */
#include <zvm/layout.h>

#include "pthread_impl.h"

/*
 * The running thread's variables stand below ZVM_TP; dtv holds where the block
 * rests while another thread runs, at the same distance below struct pthread.
 */
void *__tls_get_addr(tls_mod_off_t *v)
{
	pthread_t self = __pthread_self();
	return (void *)(ZVM_TP + (self->dtv[v[0]] + v[1] - (uintptr_t)self));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <zvm/layout.h>
#include <stdint.h>
#include <string.h>

#include "pthread_impl.h"

/* Where -fstack-protector looks: %fs:40, which is here for every thread. */
#define CANARY_SLOT ((uintptr_t)ZVM_TP + 40)

uintptr_t __stack_chk_guard;

void __init_ssp(void *entropy)
{
	if (entropy)
		memcpy(&__stack_chk_guard, entropy, sizeof __stack_chk_guard);
	/* A zero byte stops string functions that run over the end. */
	__stack_chk_guard &= ~(uintptr_t)0xff00;
	__asm__ volatile("mov %0,%c1" : : "r"(__stack_chk_guard), "i"(CANARY_SLOT) : "memory");
	__pthread_self()->canary = __stack_chk_guard;
}

_Noreturn void __stack_chk_fail(void)
{
	for (;;)
		a_crash();
}

hidden void __stack_chk_fail_local(void);
weak_alias(__stack_chk_fail, __stack_chk_fail_local);

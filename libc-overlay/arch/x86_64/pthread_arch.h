/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The running thread's struct pthread is found through the word at the constant
 * address ZVM_TP; ZRT changes the word when another thread goes on.  gcc takes a
 * small constant address for a null pointer with an offset: the asm hides it.
 */
#include <zvm/layout.h>

static inline uintptr_t __get_tp(void)
{
	uintptr_t tp;
	__asm__("mov %c1,%0" : "=r"(tp) : "i"(ZVM_TP));
	return tp;
}

#define MC_PC gregs[REG_RIP]

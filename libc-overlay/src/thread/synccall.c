/* SPDX-License-Identifier: Apache-2.0 */
#include "pthread_impl.h"

/*
 * Linux keeps identity, limits and barriers per thread, so musl makes the call
 * in each of them.  ZRT keeps one set for the program: once is enough.
 */
void __synccall(void (*func)(void *), void *ctx)
{
	func(ctx);
}

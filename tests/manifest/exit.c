/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest program that ends well. */
#include <zvm.h>

void _start(void)
{
	zvm_exit(0);
}

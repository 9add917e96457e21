/* SPDX-License-Identifier: Apache-2.0 */
#include "exit.h"

#include <zvm.h>

#include "syscall.h"

_Noreturn void zrt_end(int32_t code)
{
	zvm_exit(code & 0xFF);
}

ZRT_SYS(exit_group)
{
	zrt_end((int32_t)a);
}

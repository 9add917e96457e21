/* SPDX-License-Identifier: Apache-2.0 */
#include "exit.h"

#include <zvm.h>

#include "images.h"
#include "syscall.h"

_Noreturn void zrt_end(int32_t code)
{
	code &= 0xFF;
	if (zrt_images_export() && !code)
		code = ZRT_EXIT_IMAGE;
	zvm_exit(code);
}

ZRT_SYS(exit_group)
{
	zrt_end((int32_t)a);
}

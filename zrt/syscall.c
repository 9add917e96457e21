/* SPDX-License-Identifier: Apache-2.0 */
/* Dispatch: the two tables that zrt/syscalls.def becomes, and the door. */
#include "syscall.h"

#include <errno.h>
#include <stddef.h>
#include <zrt/zrt.h>

/* A refused call is one function per line of the list: the table stays one jump. */
#define ZRT_CALL(number, name)
#define ZRT_REFUSE(number, name, error, reason) \
	static ZRT_SYS(name)                    \
	{                                       \
		return -(error);                \
	}
#include "syscalls.def"
#undef ZRT_CALL
#undef ZRT_REFUSE

#define ZRT_CALL(number, name) [number] = zrt_sys_##name,
#define ZRT_REFUSE(number, name, error, reason) [number] = zrt_sys_##name,
static zrt_handler *const handlers[ZRT_SYSCALLS] = {
#include "syscalls.def"
};
#undef ZRT_CALL
#undef ZRT_REFUSE

#define ZRT_CALL(number, name) [number] = {#name, 0, NULL},
#define ZRT_REFUSE(number, name, error, reason) [number] = {#name, error, reason},
static const struct zrt_syscall_info infos[ZRT_SYSCALLS] = {
#include "syscalls.def"
};
#undef ZRT_CALL
#undef ZRT_REFUSE

long zrt_syscall(long n, long a, long b, long c, long d, long e, long f)
{
	zrt_handler *handler;

	if ((unsigned long)n >= ZRT_SYSCALLS)
		return -ENOSYS;
	handler = handlers[n];
	return handler ? handler(a, b, c, d, e, f) : -ENOSYS;
}

const struct zrt_syscall_info *zrt_syscall_info(long n)
{
	return (unsigned long)n < ZRT_SYSCALLS ? &infos[n] : NULL;
}

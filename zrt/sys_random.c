/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>

#include "random.h"
#include "syscall.h"
#include "user.h"

#define NONBLOCK 1u
#define RANDOM 2u
#define INSECURE 4u

ZRT_SYS(getrandom)
{
	size_t size = (size_t)b > INT_MAX ? INT_MAX : (size_t)b;
	unsigned flags = (unsigned)c;

	if (flags & ~(NONBLOCK | RANDOM | INSECURE) || (flags & RANDOM && flags & INSECURE))
		return -EINVAL;
	if (!zrt_writable((void *)a, size))
		return -EFAULT;
	zrt_random_bytes((void *)a, size);
	return (long)size;
}

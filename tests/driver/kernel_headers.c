// SPDX-License-Identifier: Apache-2.0
// Linux's own headers stand beside the C library's.
// RUN: for cc in zvm-clang zvm-gcc; do $cc -Wall -Werror "$S" -o t && zvm run t || exit; done
#include <asm/types.h>
#include <asm/unistd.h>
#include <linux/errno.h>
#include <linux/futex.h>
#include <linux/input.h>
#include <linux/limits.h>
#include <linux/types.h>
#include <linux/version.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <linux/fs.h>
#include <linux/if.h>

_Static_assert(sizeof(__u64) == sizeof(uint64_t) && sizeof(__le16) == 2, "sizes");
_Static_assert(LINUX_VERSION_CODE >= KERNEL_VERSION(5, 0, 0), "version");

int main(void)
{
	struct ifreq request = {0};
	return request.ifr_flags + PATH_MAX - 4096 + __NR_read;
}

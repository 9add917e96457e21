/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fault injection for the loader: linked with --wrap for each call below.  The
 * environment variable FAIL is "CALL:N": the Nth call of CALL fails, with ENOMEM
 * or EIO.  Never installed.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

static bool fails(const char *call)
{
	static int count;
	const char *wanted = getenv("FAIL");
	size_t length = strlen(call);

	return wanted && strncmp(wanted, call, length) == 0 && wanted[length] == ':' &&
	       ++count == atoi(wanted + length + 1);
}

#define FAIL_IF(call, error, result) \
	if (fails(call)) {               \
		errno = error;               \
		return result;               \
	}

void *__real_mmap(void *address, size_t size, int prot, int flags, int fd, off_t offset);
void *__wrap_mmap(void *address, size_t size, int prot, int flags, int fd, off_t offset);
void *__wrap_mmap(void *address, size_t size, int prot, int flags, int fd, off_t offset)
{
	FAIL_IF("mmap", ENOMEM, MAP_FAILED)
	return __real_mmap(address, size, prot, flags, fd, offset);
}

int __real_mprotect(void *address, size_t size, int prot);
int __wrap_mprotect(void *address, size_t size, int prot);
int __wrap_mprotect(void *address, size_t size, int prot)
{
	FAIL_IF("mprotect", ENOMEM, -1)
	return __real_mprotect(address, size, prot);
}

ssize_t __real_pread(int fd, void *buffer, size_t size, off_t offset);
ssize_t __wrap_pread(int fd, void *buffer, size_t size, off_t offset);
ssize_t __wrap_pread(int fd, void *buffer, size_t size, off_t offset)
{
	FAIL_IF("pread", EIO, -1)
	if (fails("short")) /* the file became shorter */
		return 0;
	return __real_pread(fd, buffer, size, offset);
}

ssize_t __real_read(int fd, void *buffer, size_t size);
ssize_t __wrap_read(int fd, void *buffer, size_t size);
ssize_t __wrap_read(int fd, void *buffer, size_t size)
{
	FAIL_IF("read", EIO, -1)
	return __real_read(fd, buffer, size);
}

int __real_open(const char *path, int flags, mode_t mode);
int __wrap_open(const char *path, int flags, mode_t mode);
int __wrap_open(const char *path, int flags, mode_t mode)
{
	FAIL_IF("open", EMFILE, -1)
	return __real_open(path, flags, mode);
}

long __real_syscall(long number, long a, long b, long c, long d, long e, long f);
long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f);
long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f)
{
	FAIL_IF("syscall", EPERM, -1)
	return __real_syscall(number, a, b, c, d, e, f);
}

int __real_prctl(int option, long a, long b, long c, long d);
int __wrap_prctl(int option, long a, long b, long c, long d);
int __wrap_prctl(int option, long a, long b, long c, long d)
{
	FAIL_IF("prctl", EPERM, -1)
	return __real_prctl(option, a, b, c, d);
}

int __real_setresuid(uid_t a, uid_t b, uid_t c);
int __wrap_setresuid(uid_t a, uid_t b, uid_t c);
int __wrap_setresuid(uid_t a, uid_t b, uid_t c)
{
	FAIL_IF("setresuid", EAGAIN, -1)
	return __real_setresuid(a, b, c);
}

int __real_ftruncate(int fd, off_t size);
int __wrap_ftruncate(int fd, off_t size);
int __wrap_ftruncate(int fd, off_t size)
{
	FAIL_IF("ftruncate", EIO, -1)
	return __real_ftruncate(fd, size);
}

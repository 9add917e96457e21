/* SPDX-License-Identifier: Apache-2.0 */
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* What a dynamically linked program that reads files needs; Landlock says which files. */
static const int allowed[] = {
	SYS_read, SYS_pread64, SYS_readv, SYS_write, SYS_writev, SYS_pwrite64, SYS_lseek, SYS_close,
	SYS_open, SYS_openat, SYS_stat, SYS_fstat, SYS_lstat, SYS_newfstatat, SYS_statx, SYS_statfs, SYS_fstatfs,
	SYS_access, SYS_faccessat, SYS_faccessat2, SYS_readlink, SYS_readlinkat, SYS_getcwd, SYS_getdents64,
	SYS_dup, SYS_dup2, SYS_fadvise64,
	SYS_mmap, SYS_mprotect, SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk,
	SYS_execve, SYS_exit, SYS_exit_group, SYS_arch_prctl, SYS_set_tid_address, SYS_set_robust_list, SYS_rseq,
	SYS_futex, SYS_sched_getaffinity, SYS_sched_yield, SYS_getrandom, SYS_uname, SYS_sysinfo,
	SYS_getrlimit, SYS_getrusage, SYS_sigaltstack, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn,
	SYS_getpid, SYS_gettid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid,
	SYS_clock_gettime, SYS_gettimeofday, SYS_time, SYS_clock_nanosleep, SYS_nanosleep,
};
#define ALLOWED (sizeof allowed / sizeof allowed[0])

/* Calls of which only one argument decides: these may reach into other processes. */
static const struct {
	int number;
	unsigned argument, value;
} allowed_with[] = {
	{SYS_prlimit64, 0, 0}, /* our own limits */
	{SYS_fcntl, 1, F_DUPFD}, {SYS_fcntl, 1, F_DUPFD_CLOEXEC}, {SYS_fcntl, 1, F_GETFD}, {SYS_fcntl, 1, F_SETFD},
	{SYS_fcntl, 1, F_GETFL}, /* not F_SETOWN, which has signals sent */
};
#define ALLOWED_WITH (sizeof allowed_with / sizeof allowed_with[0])

static struct sock_filter program[2 * ALLOWED + 5 * ALLOWED_WITH + 8];
static unsigned short length;

static void emit(struct sock_filter instruction)
{
	program[length++] = instruction;
}

#define LOAD(at) (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)(at))
#define SKIP_UNLESS(value, count) (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(value), 0, (count))
#define RETURN(action) (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, (action))

bool tool_filter(void)
{
	struct sock_fprog fprog = {.filter = program};

	emit(LOAD(offsetof(struct seccomp_data, arch)));
	emit((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0));
	emit(RETURN(SECCOMP_RET_KILL_PROCESS));
	emit(LOAD(offsetof(struct seccomp_data, nr)));
	for (size_t i = 0; i < ALLOWED; i++) {
		emit(SKIP_UNLESS(allowed[i], 1));
		emit(RETURN(SECCOMP_RET_ALLOW));
	}
	for (size_t i = 0; i < ALLOWED_WITH; i++) {
		emit(SKIP_UNLESS(allowed_with[i].number, 4));
		/* The kernel looks at 32 bits of both arguments, too. */
		emit(LOAD(offsetof(struct seccomp_data, args) + 8 * allowed_with[i].argument));
		emit(SKIP_UNLESS(allowed_with[i].value, 1));
		emit(RETURN(SECCOMP_RET_ALLOW));
		emit(LOAD(offsetof(struct seccomp_data, nr)));
	}
	emit(RETURN(SECCOMP_RET_ERRNO | EPERM));
	fprog.len = length;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &fprog, 0, 0) == 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The system calls that are left to the process while the guest runs.  The
 * kernel kills the process at any other: only a validator bug can get there.
 * docs/loader.md says why each is here.
 */
#include "confine.h"

#include "session.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <zvm/layout.h>

#ifndef SECCOMP_FILTER_FLAG_SPEC_ALLOW
#define SECCOMP_FILTER_FLAG_SPEC_ALLOW (1UL << 2)
#endif

static const int allowed[] = {
	SYS_pread64, SYS_pwrite64, SYS_read, SYS_write, /* channels, the report */
	SYS_poll,          /* an inherited descriptor may be non-blocking */
	SYS_rt_sigreturn,  /* a signal came while the host was working */
	SYS_ftruncate,     /* files that were written, at the end */
	SYS_clock_gettime, SYS_getrusage, /* the report */
	SYS_exit_group,
};
#define ALLOWED (sizeof allowed / sizeof allowed[0])

/* Only in the process that may become the template of daemon mode. */
static const int allowed_job[] = {
	SYS_recvmsg,                  /* descriptors from the keeper */
	SYS_close, SYS_close_range, SYS_setsid, /* away from the session that ended */
	SYS_setitimer,                /* each session has a timeout of its own */
	SYS_seccomp,                  /* can only make the filter narrower */
};
#define ALLOWED_JOB (sizeof allowed_job / sizeof allowed_job[0])

/* Only with channels to other instances. */
static const int allowed_network[] = {SYS_recvfrom, SYS_sendto};
#define ALLOWED_NETWORK (sizeof allowed_network / sizeof allowed_network[0])

#define LOAD(field) (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(action) (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action)
/* Skips the next instruction if the loaded word is the value, or is not. */
#define SKIP_IF(value) (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0)
#define SKIP_UNLESS(value) (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1)

static struct sock_filter program[2 * (ALLOWED + ALLOWED_JOB + ALLOWED_NETWORK) + 64];
static unsigned short length;

static void emit(struct sock_filter instruction)
{
	program[length++] = instruction;
}

static void emit_calls(const int *calls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		emit(SKIP_UNLESS((unsigned)calls[i]));
		emit(RETURN(SECCOMP_RET_ALLOW));
	}
}

/* Kills unless the argument's half (0 low, 1 high) is `value`. */
static void emit_require(unsigned argument, unsigned half, unsigned value)
{
	emit((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
	     (unsigned)offsetof(struct seccomp_data, args) + 8 * argument + 4 * half));
	emit(SKIP_IF(value));
	emit(RETURN(SECCOMP_RET_KILL_PROCESS));
}

/* Opens a block that other calls than `number` jump over; close it by emit_end. */
static unsigned short emit_begin(int number)
{
	emit((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 0));
	return length;
}

static void emit_end(unsigned short begin)
{
	emit(RETURN(SECCOMP_RET_KILL_PROCESS));
	program[begin - 1].jf = (unsigned char)(length - begin);
}

/*
 * Below 4 GiB, to r--, rw- or r-x: jail seals, opens and takes back heap pages.
 * Daemon mode rewrites the channel table, at its one address, never executable.
 */
static void emit_mprotect(struct confine_needs needs)
{
	static const unsigned protections[] = {PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC};
	unsigned short begin = emit_begin(SYS_mprotect);

	for (unsigned argument = 0; argument < 3; argument++)
		emit_require(argument, 1, 0);
	if (!needs.jail)
		emit_require(0, 0, (unsigned)needs.table);
	emit((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])));
	for (size_t i = 0; i < (needs.jail ? 3 : 2); i++) {
		emit(SKIP_UNLESS(protections[i]));
		emit(RETURN(SECCOMP_RET_ALLOW));
	}
	emit_end(begin);
}

/* A plain fork: no shared memory, no threads, no namespaces. */
static void emit_clone(void)
{
	unsigned short begin = emit_begin(SYS_clone);

	emit_require(0, 1, 0);
	emit_require(0, 0, SIGCHLD);
	emit(RETURN(SECCOMP_RET_ALLOW));
	emit_end(begin);
}

void confine_filter(struct confine_needs needs)
{
	struct sock_fprog fprog = {.filter = program};

	length = 0;
	emit(LOAD(arch));
	emit(SKIP_IF(AUDIT_ARCH_X86_64));
	emit(RETURN(SECCOMP_RET_KILL_PROCESS));
	emit(LOAD(nr)); /* x32 numbers have a bit of their own and match nothing below */
	emit_calls(allowed, ALLOWED);
	if (needs.network)
		emit_calls(allowed_network, ALLOWED_NETWORK);
	if (needs.job) {
		emit_calls(allowed_job, ALLOWED_JOB);
		emit_clone();
	}
	if (needs.jail || needs.job)
		emit_mprotect(needs);
	emit(RETURN(SECCOMP_RET_KILL_PROCESS));
	fprog.len = length;
	/* SPEC_ALLOW: before Linux 5.16 a filter would slow all loads down (docs/loader.md). */
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &fprog) &&
	    (errno != EINVAL || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0UL, &fprog)))
		refuse_errno(SESSION_HOST, "seccomp: cannot install the filter");
}

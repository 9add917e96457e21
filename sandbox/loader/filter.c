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

/* Only with channels to other instances. */
static const int allowed_network[] = {SYS_recvfrom, SYS_sendto};
#define ALLOWED_NETWORK (sizeof allowed_network / sizeof allowed_network[0])

#define LOAD(field) (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define LOAD_HIGH(argument) (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[argument]) + 4)
#define LOAD_LOW(argument) (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[argument]))
#define RETURN(action) (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action)
/* Skips the next instruction if the loaded word is the value, or is not. */
#define SKIP_IF(value) (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0)
#define SKIP_UNLESS(value) (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1)

static struct sock_filter program[2 * (ALLOWED + ALLOWED_NETWORK) + 32];
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

/* Below 4 GiB, to r--, rw- or r-x: jail seals, opens and takes back heap pages. */
static void emit_mprotect(void)
{
	static const unsigned protections[] = {PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC};

	/* The number is loaded; for any other call all of this is jumped over. */
	emit((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 0, 15));
	emit(LOAD_HIGH(0));
	emit(SKIP_IF(0));
	emit(RETURN(SECCOMP_RET_KILL_PROCESS));
	emit(LOAD_HIGH(1));
	emit(SKIP_IF(0));
	emit(RETURN(SECCOMP_RET_KILL_PROCESS));
	emit(LOAD_HIGH(2));
	emit(SKIP_IF(0));
	emit(RETURN(SECCOMP_RET_KILL_PROCESS));
	emit(LOAD_LOW(2));
	for (size_t i = 0; i < sizeof protections / sizeof protections[0]; i++) {
		emit(SKIP_UNLESS(protections[i]));
		emit(RETURN(SECCOMP_RET_ALLOW));
	}
}

void confine_filter(struct confine_needs needs)
{
	struct sock_fprog fprog = {.filter = program};

	emit(LOAD(arch));
	emit(SKIP_IF(AUDIT_ARCH_X86_64));
	emit(RETURN(SECCOMP_RET_KILL_PROCESS));
	emit(LOAD(nr)); /* x32 numbers have a bit of their own and match nothing below */
	emit_calls(allowed, ALLOWED);
	if (needs.network)
		emit_calls(allowed_network, ALLOWED_NETWORK);
	if (needs.jail)
		emit_mprotect();
	emit(RETURN(SECCOMP_RET_KILL_PROCESS));
	fprog.len = length;
	/* SPEC_ALLOW: before Linux 5.16 a filter would slow all loads down (docs/loader.md). */
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &fprog) &&
	    (errno != EINVAL || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0UL, &fprog)))
		refuse_errno(SESSION_HOST, "seccomp: cannot install the filter");
}

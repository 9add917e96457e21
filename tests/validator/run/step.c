/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Follows cases instruction by instruction from another process: at each step the
 * real registers, and what Zydis says that the instruction does with them.
 */
#include "run.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>

enum { HOST_STEPS_MAX = 20000, YMM_AT = 576, XSTATE_MAX = 16384, MXCSR_AT = 24, XMM_AT = 160, PATIENCE = 120 };
#define RETURN_SLOT (ZVM_GATE + 6 * ZVM_SLOT)

static struct user_regs_struct now;
static uint32_t guest_mxcsr;
static uint16_t guest_fcw;
static struct user_regs_struct at_call;
static struct step last;

static _Noreturn void found(int pid, const char *why)
{
	size_t used;

	if (!*shared->why) {
		snprintf(shared->why, sizeof shared->why,
		         "%s: rip 0x%llx -> 0x%llx: %s; rsp 0x%llx -> 0x%llx, rax %llx rcx %llx rdx %llx rbx %llx rbp %llx rsi %llx rdi %llx",
		         why, last.before.rip, now.rip, read_text(&shared->c, last.before.rip), last.before.rsp, now.rsp, last.before.rax,
		         last.before.rcx, last.before.rdx, last.before.rbx, last.before.rbp, last.before.rsi, last.before.rdi);
		used = strlen(shared->why);
		snprintf(shared->why + used, sizeof shared->why - used, " eflags %llx -> %llx", last.before.eflags, now.eflags);
	}
	ptrace(PTRACE_KILL, pid, NULL, NULL);
	_Exit(report_find(3 << 8));
}

static void get(int pid)
{
	if (ptrace(PTRACE_GETREGS, pid, NULL, &now))
		fail("PTRACE_GETREGS");
}

static void set(int pid)
{
	/*
	 * The kernel takes bytes that look like popf at an rip, be they code or not, for a wish to
	 * trace oneself, and would leave the flag to the process.
	 */
	now.eflags &= ~UINT64_C(0x100);
	now.orig_rax = (unsigned long long)-1;
	if (ptrace(PTRACE_SETREGS, pid, NULL, &now))
		fail("PTRACE_SETREGS");
}

static void get_state(int pid, uint8_t *state)
{
	struct iovec part = {state, XSTATE_MAX};

	memset(state, 0, XSTATE_MAX);
	if (ptrace(PTRACE_GETREGSET, pid, (void *)(uintptr_t)NT_X86_XSTATE, &part))
		fail("PTRACE_GETREGSET");
}

/* The guest is about to enter the host. */
static void enter_host(int pid)
{
	uint8_t state[XSTATE_MAX];

	get_state(pid, state);
	memcpy(&guest_fcw, state, 2);
	memcpy(&guest_mxcsr, state + MXCSR_AT, 4);
	at_call = now;
}

/* At the return slot: nothing of the host's in any register, what was the guest's is kept. */
static void leave_host(int pid)
{
	static const uint8_t zero[16 * 16];
	uint8_t state[XSTATE_MAX];
	uint16_t fcw, status;
	uint32_t mxcsr;

	if (now.rcx | now.rdx | now.rsi | now.rdi | now.r8 | now.r9 | now.r10 | now.r11)
		found(pid, "a host's value in a register after a runtime call");
	if (now.rbx != at_call.rbx || now.rbp != at_call.rbp || now.r12 != at_call.r12 || now.r13 != at_call.r13 ||
	    now.r14 != at_call.r14 || now.r15 != at_call.r15 || now.rsp != at_call.rsp)
		found(pid, "a callee-saved register is lost in a runtime call");
	get_state(pid, state);
	memcpy(&fcw, state, 2);
	memcpy(&status, state + 2, 2);
	memcpy(&mxcsr, state + MXCSR_AT, 4);
	if (memcmp(state + XMM_AT, zero, sizeof zero) || memcmp(state + YMM_AT, zero, sizeof zero))
		found(pid, "a vector register is not clear after a runtime call");
	if (mxcsr != guest_mxcsr || fcw != guest_fcw || status & 0xFF)
		found(pid, "MXCSR or the x87 words changed in a runtime call");
}

/* One step of the traced process; false if it is over, with its status. */
static bool go(int pid, int request, int *status)
{
	if (ptrace((enum __ptrace_request)request, pid, NULL, NULL))
		fail("ptrace");
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			fail("waitpid");
	return WIFSTOPPED(*status);
}

/* Steps through host code; false if the case came to its end there. */
static bool through_host(int pid, int *status)
{
	for (unsigned n = 0; n < HOST_STEPS_MAX; n++) {
		if (!go(pid, PTRACE_SINGLESTEP, status))
			return false;
		get(pid);
		if (WSTOPSIG(*status) == SIGSTOP)
			return false;
		if (WSTOPSIG(*status) != SIGTRAP)
			found(pid, "a signal in host code");
		if (now.rip < ZVM_TOP)
			return true;
	}
	found(pid, "the host does not return");
}

static uint64_t next_after(uint64_t rip)
{
	uint64_t next = rip + 1, bundle = (rip & ~UINT64_C(31)) + 32;

	if (rip - shared->text >= TEXT_SIZE)
		return shared->text + 32 * (shared->c.start_bundles + below(shared->c.bundles));
	while (next < bundle && !read_is_start(&shared->c, next, false))
		next++;
	return read_is_start(&shared->c, next, true) ? next : bundle;
}

/* As the handler of world.c: goes on behind the fault, with other registers. */
static void skip(int pid)
{
	unsigned long long *some[] = {&now.rax, &now.rcx, &now.rdx, &now.rbx, &now.rbp, &now.rsi, &now.rdi, &now.r8,
	                              &now.r9, &now.r10, &now.r11, &now.r12, &now.r13, &now.r14, &now.r15};

	now.rip = next_after(now.rip);
	*some[below(15)] = random_value();
	*some[below(15)] = random_value();
	set(pid);
}

/* Whether x87 holds an exception back until its next instruction. */
static bool x87_error(int pid)
{
	uint8_t state[XSTATE_MAX];

	get_state(pid, state);
	return state[2] & 0x80;
}

/* What has to hold of one step from `before` to `now`. */
static void check_step(int pid, const struct user_regs_struct *before, bool faulted)
{
	const char *why;

	last = (struct step){&shared->c, *before, now, faulted, false};
	shared->steps++;
	if (now.rsp >= ZVM_TOP)
		found(pid, "rsp above 4 GiB");
	if (before->rip - shared->text < TEXT_SIZE) {
		bool straight = now.rip > before->rip && now.rip - before->rip <= 15;

		why = read_step(&last, &shared->accesses);
		if (why && !faulted && x87_error(pid)) {
			last.x87_error = true;
			why = read_step(&last, &shared->accesses);
		}
		if (why)
			found(pid, why);
		if (now.rip - shared->text < TEXT_SIZE && !read_is_start(&shared->c, now.rip, !straight && now.rip != before->rip))
			found(pid, "rip starts no instruction that a branch may reach");
	} else if (before->rip - ZVM_GATE >= ZVM_PAGE && !faulted) {
		found(pid, "code outside of text and gate ran");
	}
}

/* Follows one case from its first instruction to its end; false if the process stopped itself. */
static bool follow(int pid, int *status)
{
	unsigned faults = 0;

	for (unsigned n = 0; n < STEPS_MAX; n++) {
		struct user_regs_struct before = now;
		bool faulted;

		if (!go(pid, PTRACE_SINGLESTEP, status))
			return false;
		get(pid);
		faulted = WSTOPSIG(*status) != SIGTRAP;
		if (now.rip >= ZVM_TOP) {
			/* Only by the jump of a slot: the second of its two instructions. */
			if (faulted || before.rip - ZVM_GATE >= 6 * ZVM_SLOT || before.rip % ZVM_SLOT != 5)
				last.before = before, found(pid, "host code was reached");
			now = before;
			enter_host(pid);
			if (!through_host(pid, status))
				return false;
			if (now.rip != RETURN_SLOT)
				found(pid, "the host came back elsewhere");
			leave_host(pid);
			continue;
		}
		check_step(pid, &before, faulted);
		if (faulted && WSTOPSIG(*status) == SIGSYS)
			found(pid, "a system call");
		if (faulted && faults++ == FAULTS_MAX)
			break;
		if (faulted)
			skip(pid);
	}
	return true;
}

/* A process that hangs in host code is stopped, and that is a find. */
static int watched;

static void on_alarm(int signal)
{
	(void)signal;
	kill(watched, SIGUSR1);
}

int step_trace(int pid)
{
	struct sigaction action = {.sa_handler = on_alarm};
	int status;

	watched = pid;
	sigaction(SIGALRM, &action, NULL);
	if (waitpid(pid, &status, 0) != pid)
		fail("waitpid");
	while (WIFSTOPPED(status)) {
		alarm(PATIENCE);
		get(pid);
		if (WSTOPSIG(status) != SIGSTOP)
			found(pid, WSTOPSIG(status) == SIGUSR1 ? "the host hangs" : "the host met a signal");
		if (shared->stage == STAGE_RUN) {
			if (!through_host(pid, &status)) /* gate_start */
				continue;
			if (now.rip != shared->text)
				found(pid, "the guest is entered elsewhere");
			if (!follow(pid, &status))
				continue;
			now.rip = (unsigned long long)(uintptr_t)world_over;
		}
		set(pid);
		go(pid, PTRACE_CONT, &status);
	}
	return status;
}

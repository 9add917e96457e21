/* SPDX-License-Identifier: Apache-2.0 */
#include "fault.h"

#include "block.h"
#include "gate.h"
#include "hostcall.h"
#include "session.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <ucontext.h>

#include <zvm/layout.h>

#define STACK_LEAST 0x10000 /* bytes */
#define PAGE 0x1000

/* Bits of the page-fault error code that the CPU pushes. */
enum { PF_WRITE = 2, PF_FETCH = 16 };
enum { TRAP_PAGE_FAULT = 14 };

/* What a signal means; faults come from an instruction, the others from outside. */
static const struct meaning {
	int signal;
	bool fault;
	enum session_state state;
} meanings[] = {
	{SIGSEGV, true, SESSION_FAULT},      {SIGBUS, true, SESSION_FAULT},
	{SIGILL, true, SESSION_FAULT},       {SIGFPE, true, SESSION_FAULT},
	{SIGTRAP, true, SESSION_FAULT},      {SIGSYS, true, SESSION_BLOCKED},
	{SIGALRM, false, SESSION_TIMEOUT},   {SIGXCPU, false, SESSION_CPU_LIMIT},
	{SIGINT, false, SESSION_INTERRUPTED}, {SIGTERM, false, SESSION_INTERRUPTED},
	{SIGHUP, false, SESSION_INTERRUPTED}, {SIGQUIT, false, SESSION_INTERRUPTED},
};
#define MEANINGS (sizeof meanings / sizeof meanings[0])

/* The W^X probe calls this page; the handler returns for it and clears the flag. */
static unsigned char probe_page[PAGE] __attribute__((aligned(PAGE)));
static volatile sig_atomic_t probing;

static const char *describe(int signal, const siginfo_t *info, const greg_t *regs)
{
	int64_t error = regs[REG_ERR];

	if (signal == SIGFPE)
		return info->si_code == FPE_INTDIV ? "integer division by zero or overflow"
		                                   : "floating-point exception";
	if (signal == SIGILL)
		return "illegal instruction";
	if (signal == SIGSEGV && regs[REG_TRAPNO] == TRAP_PAGE_FAULT) {
		if (error & PF_FETCH)
			return "jump to memory that is not executable";
		if (block_below_stack((uint64_t)(uintptr_t)info->si_addr))
			return "stack overflow";
		return error & PF_WRITE ? "write to memory that is not writable"
		                        : "read from memory that is not readable";
	}
	if (signal == SIGSEGV)
		return "hlt or another privileged instruction";
	if (signal == SIGBUS)
		return "stack access outside the address space";
	return "trap";
}

/* Only rip tells whose fault it is: si_addr is 0 for some, rsp may be anything. */
static void set_fault(int signal, const siginfo_t *info, const greg_t *regs)
{
	static char text[128];
	uint64_t rip = (uint64_t)regs[REG_RIP];

	session_result.signal = signal;
	session_result.fault = (struct session_fault){
		.signal = signal,
		.ip = rip,
		.sp = (uint64_t)regs[REG_RSP],
		.what = describe(signal, info, regs),
		.has_address = regs[REG_TRAPNO] == TRAP_PAGE_FAULT,
		.address = (uint64_t)(uintptr_t)info->si_addr,
	};
	if (rip < ZVM_TOP) {
		snprintf(text, sizeof text, "the program faulted at 0x%llx: %s", (unsigned long long)rip,
		         session_result.fault.what);
		session_result.error = text;
		return;
	}
	/* The guest must learn nothing of the host's addresses, nor the report's reader. */
	session_result.fault.ip = session_result.fault.sp = session_result.fault.address = 0;
	session_result.fault.has_address = false;
	session_result.state = SESSION_INTERNAL;
	session_result.error = "the loader itself faulted";
}

static void on_fault(int signal, siginfo_t *info, greg_t *regs, enum session_state state)
{
	if (probing && (uint64_t)regs[REG_RIP] == (uintptr_t)probe_page) {
		probing = 0;
		regs[REG_RIP] = *(greg_t *)regs[REG_RSP];
		regs[REG_RSP] += (greg_t)sizeof(greg_t);
		return;
	}
	if (session_phase == PHASE_END)
		session_exit();
	session_result.state = state;
	set_fault(signal, info, regs);
	session_end();
}

/*
 * The guest, or host code after its last look at the flag, ends here.  Other
 * host code may be in the middle of something: it finds the flag when done.
 */
static void on_request(int signal, greg_t *regs, enum session_state state)
{
	static int while_ending;
	uint64_t rip = (uint64_t)regs[REG_RIP];

	/* The result stands; but an ending that hangs (a full pipe) must not stay. */
	if (session_phase == PHASE_END) {
		if (while_ending++)
			session_exit();
		return;
	}
	session_result.state = state;
	session_result.signal = signal;
	if (session_phase == PHASE_START || rip < ZVM_TOP ||
	    (rip >= (uintptr_t)gate_look && rip < (uintptr_t)gate_end) ||
	    (rip >= (uintptr_t)gate_start_look && rip < (uintptr_t)gate_start_end))
		session_end();
	hostcall_cancelled = 1;
	if (rip >= (uintptr_t)hostcall_begin && rip < (uintptr_t)hostcall_end)
		regs[REG_RIP] = (greg_t)(uintptr_t)hostcall_cancel;
}

static void handler(int signal, siginfo_t *info, void *context)
{
	greg_t *regs = ((ucontext_t *)context)->uc_mcontext.gregs;

	for (size_t i = 0; i < MEANINGS; i++) {
		if (meanings[i].signal != signal)
			continue;
		/* What the kernel did not send is no fault and no limit, but a request to end. */
		if (meanings[i].fault && info->si_code > 0)
			on_fault(signal, info, regs, meanings[i].state);
		else
			on_request(signal, regs, info->si_code > 0 ? meanings[i].state : SESSION_INTERRUPTED);
	}
}

/* Above 4 GiB, so that no guest rsp ever looks as if it were on this stack. */
static void set_stack(void)
{
	size_t size = 4 * getauxval(AT_MINSIGSTKSZ);
	stack_t stack = {0};
	char *memory;

	if (size < STACK_LEAST)
		size = STACK_LEAST;
	size = (size + PAGE - 1) & ~(size_t)(PAGE - 1);
	memory = mmap(NULL, size + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED || mprotect(memory, PAGE, PROT_NONE))
		refuse_errno(SESSION_NO_MEMORY, "signal stack");
	if ((uintptr_t)memory < ZVM_TOP)
		refuse(SESSION_HOST, 0, "signal stack: the host puts it below 4 GiB");
	stack.ss_sp = memory + PAGE;
	stack.ss_size = size;
	if (sigaltstack(&stack, NULL))
		refuse_errno(SESSION_HOST, "signal stack");
}

static void reset_timers(void)
{
	static const int timers[] = {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF};
	struct itimerval off = {0};

	for (size_t i = 0; i < sizeof timers / sizeof timers[0]; i++)
		setitimer(timers[i], &off, NULL);
}

void fault_init(void)
{
	struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	sigset_t none;

	reset_timers();
	set_stack();
	/* While one handler runs the others wait, but a fault in it still counts. */
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < MEANINGS; i++)
		if (!meanings[i].fault)
			sigaddset(&action.sa_mask, meanings[i].signal);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGCHLD, SIG_IGN); /* sessions of daemon mode are reaped by the kernel */
	for (size_t i = 0; i < MEANINGS; i++)
		if (sigaction(meanings[i].signal, &action, NULL))
			refuse_errno(SESSION_HOST, "signal %d", meanings[i].signal);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void fault_probe_wx(void)
{
	unsigned char *page = probe_page;
	void (*code)(void);

	page[0] = 0xC3; /* ret */
	memcpy(&code, &page, sizeof code);
	probing = 1;
	code();
	if (probing)
		refuse(SESSION_HOST, 0, "this machine executes writable memory; the sandbox needs W^X");
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The process that runs cases: the loader's address space and gate, hostile
 * memory, and something of the host's to guard.  It ends at the first find.
 */
#include "run.h"

#include <loader/gate.h>
#include <loader/session.h>
#include <loader/space.h>
#include <validator/validator.h>

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <ucontext.h>
#include <unistd.h>

#include <asm/prctl.h>

#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#define PR_SYS_DISPATCH_ON 1
#endif

enum { TRAP_PAGE_FAULT = 14, PF_FETCH = 16, TICK_US = 1000, PATTERN = 0x5A };
#define AC UINT64_C(0x40000)
#define SYSTEM_FLAGS UINT64_C(0x3FFA7000) /* IOPL, NT, VM, AC, ID... */

struct host_state {
	uint64_t fs_base, gs_base, segments, flags;
};

uint64_t world_stack;
uint32_t hostcall_cancelled; /* gate.S asks for it; nothing cancels here */

static jmp_buf over;
static struct host_state host;
static uint8_t gate_copy[ZVM_PAGE], session_copy[ZVM_PAGE];
static uint8_t *poison; /* what guest memory is filled with */
static unsigned faults_left, calls_left;
static uint64_t last_tick = ~UINT64_C(0);
static uint8_t selector = 1; /* system calls from below 4 GiB are a find */

enum { POISON_SIZE = 1 << 20 };

static void *address(uint64_t guest)
{
	return (void *)(uintptr_t)guest;
}

static _Noreturn void found(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(shared->why, sizeof shared->why, format, args);
	va_end(args);
	_exit(3);
}

void refuse(enum session_state state_, int code, const char *format, ...)
{
	va_list args;

	(void)state_, (void)code;
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	_exit(2);
}

void refuse_errno(enum session_state state_, const char *format, ...)
{
	(void)state_;
	perror(format);
	_exit(2);
}

static uint64_t read_flags(void)
{
	uint64_t flags;

	__asm__ volatile("pushfq; pop %0" : "=r"(flags));
	return flags;
}

static struct host_state look(void)
{
	struct host_state s;
	uint16_t cs, ss, ds, es, fs, gs;

	syscall(SYS_arch_prctl, ARCH_GET_FS, &s.fs_base);
	syscall(SYS_arch_prctl, ARCH_GET_GS, &s.gs_base);
	__asm__("mov %%cs,%0; mov %%ss,%1; mov %%ds,%2; mov %%es,%3; mov %%fs,%4; mov %%gs,%5"
	        : "=r"(cs), "=r"(ss), "=r"(ds), "=r"(es), "=r"(fs), "=r"(gs));
	s.segments = (uint64_t)cs << 48 | (uint64_t)ss << 32 | (uint64_t)ds << 24 | (uint64_t)es << 16 | (uint64_t)fs << 8 | gs;
	s.flags = read_flags() & (SYSTEM_FLAGS | 0x400);
	return s;
}

static void check_host(const char *when)
{
	struct host_state now = look();

	if (now.fs_base != host.fs_base || now.gs_base != host.gs_base)
		found("%s: fs or gs base is 0x%llx 0x%llx", when, (unsigned long long)now.fs_base, (unsigned long long)now.gs_base);
	if (now.segments != host.segments || now.flags != host.flags)
		found("%s: segments %llx flags %llx", when, (unsigned long long)now.segments, (unsigned long long)now.flags);
}

/* Every byte equals its neighbour, and the first is right. */
static bool is_pattern(const uint8_t *p, size_t size)
{
	return *p == PATTERN && memcmp(p, p + 1, size - 1) == 0;
}

static void check_memory(const uint8_t *mine, size_t mine_size)
{
	for (unsigned n = 0; n < CANARIES; n++)
		if (!is_pattern(address(shared->canary[n]), CANARY_SIZE / 2))
			found("host memory at 0x%llx was written", (unsigned long long)shared->canary[n]);
	if (!is_pattern(mine, mine_size))
		found("the host's stack was written");
	if (memcmp(address(ZVM_GATE), gate_copy, ZVM_PAGE) || memcmp(address(ZVM_SESSION), session_copy, ZVM_PAGE))
		found("the gate or the session block was written");
	if (memcmp(address(shared->text), shared->c.text, TEXT_SIZE))
		found("the text was written");
}

/* The guest's registers of a fault; the same that step.c checks at each step. */
static void check_registers(const greg_t *r)
{
	uint64_t segments = (uint64_t)r[REG_CSGSFS];
	uint16_t cs = (uint16_t)segments, ss = (uint16_t)(segments >> 48);

	if ((uint64_t)r[REG_RSP] >= ZVM_TOP)
		found("rsp is 0x%llx at rip 0x%llx", (unsigned long long)r[REG_RSP], (unsigned long long)r[REG_RIP]);
	if (((uint64_t)r[REG_EFL] & SYSTEM_FLAGS) != (host.flags & SYSTEM_FLAGS))
		found("flags are 0x%llx at rip 0x%llx", (unsigned long long)r[REG_EFL], (unsigned long long)r[REG_RIP]);
	if (cs != host.segments >> 48 || ss != (host.segments >> 32 & 0xFFFF))
		found("cs 0x%x ss 0x%x", cs, ss);
}

static void check_fault(int signal, const siginfo_t *info, const greg_t *r)
{
	uint64_t rip = (uint64_t)r[REG_RIP], at = (uint64_t)(uintptr_t)info->si_addr;
	bool page_fault = r[REG_TRAPNO] == TRAP_PAGE_FAULT, in_text = rip - shared->text < TEXT_SIZE;

	if (signal == SIGSYS || signal == SIGTRAP)
		found("signal %d at rip 0x%llx", signal, (unsigned long long)rip);
	if (rip >= ZVM_TOP)
		found("signal %d in host code at 0x%llx, address 0x%llx", signal, (unsigned long long)rip, (unsigned long long)at);
	check_registers(r);
	if (page_fault && at >= ZVM_GUARD_END && at < (uint64_t)-160)
		found("access to 0x%llx at rip 0x%llx: %s", (unsigned long long)at, (unsigned long long)rip, read_text(&shared->c, rip));
	if (in_text ? !read_is_start(&shared->c, rip, false)
	            : rip - ZVM_GATE >= ZVM_PAGE && !(page_fault && r[REG_ERR] & PF_FETCH && rip % ZVM_BUNDLE == 0))
		found("signal %d at rip 0x%llx, which starts no instruction", signal, (unsigned long long)rip);
}

/* Behind the faulting instruction, or to the next bundle out of a sequence. */
static uint64_t behind(uint64_t rip)
{
	uint64_t next = rip, bundle = (rip & ~UINT64_C(31)) + 32;

	if (rip - shared->text >= TEXT_SIZE)
		return shared->text + 32 * (shared->c.start_bundles + random64() % shared->c.bundles);
	do
		next++;
	while (next < bundle && !read_is_start(&shared->c, next, false));
	return read_is_start(&shared->c, next, true) ? next : bundle;
}

static void handler(int signal, siginfo_t *info, void *context)
{
	static const int order[] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RBP, REG_RSI, REG_RDI, REG_R8,
	                            REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};
	greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;

	if (signal == SIGALRM) {
		if ((uint64_t)r[REG_RIP] >= ZVM_TOP)
			return;
		check_registers(r);
		if (last_tick == shared->next) {
			shared->ticks++;
			_longjmp(over, 1);
		}
		last_tick = shared->next;
		return;
	}
	check_fault(signal, info, r);
	shared->faults++;
	if (faults_left-- == 0)
		_longjmp(over, 1);
	r[REG_RIP] = (greg_t)behind((uint64_t)r[REG_RIP]);
	r[order[random64() % 15]] = (greg_t)random_value();
	r[order[random64() % 15]] = (greg_t)random_value();
}

/* The host's side of a runtime call: looks around and answers with hostile data. */
int64_t gate_dispatch(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint32_t number)
{
	uint32_t mxcsr;
	uint16_t fcw, status;
	uint8_t here;

	(void)a, (void)d;
	__asm__ volatile("stmxcsr %0; fnstcw %1; fnstsw %2" : "=m"(mxcsr), "=m"(fcw), "=m"(status));
	/* The guest's sticky bits (the low six) may stay. */
	if ((mxcsr & ~0x3FU) != 0x1F80 || number > 5)
		found("runtime call %u: MXCSR is 0x%x", number, mxcsr);
	if (fcw != 0x37F || status)
		found("runtime call %u: the x87 control word is 0x%x, its status 0x%x", number, fcw, status);
	if ((uint64_t)(uintptr_t)&here > world_stack || (uint64_t)(uintptr_t)&here + 65536 < world_stack)
		found("runtime call %u: the host's rsp is 0x%llx", number, (unsigned long long)(uintptr_t)&here);
	check_host("runtime call");
	shared->calls++;
	if (number == 0)
		shared->ends++;
	if (number == 0 || calls_left-- == 0)
		_longjmp(over, 1);
	/* Host code may leave sticky bits; the guest must not find them. */
	mxcsr |= (uint32_t)random_value() & 0x3F;
	__asm__ volatile("ldmxcsr %0" : : "m"(mxcsr));
	/* As pread does, also over the return address of the call itself. */
	c &= 0x3FF;
	if (b < ZVM_TOP && ((b >= DATA_START && b + c <= DATA_END) || (b >= STACK_START && b + c <= ZVM_STACK_TOP)))
		for (uint64_t n = 0; n + 8 <= c; n += 8) {
			uint64_t value = random_value();

			memcpy(address(b + n), &value, sizeof value);
		}
	return (int64_t)random_value();
}

void gate_cancelled(void)
{
	found("a call was cancelled");
}

/* The tracer sends a case here. */
__asm__(".text\n.globl world_over\nworld_over:\n\tcld\n\tfninit\n\tmov world_stack(%rip), %rsp\n\tand $-16, %rsp\n"
        "\tcall world_jump\n");
_Noreturn void world_jump(void);
void world_jump(void)
{
	static const uint32_t mxcsr = 0x1F80;

	__asm__ volatile("ldmxcsr %0" : : "m"(mxcsr));
	_longjmp(over, 1);
}

/* At fixed places, so that a seed makes the same case again. */
static uint64_t make_canary(uint64_t where)
{
	uint8_t *p = mmap(address(where), CANARY_SIZE, PROT_READ | PROT_WRITE,
	                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (p == MAP_FAILED)
		fail("canary");
	memset(p, PATTERN, CANARY_SIZE);
	mprotect(p + CANARY_SIZE / 2, CANARY_SIZE / 2, PROT_NONE);
	return (uint64_t)(uintptr_t)p;
}

static void build_space(void)
{
	const uint64_t text = shared->text;
	const struct {
		const char *name;
		uint64_t start, end;
	} regions[] = {
		{"gate", ZVM_GATE, ZVM_GATE_END}, {"session", ZVM_SESSION, ZVM_SESSION_END}, {"thread", ZVM_THREAD, ZVM_THREAD_END},
		{"text", text, text == ZVM_TEXT ? text + TEXT_SIZE : 0}, {"data", DATA_START, DATA_END},
		{"sign", SIGN_START, SIGN_END}, {"text", text, text == ZVM_TEXT ? 0 : text + TEXT_SIZE},
		{"stack", STACK_START, ZVM_STACK_TOP}};
	static const uint64_t places[CANARIES] = {ZVM_GUARD_END, UINT64_C(0x1C0000000), UINT64_C(0x700000020000), UINT64_C(0x3FFFFFFF0000)};

	space_reserve();
	for (size_t n = 0; n < sizeof regions / sizeof *regions; n++)
		if (regions[n].end)
			space_add(regions[n].name, regions[n].start, regions[n].end);
	space_open();
	memset(address(ZVM_GATE), 0xF4, ZVM_PAGE);
	memcpy(address(ZVM_GATE), gate_page, (size_t)(gate_page_end - gate_page));
	memset(address(shared->text), 0xF4, TEXT_SIZE);
	space_protect(ZVM_GATE, PROT_READ | PROT_EXEC);
	space_protect(ZVM_SESSION, PROT_READ);
	space_protect(shared->text, PROT_READ | PROT_EXEC);
	space_check();
	memcpy(gate_copy, address(ZVM_GATE), ZVM_PAGE);
	memcpy(session_copy, address(ZVM_SESSION), ZVM_PAGE);
	for (unsigned n = 0; n < CANARIES; n++)
		shared->canary[n] = make_canary(places[n]);
}

static void set_handlers(bool traced)
{
	static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS, SIGALRM};
	struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
	struct itimerval tick = {{0, TICK_US}, {0, TICK_US}};
	stack_t stack = {.ss_size = 1 << 18};

	stack.ss_sp = malloc(stack.ss_size);
	if (!stack.ss_sp || sigaltstack(&stack, NULL))
		fail("sigaltstack");
	for (size_t n = 0; n < sizeof signals / sizeof *signals; n++)
		sigaction(signals[n], &action, NULL);
	/* Any system call of the guest's is a signal; the host's own are not. */
	prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, ZVM_TOP, -2 * ZVM_TOP, &selector);
	if (!traced)
		setitimer(ITIMER_REAL, &tick, NULL);
}

static void fill(uint64_t start, uint64_t size)
{
	memcpy(address(start), poison + random64() % ((POISON_SIZE - size) / 8) * 8, size);
}

/* Seal, validate, open: as load.c does. False if the validator refuses. */
static bool install(const struct run_case *c)
{
	static uint64_t scratch[TEXT_SIZE / 16 + 64];
	struct zv_unit unit = {address(shared->text), TEXT_SIZE, shared->text};
	struct zv_result result;

	space_protect(shared->text, PROT_READ | PROT_WRITE);
	memcpy(address(shared->text), c->text, TEXT_SIZE);
	space_protect(shared->text, PROT_READ);
	if (!zv_validate(&unit, shared->text, scratch, NULL, NULL, &result))
		return false;
	space_protect(shared->text, PROT_READ | PROT_EXEC);
	fill(DATA_START, DATA_END - DATA_START);
	fill(SIGN_START, SIGN_END - SIGN_START);
	fill(STACK_START, ZVM_STACK_TOP - STACK_START);
	memcpy(address(shared->loads), &c->values, sizeof c->values);
	return true;
}

static void stop(enum stage stage, bool traced)
{
	shared->stage = stage;
	if (traced)
		raise(SIGSTOP);
}

static void run_one(bool traced)
{
	volatile uint8_t mine[0x1000]; /* host memory close to the guest's host stack */
	uint8_t *view = (uint8_t *)(uintptr_t)mine;

	memset(view, PATTERN, sizeof mine);
	faults_left = FAULTS_MAX;
	calls_left = CALLS_MAX;
	if (_setjmp(over) == 0) {
		__asm__("mov %%rsp, %0" : "=r"(world_stack));
		stop(STAGE_RUN, traced);
		gate_start(shared->text, STACK_START + 64);
	}
	stop(STAGE_DONE, traced);
	check_host("after the case");
	check_memory(view, sizeof mine);
}

void world_run(uint64_t count, struct how how)
{
	struct run_case *c = &shared->c;
	char why[256];

	build_space();
	gate_has_avx = 1;
	poison = malloc(POISON_SIZE);
	for (size_t n = 0; poison && n < POISON_SIZE; n += 8) {
		uint64_t value = n % 64 ? random_value() : random64();

		memcpy(poison + n, &value, 8);
	}
	set_handlers(how.steps);
	host = look();
	for (; shared->next < count; shared->next++) {
		make_case(c, c->seed + 1);
		if (!install(c)) {
			shared->dropped++;
			continue;
		}
		if (!read_case(c, why, sizeof why) && !how.blind)
			found("accepted: %s", why);
		shared->cases[c->source]++;
		run_one(how.steps);
	}
	_exit(0);
}

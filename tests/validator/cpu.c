/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An instruction is put before an unreadable page, so that reading beyond its end
 * faults, and is run by a signal handler that sets all registers and the trap flag.
 * The next signal tells what it did, and goes back to the caller.
 */
#include "cpu.h"

#include <cpuid.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <zvm/layout.h>

enum { PAGE = 4096, LEAST = -160, TRAP_FLAG = 0x100, FETCH = 0x10, PAGE_FAULT = 14, REGISTERS = 17 };
/* Neither place can be hit by a register's lower half; the code's end is where it may not be read. */
#define CODE_END UINT64_C(0x20001000)
#define STACK_AT UINT64_C(0x30000000)
/* What a 64-bit address would be made of: canonical, and nothing is there. */
#define HOST UINT64_C(0x00007E5A50000000)

struct cpu_counts cpu_counts;

static uint8_t *code; /* the code's page, writable */
static uint64_t start;
static struct {
	int signal;
	uint64_t rip, rsp, address;
	bool page_fault, fetch;
} seen;
static bool inside;
static gregset_t host;

static void *address(uint64_t a)
{
	return (void *)(uintptr_t)a;
}

static _Noreturn void fail(const char *what)
{
	perror(what);
	_Exit(2);
}

static void enter(ucontext_t *u)
{
	/* REG_R8 .. REG_RIP are the general registers and rip */
	memcpy(host, u->uc_mcontext.gregs, sizeof host);
	for (int n = REG_R8; n < REG_RIP; n++)
		u->uc_mcontext.gregs[n] = (greg_t)(HOST + (uint64_t)n * 0x1010040);
	u->uc_mcontext.gregs[REG_RSP] = (greg_t)(STACK_AT + PAGE);
	u->uc_mcontext.gregs[REG_RIP] = (greg_t)start;
	u->uc_mcontext.gregs[REG_EFL] = 0x202 | TRAP_FLAG;
}

static void leave(int signal, const siginfo_t *info, ucontext_t *u)
{
	greg_t *r = u->uc_mcontext.gregs;

	seen.signal = signal;
	seen.rip = (uint64_t)r[REG_RIP];
	seen.rsp = (uint64_t)r[REG_RSP];
	seen.page_fault = signal == SIGSEGV && r[REG_TRAPNO] == PAGE_FAULT;
	seen.fetch = seen.page_fault && r[REG_ERR] & FETCH;
	seen.address = (uint64_t)(uintptr_t)info->si_addr;
	memcpy(r, host, sizeof host);
	r[REG_RIP] += 2; /* behind ud2 */
	u->uc_mcontext.fpregs->mxcsr = 0x1F80;
	u->uc_mcontext.fpregs->cwd = 0x37F;
	u->uc_mcontext.fpregs->swd = 0;
	u->uc_mcontext.fpregs->ftw = 0;
}

static void handler(int signal, siginfo_t *info, void *context)
{
	if (!inside)
		enter(context);
	else
		leave(signal, info, context);
	inside = !inside;
}

/* Runs the first `n` bytes at p, which are the last before the unreadable page. */
static void run(const uint8_t *p, unsigned n)
{
	memcpy(code + PAGE - n, p, n);
	memset(address(STACK_AT), 0, 2 * PAGE);
	start = CODE_END - n;
	__asm__ volatile("ud2" : : : "memory");
}

const char *cpu_objection(const struct zv_insn *i, const uint8_t *p)
{
	enum zv_kind kind = kind_of(i->form);

	if (i->length > 1) {
		run(p, i->length - 1);
		if (!seen.fetch || seen.address != CODE_END)
			return "the CPU needs fewer bytes";
	}
	run(p, i->length);
	cpu_counts.run++;
	if (seen.fetch && seen.address == CODE_END && seen.rip == start)
		return "the CPU needs more bytes";
	if (seen.rsp >= ZVM_TOP)
		return "rsp is above 4 GiB";
	if (seen.page_fault && seen.address >= ZVM_GUARD_END && seen.address < (uint64_t)LEAST)
		return "an access outside of the sandbox and its guard";
	if (seen.signal == SIGILL && !(p[0] == 0x0F && p[1] == 0x0B))
		cpu_counts.missing++;
	if (seen.signal != SIGTRAP) {
		cpu_counts.faulted++;
		return NULL;
	}
	if (kind != KIND_JUMP && kind != KIND_INDIRECT && kind != KIND_RET && kind != KIND_REP && seen.rip != CODE_END)
		return "rip is not behind the instruction";
	return NULL;
}

/* What the validator refuses, or a length that is wrong, must be noticed. */
static void try_method(void)
{
	static const struct {
		uint8_t bytes[DECODE_REACH];
		unsigned length;
	} bad[] = {
		{{0x48, 0x8B, 0x00}, 3},             /* mov (%rax),%rax */
		{{0x48, 0x89, 0xC4}, 3},             /* mov %rax,%rsp */
		{{0x41, 0x0F, 0x18, 0x08, 0x90}, 5}, /* prefetcht0 (%r8), then nop */
		{{0x89, 0xC8, 0x90}, 3},             /* mov %ecx,%eax, then nop */
		{{0x81, 0xC0, 0, 0, 0}, 5},          /* add $,%eax without its last byte */
		{{0xEB, 0x00, 0x90}, 3}};            /* jmp, then nop */

	for (size_t n = 0; n < sizeof bad / sizeof *bad; n++) {
		struct zv_insn i;

		decode(&i, bad[n].bytes);
		i.length = bad[n].length;
		if (!cpu_objection(&i, bad[n].bytes)) {
			fprintf(stderr, "the CPU's opinion on instruction %zu is not noticed\n", n);
			_Exit(2);
		}
	}
	cpu_counts = (struct cpu_counts){0};
}

void cpu_init(void)
{
	static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
	struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
	stack_t stack = {.ss_size = 1 << 17};
	int fd = memfd_create("code", 0);

	if (fd < 0 || ftruncate(fd, PAGE) != 0)
		fail("memfd_create");
	code = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (code == MAP_FAILED || mmap(address(CODE_END - PAGE), PAGE, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0) == MAP_FAILED ||
	    mmap(address(CODE_END), PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED ||
	    mmap(address(STACK_AT), 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED)
		fail("mmap");
	close(fd);
	stack.ss_sp = malloc(stack.ss_size);
	if (!stack.ss_sp || sigaltstack(&stack, NULL) != 0)
		fail("sigaltstack");
	for (size_t n = 0; n < sizeof signals / sizeof *signals; n++)
		sigaction(signals[n], &action, NULL);
	try_method();
}

const char *cpu_name(void)
{
	static char name[64];
	unsigned a, b, c, d;

	if (!__get_cpuid(0, &a, &b, &c, &d))
		return "unknown";
	memcpy(name, &b, 4);
	memcpy(name + 4, &d, 4);
	memcpy(name + 8, &c, 4);
	__cpuid(1, a, b, c, d);
	snprintf(name + 12, sizeof name - 12, " %x", a);
	return name;
}

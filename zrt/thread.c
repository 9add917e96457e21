/* SPDX-License-Identifier: Apache-2.0 */
/* Threads: their beginning, the switch from one to another, their end. */
#include "thread.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <zrt/zrt.h>
#include <zvm.h>

#include "exit.h"
#include "region.h"
#include "signals.h"
#include "syscall.h"
#include "thread_impl.h"

static struct zrt_thread main_thread = { .tid = ZRT_PID };
struct zrt_thread *zrt_running = &main_thread;
static struct zrt_thread *newest = &main_thread;
static int alive = 1;
static int last_tid = ZRT_PID;

#define YIELDS_OF_EACH 4 /* then a thread that yields counts as waiting */

/* Yields in a row, by whichever threads, in which none of them waited. */
static unsigned idle_yields;

/* Memory of a thread that ended, to be unmapped once its stack is left. */
static struct {
	void *base;
	size_t size;
} rest;

/*
 * thread_switch.S: saves the running thread's callee-saved registers and
 * floating-point control on its stack, stores rsp in *save, and goes on with
 * what `load` points to, in the same layout.
 */
void zrt_thread_switch(void **save, void *load);

/* What zrt_thread_switch keeps on a stack, lowest address first. */
struct frame {
	uint32_t mxcsr;
	uint32_t x87_control;
	uint64_t r15, r14, r13, r12, rbx, rbp;
	uint64_t return_address;
};

static char *const thread_pointer = (char *)(uintptr_t)ZVM_TP;

/* Bytes from the start of the static TLS block to the thread pointer, as the linker counts. */
static size_t tls_bytes(void)
{
	const struct zvm_session *s = zvm_session();
	uint64_t size = s->tls_size, align = s->tls_align ? s->tls_align : 1;
	return size ? size + ((-size - s->tls_image) & (align - 1)) : 0;
}

/* Thread-local variables of `t` between their place and below its own pointer. */
static void keep_variables(const struct zrt_thread *t)
{
	size_t n = tls_bytes();
	memcpy((char *)t->tp - n, thread_pointer - n, n);
}

static void bring_variables(const struct zrt_thread *t)
{
	size_t n = tls_bytes();
	memcpy(thread_pointer - n, (char *)t->tp - n, n);
	memcpy(thread_pointer, &t->tp, sizeof t->tp);
}

int zrt_thread_pointer(void *tp)
{
	zrt_running->tp = tp;
	bring_variables(zrt_running);
	return 0;
}

static void unmap_rest(void)
{
	if (rest.base) {
		void *base = rest.base;
		rest.base = NULL;
		zrt_syscall(SYS_munmap, (long)base, (long)rest.size, 0, 0, 0, 0);
	}
}

static const char *waits_for(const struct zrt_thread *t)
{
	return t->state == ZRT_PARKED ? "a futex" : "input or output";
}

static _Noreturn void deadlock(void)
{
	zrt_warn("deadlock: %s, and nothing can ever wake %s",
	         alive > 1 ? "all threads wait" : "the program waits", alive > 1 ? "one" : "it");
	for (const struct zrt_thread *t = newest; t; t = t->older)
		zrt_warn("  thread %d waits for %s at 0x%lx", t->tid, waits_for(t), (unsigned long)t->key);
	zrt_end(ZRT_EXIT_DEADLOCK);
}

/*
 * Nothing can protect single pages of the heap, so a guard area below a thread's
 * stack is only looked at: the stack pointer must not be there, and its top must
 * still be zero, as it was mapped.
 */
#define GUARD_WORDS 8

static uint64_t *guard_below(void *stack)
{
	const struct zrt_region *r = zrt_region_at((uintptr_t)stack - 1);
	const struct zrt_region *guard = r ? zrt_region_before(r->start) : NULL;
	return guard && guard->prot == PROT_NONE ? (uint64_t *)r->start : NULL;
}

static void check_stack(const struct zrt_thread *t)
{
	uint64_t used = (uintptr_t)__builtin_frame_address(0) < (uintptr_t)t->stack_limit;
	if (!t->stack_limit)
		return;
	for (int i = 1; i <= GUARD_WORDS; i++)
		used |= t->stack_limit[-i];
	if (used) {
		zrt_warn("thread %d has used more than its stack: give it a larger one "
		         "(pthread_attr_setstacksize)", t->tid);
		zrt_end(ZRT_EXIT_SIGNAL(SIGSEGV));
	}
}

/* Gives the processor to the next thread; the running one stands in its queue. */
static void reschedule(void)
{
	struct zrt_thread *from = zrt_running, *to = zrt_queue_next();
	check_stack(from);
	if (!to)
		deadlock();
	if (to == from)
		return;
	keep_variables(from);
	bring_variables(to);
	zrt_running = to;
	zrt_thread_switch(&from->sp, to->sp);
	unmap_rest();
}

int zrt_park(const void *key, uint32_t mask, int64_t deadline)
{
	idle_yields = 0;
	zrt_queue_wait(zrt_running, key, mask, deadline);
	reschedule();
	int result = zrt_running->result;
	/* Whoever sent a signal has interrupted the wait, or woken all that watch. */
	if (zrt_signals_run() && !key && result == 0)
		result = -EINTR;
	return result;
}

int zrt_wait(int64_t deadline)
{
	return zrt_park(NULL, 0, deadline);
}

void zrt_yield(void)
{
	/*
	 * If all that are ready only yield, they wait for one that sleeps: the
	 * clock must go on as it does when all wait.
	 */
	if (++idle_yields > YIELDS_OF_EACH * (unsigned)alive) {
		idle_yields = 0;
		zrt_queue_skip();
	}
	zrt_queue_ready(zrt_running);
	reschedule();
	(void)zrt_signals_run();
}

bool zrt_threaded(void)
{
	return alive > 1;
}

/* First function of a thread; its stack is as zrt_thread_create made it. */
static _Noreturn void begin(void)
{
	unmap_rest();
	zrt_running->fn(zrt_running->argument);
	zrt_syscall(SYS_exit, 0, 0, 0, 0, 0, 0);
	__builtin_trap();
}

int zrt_thread_create(int (*fn)(void *), void *stack, void *argument, int *tid, void *tp, int *clear_tid)
{
	/* Room for the thread itself; 16-byte alignment holds at a function's call. */
	uintptr_t top = ((uintptr_t)stack - sizeof(struct zrt_thread)) & ~(uintptr_t)15;
	struct zrt_thread *t = (struct zrt_thread *)top;
	struct frame *frame = (struct frame *)(top - sizeof(uint64_t)) - 1;

	*t = (struct zrt_thread){
		.older = newest,
		.sp = frame,
		.tp = tp,
		.stack_limit = guard_below(stack),
		.deadline = ZRT_FOREVER,
		.fn = fn,
		.argument = argument,
		.clear_tid = clear_tid,
		.signals.blocked = zrt_running->signals.blocked,
		.tid = ++last_tid,
	};
	*frame = (struct frame){ .return_address = (uintptr_t)begin };
	__asm__ volatile("stmxcsr %0" : "=m"(frame->mxcsr));
	__asm__ volatile("fnstcw %0" : "=m"(frame->x87_control));
	newest = t;
	alive++;
	*tid = t->tid;
	zrt_queue_ready(t);
	return t->tid;
}

ZRT_SYS(exit)
{
	struct zrt_thread *self = zrt_running, **at = &newest;
	if (alive == 1)
		zrt_end((int32_t)a);
	check_stack(self);
	zrt_robust_end(self);
	if (self->clear_tid) {
		*self->clear_tid = 0;
		zrt_unpark(self->clear_tid, ~0u, 1);
	}
	while (*at != self)
		at = &(*at)->older;
	*at = self->older;
	alive--;
	/* From here on nothing may keep a pointer to self: its stack goes. */
	struct zrt_thread *to = zrt_queue_next();
	if (!to)
		deadlock();
	bring_variables(to);
	zrt_running = to;
	void *nowhere;
	zrt_thread_switch(&nowhere, to->sp);
	__builtin_trap();
}

_Noreturn void zrt_thread_unmap_exit(void *base, size_t size)
{
	rest.base = base;
	rest.size = size;
	zrt_syscall(SYS_exit, 0, 0, 0, 0, 0, 0);
	__builtin_trap();
}

struct zrt_thread *zrt_self(void)
{
	return zrt_running;
}

struct zrt_thread *zrt_thread_find(int tid)
{
	struct zrt_thread *t = newest;
	while (t && t->tid != tid)
		t = t->older;
	return t;
}

int zrt_tid(const struct zrt_thread *thread)
{
	return thread->tid;
}

unsigned zrt_thread_count(void)
{
	unsigned count = 0;

	for (const struct zrt_thread *t = newest; t; t = t->older)
		count++;
	return count;
}

struct zrt_signals *zrt_thread_signals(struct zrt_thread *thread)
{
	return &thread->signals;
}

void zrt_interrupt(struct zrt_thread *thread)
{
	if (thread->state != ZRT_READY)
		zrt_queue_wake(thread, -EINTR);
}

struct zrt_thread *zrt_thread_open_to(uint64_t signal)
{
	struct zrt_thread *oldest = NULL;

	if (!(zrt_running->signals.blocked & signal))
		return zrt_running;
	for (struct zrt_thread *t = newest; t; t = t->older)
		if (!(t->signals.blocked & signal))
			oldest = t;
	return oldest;
}

ZRT_SYS(gettid)
{
	return zrt_running->tid;
}

ZRT_SYS(sched_yield)
{
	zrt_yield();
	return 0;
}

ZRT_SYS(set_tid_address)
{
	zrt_running->clear_tid = (int *)a;
	return zrt_running->tid;
}

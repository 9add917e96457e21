/* SPDX-License-Identifier: Apache-2.0 */
/* Sending and delivering, and the calls that set the actions. */
#include "signals.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "exit.h"
#include "heap.h"
#include "syscall.h"
#include "thread.h"
#include "user.h"
#include "wait.h"

#define SIG_DEFAULT 0
#define SIG_IGNORE 1

#define FLAG_SIGINFO 4u
#define FLAG_ONSTACK 0x08000000u
#define FLAG_NODEFER 0x40000000u
#define FLAG_RESETHAND 0x80000000u
#define FLAG_RESTART 0x10000000u

/* Numbers of Linux that are treated apart. */
#define KILL 9
#define PIPE 13
#define STOP 19
#define FIRST_REAL_TIME 32

/* struct sigaction as the kernel has it. */
struct action {
	uint64_t handler;
	uint64_t flags;
	uint64_t restorer;
	uint64_t mask;
};
static struct action actions[ZRT_SIGNALS + 1];

/* A signal on its way, in the order of sending. */
struct pending {
	struct pending *next;
	int tid; /* 0: for any thread */
	struct zrt_siginfo info;
};
static struct pending *queue, **queue_end = &queue;
static bool restart;

static uint64_t bit(int signal)
{
	return 1ULL << (signal - 1);
}

/* Default action of CHLD, CONT, URG and WINCH: nothing. All others end the program. */
static bool ignored_by_default(int signal)
{
	return signal == 17 || signal == 18 || signal == 23 || signal == 28;
}

static bool ignored(int signal)
{
	uint64_t handler = actions[signal].handler;

	return handler == SIG_IGNORE || (handler == SIG_DEFAULT && ignored_by_default(signal));
}

static struct zrt_signals *own(void)
{
	return zrt_thread_signals(zrt_self());
}

/* --- the queue ------------------------------------------------------------- */

static bool for_me(const struct pending *p)
{
	return !p->tid || p->tid == zrt_tid(zrt_self());
}

uint64_t zrt_signals_pending(void)
{
	uint64_t set = 0;

	for (const struct pending *p = queue; p; p = p->next)
		if (for_me(p))
			set |= bit(p->info.signo);
	return set;
}

static void unlink_pending(struct pending **link)
{
	struct pending *p = *link;

	*link = p->next;
	if (!p->next)
		queue_end = link;
	zrt_free(p);
}

/* Forgets a signal that is set to be ignored, as Linux does. */
static void forget(int signal)
{
	struct pending **link = &queue;

	while (*link) {
		if ((*link)->info.signo == signal)
			unlink_pending(link);
		else
			link = &(*link)->next;
	}
}

/* The lowest signal goes first; of one kind, the one sent first. */
int zrt_signal_take(uint64_t set, struct zrt_siginfo *info)
{
	struct pending **found = NULL;
	int signal;

	for (struct pending **link = &queue; *link; link = &(*link)->next)
		if (for_me(*link) && set & bit((*link)->info.signo) &&
		    (!found || (*link)->info.signo < (*found)->info.signo))
			found = link;
	if (!found)
		return 0;
	*info = (*found)->info;
	signal = info->signo;
	unlink_pending(found);
	return signal;
}

int zrt_signal_send(int tid, const struct zrt_siginfo *info)
{
	struct zrt_thread *target = tid ? zrt_thread_find(tid) : NULL;
	int signal = info->signo;
	struct pending *p;

	if (tid && !target)
		return -ESRCH;
	if (ignored(signal) && !(own()->blocked & bit(signal)))
		return 0;
	/* Of the old signals one can wait, of the real-time ones as many as are sent. */
	for (p = queue; p && signal < FIRST_REAL_TIME; p = p->next)
		if (p->tid == tid && p->info.signo == signal)
			return 0;
	p = zrt_alloc(sizeof *p);
	if (!p)
		return -EAGAIN;
	*p = (struct pending){.tid = tid, .info = *info};
	zrt_event();
	*queue_end = p;
	queue_end = &p->next;
	if (!tid)
		target = zrt_thread_open_to(bit(signal));
	if (target)
		zrt_interrupt(target);
	return 0;
}

/* --- delivery ---------------------------------------------------------------- */

static _Noreturn void die(int signal)
{
	if (signal != PIPE) /* the usual end of a program whose reader has enough */
		zrt_warn("the program ends by signal %d", signal);
	zrt_end(ZRT_EXIT_SIGNAL(signal));
}

/* Context that a SA_SIGINFO handler gets: ucontext_t, of which only the mask is true. */
struct context {
	uint64_t flags, link;
	uint64_t stack[3];
	uint64_t registers[23];
	uint64_t fp_state, reserved[8];
	uint64_t mask[16];
	uint64_t fp[64];
};
_Static_assert(offsetof(struct context, mask) == 296, "ucontext_t of Linux");

struct call {
	const struct action *action;
	struct zrt_siginfo *info;
	struct context *context;
};

static void call(void *argument)
{
	const struct call *c = argument;

	if (c->action->flags & FLAG_SIGINFO)
		((void (*)(int, void *, void *))(uintptr_t)c->action->handler)(c->info->signo, c->info, c->context);
	else
		((void (*)(int))(uintptr_t)c->action->handler)(c->info->signo);
}

/* stack_call.S */
void zrt_stack_call(void (*f)(void *), void *argument, void *top);

static void call_on_its_stack(struct call *c)
{
	struct zrt_stack *s = &own()->stack, kept = *s;
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	/* A handler that interrupts one on that stack goes on there. */
	if (!(c->action->flags & FLAG_ONSTACK) || !s->size || here - s->base <= s->size) {
		call(c);
		return;
	}
	if (s->flags & ZRT_STACK_AUTODISARM)
		*s = (struct zrt_stack){0};
	zrt_stack_call(call, c, (void *)((kept.base + kept.size) & ~(uint64_t)15));
	if (kept.flags & ZRT_STACK_AUTODISARM)
		own()->stack = kept;
}

static void call_handler(const struct action *action, struct zrt_siginfo *info)
{
	struct zrt_signals *signals = own();
	struct context context = {.mask = {signals->blocked}};

	signals->blocked |= action->mask;
	if (!(action->flags & FLAG_NODEFER))
		signals->blocked |= bit(info->signo);
	signals->blocked &= ~(bit(KILL) | bit(STOP));
	context.stack[0] = signals->stack.base;
	context.stack[1] = (uint32_t)signals->stack.flags;
	context.stack[2] = signals->stack.size;
	call_on_its_stack(&(struct call){action, info, &context});
	/* The handler may have changed the mask that it returns to. */
	own()->blocked = context.mask[0] & ~(bit(KILL) | bit(STOP));
}

bool zrt_signals_run(void)
{
	bool ran = false, all_restart = true;
	struct zrt_siginfo info;

	while (queue && zrt_signal_take(~own()->blocked, &info)) {
		struct action action = actions[info.signo];

		if (ignored(info.signo))
			continue;
		if (action.handler == SIG_DEFAULT)
			die(info.signo);
		if (action.flags & FLAG_RESETHAND)
			actions[info.signo].handler = SIG_DEFAULT;
		all_restart &= (action.flags & FLAG_RESTART) != 0;
		ran = true;
		call_handler(&action, &info);
	}
	restart = ran && all_restart;
	return ran;
}

bool zrt_signals_restart(void)
{
	return restart;
}

/* --- actions and masks -------------------------------------------------------- */

ZRT_SYS(rt_sigaction)
{
	int signal = (int)a;
	const struct action *new = (const struct action *)b;
	struct action *old = (struct action *)c;
	struct action before;

	if (d != sizeof(uint64_t) || signal < 1 || signal > ZRT_SIGNALS ||
	    (new && (signal == KILL || signal == STOP)))
		return -EINVAL;
	if ((new && !zrt_readable(new, sizeof *new)) || (old && !zrt_writable(old, sizeof *old)))
		return -EFAULT;
	before = actions[signal];
	if (new) {
		actions[signal] = *new;
		actions[signal].mask &= ~(bit(KILL) | bit(STOP));
		if (ignored(signal))
			forget(signal);
	}
	if (old)
		*old = before;
	return 0;
}

ZRT_SYS(rt_sigprocmask)
{
	const uint64_t *set = (const uint64_t *)b;
	uint64_t *old = (uint64_t *)c, *blocked = &own()->blocked, before = *blocked;

	if (d != sizeof *set)
		return -EINVAL;
	if ((set && !zrt_readable(set, sizeof *set)) || (old && !zrt_writable(old, sizeof *old)))
		return -EFAULT;
	if (set) {
		switch ((int)a) {
		case 0: /* SIG_BLOCK */
			*blocked |= *set;
			break;
		case 1: /* SIG_UNBLOCK */
			*blocked &= ~*set;
			break;
		case 2: /* SIG_SETMASK */
			*blocked = *set;
			break;
		default:
			return -EINVAL;
		}
		*blocked &= ~(bit(KILL) | bit(STOP));
	}
	if (old)
		*old = before;
	if (set)
		(void)zrt_signals_run();
	return 0;
}

ZRT_SYS(rt_sigpending)
{
	uint64_t *out = (uint64_t *)a;

	if ((size_t)b > sizeof *out)
		return -EINVAL;
	if (!zrt_writable(out, (size_t)b))
		return -EFAULT;
	uint64_t set = zrt_signals_pending() & own()->blocked;

	memcpy(out, &set, (size_t)b);
	return 0;
}

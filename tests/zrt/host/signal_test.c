/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals to oneself and timers: when handlers run, what they see, what blocks
 * them, and that timers fire where the clock moves.
 *
 * RUN: $BUILD/host/tests/zrt/host/signal_test
 * OUT: ok
 */
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

#include <zrt/zrt.h>

#include "clock.h"
#include "session.h"
#include "shim.h"
#include "signals.h"
#include "thread.h"

#define SYS(n, ...) zrt_syscall_(SYS_##n, __VA_ARGS__, 0, 0, 0, 0, 0)
#define zrt_syscall_(n, a, b, c, d, e, ...) \
	zrt_syscall(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)

#define USR1 10
#define USR2 12
#define ALRM 14
#define CHLD 17
#define RT 40
#define BIT(n) (1ULL << ((n) - 1))
#define NS 1000000000L

struct action {
	void (*handler)(int, struct zrt_siginfo *, void *);
	uint64_t flags;
	void *restorer;
	uint64_t mask;
};
#define SIGINFO 4u
#define RESETHAND 0x80000000u

static char seen[200]; /* numbers of signals in the order of handlers */
static struct zrt_siginfo last;

static void note(int signal, struct zrt_siginfo *info, void *context)
{
	(void)context;
	sprintf(seen + strlen(seen), "%d ", signal);
	if (info)
		last = *info;
}

static void nest(int signal, struct zrt_siginfo *info, void *context)
{
	note(signal, info, context);
	/* USR2 is in the mask and waits; USR1 itself too. */
	CHECK_EQ(SYS(kill, ZRT_PID, USR2), 0);
	sprintf(seen + strlen(seen), "end ");
}

static void handle(int signal, void *handler, uint64_t flags, uint64_t mask)
{
	struct action a = {.flags = flags, .mask = mask};

	memcpy(&a.handler, &handler, sizeof handler);
	CHECK_EQ(SYS(rt_sigaction, signal, &a, 0, 8), 0);
}
#define HANDLE(signal, f, flags, mask) \
	do { \
		void (*f_)(int, struct zrt_siginfo *, void *) = f; \
		void *p_; \
		memcpy(&p_, &f_, sizeof p_); \
		handle(signal, p_, flags, mask); \
	} while (0)

static void mask(int how, uint64_t set)
{
	CHECK_EQ(SYS(rt_sigprocmask, how, &set, 0, 8), 0);
}

#define SEEN(text)                        \
	do {                              \
		if (strcmp(seen, text))   \
			printf("%s\n", seen); \
		CHECK(!strcmp(seen, text)); \
		seen[0] = 0;              \
	} while (0)

static void start(void)
{
	static struct zrt_arguments arguments;

	shim_start(16 << 20);
	(void)shim_channel("/dev/stderr", ZVM_SGET_SPUT, ZVM_KIND_PIPE, "", 0);
	zrt_session_begin(&arguments);
	seen[0] = 0;
}

static void handlers(void *unused)
{
	uint64_t set, none = 0;

	(void)unused;
	start();
	HANDLE(USR1, note, SIGINFO, 0);
	HANDLE(USR2, note, SIGINFO, 0);
	HANDLE(RT, note, SIGINFO, 0);
	CHECK_EQ(SYS(kill, ZRT_PID, USR1), 0);
	SEEN("10 ");
	CHECK(last.signo == USR1 && last.code == 0 && last.from.sender.pid == ZRT_PID);
	CHECK_EQ(SYS(tgkill, ZRT_PID, ZRT_PID, USR1), 0);
	CHECK_EQ(last.code, -6);
	SEEN("10 ");
	/* Blocked ones wait: old signals once, real-time ones each, lowest first. */
	mask(0, BIT(USR1) | BIT(USR2) | BIT(RT));
	for (int i = 0; i < 3; i++) {
		struct zrt_siginfo info = {.code = -1, .value = (uint64_t)i};

		CHECK_EQ(SYS(rt_sigqueueinfo, ZRT_PID, RT, &info), 0);
		CHECK_EQ(SYS(kill, ZRT_PID, USR2), 0);
	}
	CHECK_EQ(SYS(kill, ZRT_PID, USR1), 0);
	SEEN("");
	CHECK_EQ(SYS(rt_sigpending, &set, 8), 0);
	CHECK_EQ(set, BIT(USR1) | BIT(USR2) | BIT(RT));
	mask(1, BIT(USR1) | BIT(USR2));
	SEEN("10 12 ");
	set = BIT(RT);
	CHECK_EQ(SYS(rt_sigtimedwait, &set, &last, 0, 8), RT);
	CHECK_EQ(last.value, 0);
	mask(2, none);
	SEEN("40 40 ");
	CHECK_EQ(last.value, 2);
	/* A handler's mask holds while it runs. */
	HANDLE(USR1, nest, SIGINFO, BIT(USR2));
	CHECK_EQ(SYS(kill, 0, USR1), 0);
	SEEN("10 end 12 ");
	HANDLE(USR1, nest, SIGINFO, 0);
	CHECK_EQ(SYS(kill, -1, USR1), 0);
	SEEN("10 12 end ");
	/* Ignored: nothing, also what had been waiting. */
	mask(0, BIT(USR1));
	CHECK_EQ(SYS(kill, ZRT_PID, USR1), 0);
	handle(USR1, (void *)1, 0, 0);
	mask(2, none);
	CHECK_EQ(SYS(kill, ZRT_PID, CHLD), 0);
	SEEN("");
	CHECK_EQ(SYS(kill, 7, USR1), -ESRCH);
	CHECK_EQ(SYS(kill, ZRT_PID, 65), -EINVAL);
	CHECK_EQ(SYS(kill, ZRT_PID, 0), 0);
	CHECK_EQ(SYS(tkill, 0, USR1), -EINVAL);
	CHECK_EQ(SYS(rt_sigaction, 9, &last, 0, 8), -EINVAL);
	CHECK_EQ(SYS(rt_sigaction, 0, 0, 0, 8), -EINVAL);
	CHECK_EQ(SYS(rt_sigprocmask, 5, &none, 0, 8), -EINVAL);
	CHECK_EQ(SYS(rt_sigprocmask, 0, 8, 0, 8), -EFAULT);
}

static void kill_self(void *signal)
{
	(void)SYS(kill, ZRT_PID, *(int *)signal);
}

static void deadly(void *unused)
{
	int signals[] = {USR1, 6, 9, 15, RT};

	(void)unused;
	start();
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		CHECK_EQ(shim_run(kill_self, &signals[i]), 128 + signals[i]);
	/* Once only. */
	HANDLE(USR1, note, RESETHAND, 0);
	CHECK_EQ(shim_run(kill_self, &signals[0]), -1);
	CHECK_EQ(shim_run(kill_self, &signals[0]), 128 + USR1);
}

static void timers(void *unused)
{
	struct itimerval every = {{1, 0}, {0, 500000}}, left;
	struct timespec now, second = {1, 0};
	struct itimerspec once = {.it_value = {0, 10000}};
	int64_t before;
	int id;
	struct {
		uint64_t value;
		int signo, notify;
	} event = {.value = 42, .signo = RT, .notify = 0};

	(void)unused;
	start();
	HANDLE(ALRM, note, SIGINFO, 0);
	HANDLE(RT, note, SIGINFO, 0);
	CHECK_EQ(SYS(alarm, 3), 0);
	before = zrt_clock_now();
	/* A program that only looks at the clock gets its signal too. */
	while (!seen[0] && zrt_clock_now() < before + 5 * NS)
		CHECK_EQ(SYS(clock_gettime, CLOCK_REALTIME, &now), 0);
	SEEN("14 ");
	CHECK(zrt_clock_now() - before >= 3 * NS && zrt_clock_now() - before < 3 * NS + 2000);
	CHECK_EQ(SYS(alarm, 0), 0);
	CHECK_EQ(SYS(setitimer, ITIMER_REAL, &every, 0), 0);
	CHECK_EQ(SYS(getitimer, ITIMER_REAL, &left), 0);
	CHECK(left.it_value.tv_usec == 500000 && left.it_interval.tv_sec == 1);
	CHECK_EQ(SYS(alarm, 0), 1);
	CHECK_EQ(SYS(timer_create, CLOCK_MONOTONIC, &event, &id), 0);
	CHECK_EQ(SYS(timer_settime, id, 0, &once, 0), 0);
	for (int i = 0; i < 20; i++)
		CHECK_EQ(SYS(clock_gettime, CLOCK_REALTIME, &now), 0);
	SEEN("40 ");
	CHECK(last.value == 42 && last.code == -2 && last.from.timer.id == id);
	CHECK_EQ(SYS(timer_delete, id), 0);
	CHECK_EQ(SYS(timer_delete, id), -EINVAL);
	CHECK_EQ(SYS(nanosleep, &second, 0), 0);
	SEEN("");
}

int main(void)
{
	CHECK_EQ(shim_apart(handlers, NULL), 0);
	CHECK_EQ(shim_apart(deadly, NULL), 0);
	CHECK_EQ(shim_apart(timers, NULL), 0);
	puts("ok");
	return 0;
}

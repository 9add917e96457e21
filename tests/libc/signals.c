/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals that a program sends to itself: handlers, masks, pending signals,
 * information, nesting, abort's way.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile int count;
static sigjmp_buf back;

static void simple(int sig)
{
	count++;
	printf("handler %s, %d\n", strsignal(sig), count);
}

static void with_information(int sig, siginfo_t *info, void *context)
{
	printf("handler %d: signo %d, code %d, value %d, pid is ours %d, context %d\n", sig, info->si_signo,
	       info->si_code == SI_TKILL ? 1 : info->si_code == SI_QUEUE ? 2 : info->si_code == SI_USER ? 3 : 4,
	       info->si_code == SI_QUEUE ? info->si_value.sival_int : 0, info->si_pid == getpid(), context != NULL);
}

static void nested(int sig)
{
	sigset_t now;
	sigprocmask(SIG_BLOCK, NULL, &now);
	printf("in handler of %d: own blocked %d, SIGUSR2 blocked %d\n", sig, sigismember(&now, sig),
	       sigismember(&now, SIGUSR2));
	if (sig == SIGUSR1)
		raise(SIGUSR2);
	printf("out of handler of %d\n", sig);
}

static void jump(int sig)
{
	siglongjmp(back, sig);
}

static char second_stack[65536];

static void where(int signal)
{
	char here;
	stack_t now;
	const char *on = &here >= second_stack && &here < second_stack + sizeof second_stack ? "second" : "first";

	sigaltstack(NULL, &now);
	printf("signal %d on the %s stack, flags %d\n", signal, on, now.ss_flags);
	errno = 0;
	int r = sigaltstack(&now, NULL);
	printf("changing it there: %d %s\n", r, strerror(errno));
	if (signal == SIGUSR1)
		raise(SIGUSR2); /* stays there */
}

static void alternate_stack(void)
{
	stack_t s = { .ss_sp = second_stack, .ss_size = sizeof second_stack }, old;
	struct sigaction sa = { .sa_handler = where, .sa_flags = SA_ONSTACK };

	printf("sigaltstack %d\n", sigaltstack(&s, NULL));
	sigaction(SIGUSR1, &sa, NULL);
	sigaction(SIGUSR2, &sa, NULL);
	raise(SIGUSR1);
	raise(SIGUSR2);
	sa.sa_flags = 0;
	sigaction(SIGUSR2, &sa, NULL);
	raise(SIGUSR2);
	printf("now %d", sigaltstack(NULL, &old));
	printf(" %d %zu\n", old.ss_flags, old.ss_size);
	s.ss_size = 100;
	errno = 0;
	int r = sigaltstack(&s, NULL);
	printf("too small %d %s\n", r, strerror(errno));
	s.ss_flags = SS_DISABLE;
	printf("disabled %d", sigaltstack(&s, NULL));
	printf(" %d", sigaltstack(NULL, &old));
	printf(" %d %zu\n", old.ss_flags, old.ss_size);
	/* Jumping out of a handler leaves its stack. */
	s = (stack_t){ .ss_sp = second_stack, .ss_size = sizeof second_stack };
	sigaltstack(&s, NULL);
	sa = (struct sigaction){ .sa_handler = jump, .sa_flags = SA_ONSTACK };
	sigaction(SIGUSR1, &sa, NULL);
	int got = sigsetjmp(back, 1);
	if (!got)
		raise(SIGUSR1);
	printf("jumped off it with %d", got);
	sigaltstack(NULL, &old);
	printf(" %d\n", old.ss_flags);
}

int main(void)
{
	struct sigaction sa = { .sa_handler = simple }, old;
	sigset_t set, pending, before;
	printf("sigaction %d\n", sigaction(SIGUSR1, &sa, &old));
	printf("old is default %d\n", old.sa_handler == SIG_DFL);
	raise(SIGUSR1);
	kill(getpid(), SIGUSR1);
	signal(SIGUSR2, SIG_IGN);
	raise(SIGUSR2);
	printf("ignored\n");

	sa = (struct sigaction){ .sa_sigaction = with_information, .sa_flags = SA_SIGINFO };
	sigaction(SIGUSR2, &sa, NULL);
	raise(SIGUSR2);
	kill(getpid(), SIGUSR2);
	sigqueue(getpid(), SIGUSR2, (union sigval){ .sival_int = 99 });

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &before);
	raise(SIGUSR1);
	raise(SIGUSR1);
	sigpending(&pending);
	printf("blocked: count %d, pending %d\n", count, sigismember(&pending, SIGUSR1));
	sigprocmask(SIG_SETMASK, &before, NULL);
	printf("unblocked: count %d\n", count);

	sa = (struct sigaction){ .sa_handler = nested };
	sigaction(SIGUSR1, &sa, NULL);
	sigaction(SIGUSR2, &sa, NULL);
	raise(SIGUSR1);
	sigaddset(&sa.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);

	sa = (struct sigaction){ .sa_handler = simple, .sa_flags = SA_RESETHAND };
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	sigaction(SIGUSR1, NULL, &old);
	printf("reset %d\n", old.sa_handler == SIG_DFL);

	signal(SIGTERM, jump);
	int got = sigsetjmp(back, 1);
	if (!got)
		raise(SIGTERM);
	printf("jumped with %d\n", got);

	alternate_stack();

	errno = 0;
	int r = sigaction(SIGKILL, &sa, NULL);
	printf("SIGKILL %d %s\n", r, strerror(errno));
	errno = 0;
	r = kill(getpid(), 0);
	printf("kill 0: %d\n", r);
	r = raise(1000);
	printf("raise 1000: %d %s\n", r, strerror(errno));
	signal(SIGABRT, jump);
	got = sigsetjmp(back, 1);
	if (!got)
		abort();
	printf("abort's handler jumped with %d\n", got);
	fflush(stdout);
	signal(SIGABRT, SIG_DFL);
	abort();
}

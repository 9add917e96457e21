/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals that a program sends to itself, through the C library.
 *
 * RUN: zvm-clang -O2 $S -o t && zvm run t
 * RUN: code=0; zvm run t abort 2>err || code=$?; test $code = 134 && grep -q 'ends by signal 6' err
 * RUN: code=0; zvm run t term 2>err || code=$?; test $code = 143
 * OUT: raise: 10 once
 * OUT: blocked: then 12
 * OUT: longjmp: out of a handler
 * OUT: alarm: after 5 s
 * OUT: pause: after 2 s
 * OUT: sleep: 7 s left
 * OUT: interval: 3
 * OUT: thread: 10 there
 * OUT: sigwait: 12
 * OUT: atexit after abort: no
 * TIMEOUT: 180
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t got, count;
static sigjmp_buf out;
static pthread_t where;

static void note(int signal)
{
	got = signal;
	count++;
	where = pthread_self();
}

static void jump(int signal)
{
	siglongjmp(out, signal);
}

static void *wait_in_thread(void *unused)
{
	(void)unused;
	while (!got)
		sleep(100000);
	return NULL;
}

static void *wait_for_usr2(void *set)
{
	int signal;

	return (void *)(long)(sigwait(set, &signal) ? -1 : signal);
}

static void at_end(void)
{
	puts("atexit ran");
}

int main(int argc, char **argv)
{
	struct sigaction sa = {.sa_handler = note};
	struct itimerval timer = {{1, 0}, {1, 0}};
	sigset_t set, old;
	time_t start;
	pthread_t thread;
	void *result;

	if (argc > 1) {
		atexit(at_end);
		if (!strcmp(argv[1], "abort"))
			abort();
		raise(SIGTERM);
	}
	sigaction(SIGUSR1, &sa, NULL);
	sigaction(SIGUSR2, &sa, NULL);
	sigaction(SIGALRM, &sa, NULL);
	raise(SIGUSR1);
	printf("raise: %d %s\n", got, count == 1 ? "once" : "wrong");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, &old);
	kill(getpid(), SIGUSR2);
	if (got == SIGUSR2)
		puts("not blocked");
	sigprocmask(SIG_SETMASK, &old, NULL);
	printf("blocked: then %d\n", got);
	signal(SIGFPE, jump);
	if (sigsetjmp(out, 1) == 0)
		raise(SIGFPE);
	else
		puts("longjmp: out of a handler");
	got = 0;
	start = time(NULL);
	alarm(5);
	while (!got)
		time(NULL);
	printf("alarm: after %ld s\n", (long)(time(NULL) - start));
	start = time(NULL);
	alarm(2);
	pause();
	printf("pause: after %ld s\n", (long)(time(NULL) - start));
	alarm(3);
	printf("sleep: %u s left\n", sleep(10));
	count = 0;
	setitimer(ITIMER_REAL, &timer, NULL);
	for (int i = 0; i < 3; i++)
		pause();
	memset(&timer, 0, sizeof timer);
	setitimer(ITIMER_REAL, &timer, NULL);
	printf("interval: %d\n", count);
	got = 0;
	pthread_create(&thread, NULL, wait_in_thread, NULL);
	sched_yield();
	pthread_kill(thread, SIGUSR1);
	pthread_join(thread, NULL);
	printf("thread: %d %s\n", got, pthread_equal(where, thread) ? "there" : "elsewhere");
	sigprocmask(SIG_BLOCK, &set, NULL);
	pthread_create(&thread, NULL, wait_for_usr2, &set);
	sched_yield();
	kill(getpid(), SIGUSR2);
	pthread_join(thread, &result);
	printf("sigwait: %ld\n", (long)result);
	puts("atexit after abort: no");
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ways to end: what is flushed, which handlers run, and the status.
 * RUN: for how in return exit quick _Exit abort thread nested raise; do "$D/compare.sh" "$S" $how; done
 * NEEDS: musl-gcc
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void at_exit(void) { printf("at exit\n"); }
static void again(void) { printf("registered while ending\n"); }
static void registers(void) { printf("registers another\n"); atexit(again); }
static void quickly(void) { printf("at quick exit\n"); fflush(stdout); }

static void *last(void *main_thread)
{
	pthread_join(*(pthread_t *)main_thread, NULL);
	printf("main has ended\n");
	return NULL;
}

int main(int argc, char **argv)
{
	const char *how = argv[argc - 1];
	static pthread_t self;
	pthread_t t;
	for (int i = 0; i < 40; i++)
		atexit(at_exit);
	atexit(registers);
	at_quick_exit(quickly);
	printf("%s, buffered\n", how);
	if (!strcmp(how, "return"))
		return 300;
	if (!strcmp(how, "exit"))
		exit(-1);
	if (!strcmp(how, "quick"))
		quick_exit(5);
	if (!strcmp(how, "_Exit")) {
		fflush(stdout);
		_Exit(6);
	}
	if (!strcmp(how, "abort")) {
		fflush(stdout);
		abort();
	}
	if (!strcmp(how, "raise")) {
		fflush(stdout);
		raise(SIGTERM);
	}
	if (!strcmp(how, "thread")) {
		self = pthread_self();
		pthread_create(&t, NULL, last, &self);
		pthread_exit(NULL);
	}
	if (!strcmp(how, "nested")) {
		atexit(registers);
		exit(9);
	}
	return 1;
}

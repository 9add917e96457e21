/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recursion without end faults at the stack's limit instead of overwriting what
 * lies below; a thread's stack is checked when the thread next waits.
 * RUN: zvm-clang -O1 "$S" -o overflow
 * RUN: for how in main thread; do status=0; zvm run overflow $how || status=$?; echo "$how $((status > 128))"; done
 * OUT: main 1
 * OUT: thread 1
 * ERR~: thread 2.*stack
 */
#include <pthread.h>
#include <sched.h>
#include <string.h>

static volatile int sink;

__attribute__((noinline)) static int recurse(int depth, int limit)
{
	volatile char frame[1000];
	frame[depth % 1000] = (char)depth;
	if (depth == limit) {
		sched_yield();
		return 0;
	}
	int r = recurse(depth + 1, limit);
	sink += frame[depth % 1000];
	return r + 1;
}

static void *thread(void *argument)
{
	recurse(0, 200); /* 200 kB of the 128 KiB that there are */
	return argument;
}

int main(int argc, char **argv)
{
	pthread_t t;
	if (argc > 1 && !strcmp(argv[1], "thread")) {
		pthread_create(&t, NULL, thread, NULL);
		pthread_join(t, NULL);
	} else {
		recurse(0, 1 << 30);
	}
	return 0;
}

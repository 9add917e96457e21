/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schedule of threads is the same in every run, also while the machine is
 * busy, and sleeping takes no time.
 * RUN: zvm-clang -O2 -Wall "$S" -o schedule && zvm run schedule >first
 * RUN: (timeout 5 sh -c 'while :; do :; done' || true) &
 * RUN: for i in 1 2 3 4 5; do zvm run schedule | cmp - first; done; kill %1 2>/dev/null || true
 * RUN: wc -l <first; tail -n 1 first
 * OUT: 411
 * OUT: slept 1000 s
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int turns;

static void *thread(void *argument)
{
	long n = (long)argument;
	for (int i = 0; i < 40; i++) {
		switch (rand() % 4) {
		case 0:
			sched_yield();
			break;
		case 1:
			usleep((unsigned)(rand() % 100));
			break;
		case 2:
			pthread_mutex_lock(&mutex);
			turns++;
			pthread_cond_broadcast(&cond);
			pthread_mutex_unlock(&mutex);
			break;
		default:
			pthread_mutex_lock(&mutex);
			struct timespec t;
			clock_gettime(CLOCK_REALTIME, &t);
			t.tv_nsec += 50000;
			t.tv_sec += t.tv_nsec / 1000000000;
			t.tv_nsec %= 1000000000;
			pthread_cond_timedwait(&cond, &mutex, &t);
			pthread_mutex_unlock(&mutex);
		}
		printf("thread %ld step %d turn %d\n", n, i, turns);
	}
	return NULL;
}

int main(void)
{
	pthread_t t[10];
	for (long i = 0; i < 10; i++)
		pthread_create(&t[i], NULL, thread, (void *)i);
	for (int i = 0; i < 10; i++) {
		pthread_join(t[i], NULL);
		printf("joined %d\n", i);
	}
	time_t before = time(NULL);
	sleep(1000);
	printf("slept %ld s\n", (long)(time(NULL) - before));
	return 0;
}

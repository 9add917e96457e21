/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program whose threads all wait for ever ends with a report.
 * RUN: zvm-clang -O2 "$S" -o deadlock
 * RUN: for how in mutexes pipe join; do status=0; zvm run deadlock $how || status=$?; echo "$how $status"; done
 * OUT: mutexes 125
 * OUT: pipe 125
 * OUT: join 125
 * ERR~: deadlock: all threads wait
 * ERR~: thread 2 waits for a futex
 * ERR~: deadlock: the program waits
 */
#include <pthread.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static pthread_t first;

static void *other(void *argument)
{
	pthread_mutex_lock(&b);
	usleep(1000);
	pthread_mutex_lock(&a);
	return argument;
}

static void *joins(void *argument)
{
	pthread_join(first, NULL);
	return argument;
}

int main(int argc, char **argv)
{
	const char *how = argv[argc - 1];
	pthread_t t;
	if (!strcmp(how, "mutexes")) {
		pthread_create(&t, NULL, other, NULL);
		pthread_mutex_lock(&a);
		usleep(1000);
		pthread_mutex_lock(&b);
	} else if (!strcmp(how, "pipe")) {
		int ends[2];
		char c;
		if (pipe(ends) == 0)
			return (int)read(ends[0], &c, 1);
	} else {
		first = pthread_self();
		pthread_create(&t, NULL, joins, NULL);
		pthread_join(t, NULL);
	}
	return 0;
}

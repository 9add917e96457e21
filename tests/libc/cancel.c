/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cancellation: in each kind of wait, deferred, disabled, asynchronous, with
 * clean-up handlers, destructors and mutexes taken again.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static sem_t semaphore, ready;
static int pipes[2];
static pthread_t sleeper;

static void cleanup(void *what)
{
	printf("clean up %s\n", (char *)what);
}

static volatile int noted;

static void note(void *what)
{
	(void)what;
	noted = 1;
}

static void unlock(void *what)
{
	printf("%s: mutex is held %d\n", (char *)what, pthread_mutex_trylock(&mutex) == EBUSY);
	pthread_mutex_unlock(&mutex);
}

static void *in_cond(void *argument)
{
	pthread_mutex_lock(&mutex);
	pthread_cleanup_push(unlock, "cond");
	sem_post(&ready);
	for (;;)
		pthread_cond_wait(&cond, &mutex);
	pthread_cleanup_pop(0);
	return argument;
}

static void *in_sem(void *argument)
{
	pthread_cleanup_push(cleanup, "sem");
	sem_post(&ready);
	sem_wait(&semaphore);
	pthread_cleanup_pop(1);
	return argument;
}

static void *in_read(void *argument)
{
	char c;
	pthread_cleanup_push(cleanup, "read");
	sem_post(&ready);
	printf("read %d\n", (int)read(pipes[0], &c, 1));
	pthread_cleanup_pop(0);
	return argument;
}

static void *in_sleep(void *argument)
{
	pthread_cleanup_push(cleanup, "sleep");
	sem_post(&ready);
	sleep(1000);
	pthread_cleanup_pop(0);
	return argument;
}

static void *forever(void *argument)
{
	for (;;)
		pause();
	return argument;
}

static void *in_join(void *argument)
{
	pthread_cleanup_push(cleanup, "join");
	sem_post(&ready);
	pthread_join(sleeper, NULL);
	pthread_cleanup_pop(0);
	return argument;
}

static void *in_testcancel(void *argument)
{
	pthread_cleanup_push(cleanup, "testcancel");
	sem_post(&ready);
	for (;;) {
		sched_yield();
		pthread_testcancel();
	}
	pthread_cleanup_pop(0);
	return argument;
}

static void *disabled(void *argument)
{
	int old;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
	sem_post(&ready);
	sem_wait(&semaphore);
	printf("disabled: went on\n");
	pthread_setcancelstate(old, NULL);
	pthread_testcancel();
	printf("not reached\n");
	return argument;
}

static void *asynchronous(void *argument)
{
	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
	/* Interrupted anywhere: a clean-up handler could not even print. */
	pthread_cleanup_push(note, NULL);
	sem_post(&ready);
	for (;;)
		sched_yield();
	pthread_cleanup_pop(0);
	return argument;
}

static void *itself(void *argument)
{
	pthread_cleanup_push(cleanup, "itself");
	sem_post(&ready);
	pthread_cancel(pthread_self());
	printf("deferred\n");
	pthread_testcancel();
	pthread_cleanup_pop(0);
	return argument;
}

static void *by_exit(void *argument)
{
	pthread_cleanup_push(cleanup, "first pushed");
	pthread_cleanup_push(cleanup, "second pushed");
	sem_post(&ready);
	pthread_exit(PTHREAD_CANCELED);
	pthread_cleanup_pop(0);
	pthread_cleanup_pop(0);
	return argument;
}

static const struct {
	const char *name;
	void *(*function)(void *);
} cases[] = {
	{ "cond", in_cond }, { "sem", in_sem }, { "read", in_read }, { "sleep", in_sleep }, { "join", in_join },
	{ "testcancel", in_testcancel }, { "disabled", disabled }, { "asynchronous", asynchronous },
	{ "itself", itself }, { "exit", by_exit },
};

int main(void)
{
	sem_init(&semaphore, 0, 0);
	sem_init(&ready, 0, 0);
	if (pipe(pipes) < 0)
		perror("pipe");
	pthread_create(&sleeper, NULL, forever, NULL);
	for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		pthread_t t;
		void *result = NULL;
		pthread_create(&t, NULL, cases[i].function, NULL);
		sem_wait(&ready);
		usleep(2000);
		if (cases[i].function != itself && cases[i].function != by_exit)
			pthread_cancel(t);
		if (cases[i].function == disabled)
			sem_post(&semaphore);
		pthread_join(t, &result);
		printf("%s: %s\n", cases[i].name, result == PTHREAD_CANCELED ? "cancelled" : "not cancelled");
	}
	pthread_cancel(sleeper);
	void *result;
	pthread_join(sleeper, &result);
	printf("pause: %s\n", result == PTHREAD_CANCELED ? "cancelled" : "not cancelled");
	printf("noted %d\n", noted);
	return 0;
}

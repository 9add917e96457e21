/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POSIX and C11 threads: creation, results, every kind of lock, and variables
 * of their own.  What is printed does not depend on the schedule, so musl on
 * Linux prints the same.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

enum { MANY = 8, ROUNDS = 1000 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static long counter;
static _Thread_local long mine = 5;
static _Thread_local char buffer[100] = "start";

static void all(void *(*f)(void *))
{
	pthread_t t[MANY];
	for (intptr_t i = 0; i < MANY; i++) {
		int e = pthread_create(&t[i], NULL, f, (void *)i);
		if (e)
			printf("pthread_create: %s\n", strerror(e));
	}
	long sum = 0;
	for (int i = 0; i < MANY; i++) {
		void *result;
		pthread_join(t[i], &result);
		sum += (intptr_t)result;
	}
	printf("results' sum %ld, counter %ld\n", sum, counter);
	counter = 0;
}

static void *locked(void *argument)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&mutex);
		long old = counter;
		if (i % 100 == 0)
			sched_yield();
		counter = old + 1;
		pthread_mutex_unlock(&mutex);
	}
	return argument;
}

static pthread_spinlock_t spin;

static void *spinning(void *argument)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_spin_lock(&spin);
		long old = counter;
		if (i % 100 == 0)
			sched_yield();
		counter = old + 1;
		pthread_spin_unlock(&spin);
	}
	return argument;
}

static void *own_variables(void *argument)
{
	intptr_t n = (intptr_t)argument;
	int right = mine == 5 && !strcmp(buffer, "start");
	for (int i = 0; i < 10; i++) {
		mine = n * 1000 + i;
		snprintf(buffer, sizeof buffer, "thread %ld round %d", (long)n, i);
		errno = (int)n + 100;
		sched_yield();
		char expected[100];
		snprintf(expected, sizeof expected, "thread %ld round %d", (long)n, i);
		right = right && mine == n * 1000 + i && !strcmp(buffer, expected) && errno == n + 100;
	}
	return (void *)(intptr_t)right;
}

/* A ring of producers and consumers over a small queue. */
static int queue[4], queued;

static void *producer(void *argument)
{
	(void)argument;
	for (int i = 1; i <= ROUNDS; i++) {
		pthread_mutex_lock(&mutex);
		while (queued == 4)
			pthread_cond_wait(&cond, &mutex);
		queue[queued++] = i;
		pthread_cond_broadcast(&cond);
		pthread_mutex_unlock(&mutex);
	}
	return NULL;
}

static void *consumer(void *argument)
{
	(void)argument;
	intptr_t sum = 0;
	for (int i = 1; i <= ROUNDS; i++) {
		pthread_mutex_lock(&mutex);
		while (queued == 0)
			pthread_cond_wait(&cond, &mutex);
		sum += queue[--queued];
		pthread_cond_broadcast(&cond);
		pthread_mutex_unlock(&mutex);
	}
	return (void *)sum;
}

static void *both(void *argument)
{
	return (intptr_t)argument % 2 ? producer(argument) : consumer(argument);
}

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static int readers, writers, clash;

static void *read_and_write(void *argument)
{
	for (int i = 0; i < 100; i++) {
		if ((i + (intptr_t)argument) % 4) {
			pthread_rwlock_rdlock(&rwlock);
			/* Readers are many at once: on Linux they count in parallel. */
			__atomic_fetch_add(&readers, 1, __ATOMIC_SEQ_CST);
			if (writers)
				__atomic_store_n(&clash, 1, __ATOMIC_SEQ_CST);
			sched_yield();
			__atomic_fetch_sub(&readers, 1, __ATOMIC_SEQ_CST);
		} else {
			pthread_rwlock_wrlock(&rwlock);
			writers++;
			clash |= writers != 1 || readers;
			sched_yield();
			writers--;
		}
		pthread_rwlock_unlock(&rwlock);
	}
	return NULL;
}

static pthread_barrier_t barrier;
static int arrived;

static void *meet(void *argument)
{
	(void)argument;
	intptr_t serial = 0;
	for (int i = 1; i <= 50; i++) {
		__atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
		serial += pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD;
		if (__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) < i * MANY)
			serial = -1000000;
		pthread_barrier_wait(&barrier);
	}
	return (void *)serial;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int destroyed;

static void once_only(void)
{
	counter++;
}

static void destroy(void *value)
{
	destroyed += (int)(intptr_t)value;
}

static void *keys(void *argument)
{
	pthread_once(&once, once_only);
	int empty = pthread_getspecific(key) == NULL;
	pthread_setspecific(key, (void *)((intptr_t)argument + 1));
	sched_yield();
	return (void *)(intptr_t)(empty && pthread_getspecific(key) == (void *)((intptr_t)argument + 1));
}

static sem_t semaphore;

static void *post(void *argument)
{
	for (int i = 0; i < 100; i++)
		sem_post(&semaphore);
	return argument;
}

static struct timespec soon(long milliseconds)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_nsec += milliseconds * 1000000;
	t.tv_sec += t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	return t;
}

static void timeouts(void)
{
	struct timespec t = soon(5);
	pthread_mutex_lock(&mutex);
	printf("cond_timedwait %s\n", strerror(pthread_cond_timedwait(&cond, &mutex, &t)));
	t = soon(5);
	printf("mutex_timedlock %s\n", strerror(pthread_mutex_timedlock(&mutex, &t)));
	pthread_mutex_unlock(&mutex);
	t = soon(5);
	printf("sem_timedwait %d", sem_timedwait(&semaphore, &t));
	printf(" %s\n", strerror(errno));
	t.tv_nsec = 1000000000;
	printf("bad time %d", sem_timedwait(&semaphore, &t));
	printf(" %s\n", strerror(errno));
}

static void kinds(void)
{
	pthread_mutexattr_t a;
	pthread_mutex_t m;
	pthread_mutexattr_init(&a);
	pthread_mutexattr_settype(&a, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&m, &a);
	printf("recursive");
	for (int i = 0; i < 2; i++)
		printf(" %d", pthread_mutex_lock(&m));
	for (int i = 0; i < 2; i++)
		printf(" %d", pthread_mutex_unlock(&m));
	printf(" %s\n", strerror(pthread_mutex_unlock(&m)));
	pthread_mutexattr_settype(&a, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&m, &a);
	printf("checked %d", pthread_mutex_lock(&m));
	printf(" %s", strerror(pthread_mutex_lock(&m)));
	printf(" %s\n", strerror(pthread_mutex_trylock(&m)));
}

/* Mutexes that inherit priorities behave as others do. */
static pthread_mutex_t heir;
static pthread_cond_t heir_changed = PTHREAD_COND_INITIALIZER;
static int heir_count;

static void *inherit(void *arg)
{
	for (int i = 0; i < 100; i++) {
		pthread_mutex_lock(&heir);
		int seen = heir_count;
		sched_yield();
		heir_count = seen + 1;
		pthread_cond_signal(&heir_changed);
		pthread_mutex_unlock(&heir);
	}
	return arg;
}

static void *try_heir(void *arg)
{
	struct timespec soon;
	(void)arg;
	clock_gettime(CLOCK_REALTIME, &soon);
	soon.tv_nsec = (soon.tv_nsec + 1000000) % 1000000000;
	soon.tv_sec += soon.tv_nsec < 1000000;
	printf("busy: %s", strerror(pthread_mutex_trylock(&heir)));
	printf(", %s\n", strerror(pthread_mutex_timedlock(&heir, &soon)));
	printf("not the owner: %s\n", strerror(pthread_mutex_unlock(&heir)));
	return NULL;
}

static void *die_owning(void *arg)
{
	pthread_mutex_lock(&heir);
	return arg;
}

static void inheritance(void)
{
	pthread_mutexattr_t a;
	pthread_t t[4];

	pthread_mutexattr_init(&a);
	printf("inherit: %s\n", strerror(pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT)));
	pthread_mutexattr_settype(&a, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&heir, &a);
	for (int i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, inherit, NULL);
	pthread_mutex_lock(&heir);
	while (heir_count < 400)
		pthread_cond_wait(&heir_changed, &heir);
	printf("count %d, again: %s\n", heir_count, strerror(pthread_mutex_lock(&heir)));
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	pthread_create(&t[0], NULL, try_heir, NULL);
	pthread_join(t[0], NULL);
	pthread_mutex_unlock(&heir);
	printf("unlocked twice: %s\n", strerror(pthread_mutex_unlock(&heir)));

	pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&heir, &a);
	pthread_create(&t[0], NULL, die_owning, NULL);
	pthread_join(t[0], NULL);
	printf("owner: %s", strerror(pthread_mutex_lock(&heir)));
	printf(", consistent %d", pthread_mutex_consistent(&heir));
	printf(", unlock %d", pthread_mutex_unlock(&heir));
	printf(", lock %d\n", pthread_mutex_lock(&heir));
}

static pthread_mutex_t robust;

static void *die_with_lock(void *argument)
{
	pthread_mutex_lock(&robust);
	return argument;
}

static void robustness(void)
{
	pthread_mutexattr_t a;
	pthread_t t;
	pthread_mutexattr_init(&a);
	printf("robust %s\n", strerror(pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST)));
	pthread_mutex_init(&robust, &a);
	pthread_create(&t, NULL, die_with_lock, NULL);
	pthread_join(t, NULL);
	printf("lock %s", strerror(pthread_mutex_lock(&robust)));
	printf(", consistent %d", pthread_mutex_consistent(&robust));
	printf(", unlock %d\n", pthread_mutex_unlock(&robust));
}

static int done;

static void *detached(void *argument)
{
	for (int i = 0; i < 3; i++)
		sched_yield();
	__atomic_store_n(&done, 1, __ATOMIC_SEQ_CST);
	return argument;
}

static void attributes(void)
{
	pthread_attr_t a, got;
	pthread_t t;
	size_t size;
	void *stack;
	int state;
	pthread_attr_init(&a);
	pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&a, 64 << 10);
	pthread_create(&t, &a, detached, NULL);
	while (!__atomic_load_n(&done, __ATOMIC_SEQ_CST))
		usleep(100);
	pthread_getattr_np(pthread_self(), &got);
	pthread_attr_getstack(&got, &stack, &size);
	pthread_attr_getdetachstate(&got, &state);
	printf("main's stack holds its variables %d, joinable %d\n",
	       (char *)&size > (char *)stack && (char *)&size < (char *)stack + size,
	       state == PTHREAD_CREATE_JOINABLE);
	/* A stack of the program's own. */
	stack = malloc(256 << 10);
	pthread_attr_init(&a);
	pthread_attr_setstack(&a, stack, 256 << 10);
	done = 0;
	pthread_create(&t, &a, detached, (void *)7);
	void *result;
	pthread_join(t, &result);
	printf("own stack: %ld\n", (long)(intptr_t)result);
	free(stack);
}

static mtx_t mtx;
static cnd_t cnd;
static tss_t tss;
static int turn;

static int c11(void *argument)
{
	int n = (int)(intptr_t)argument;
	tss_set(tss, argument);
	mtx_lock(&mtx);
	while (turn != n)
		cnd_wait(&cnd, &mtx);
	printf("C11 thread %d%s\n", n, tss_get(tss) == argument ? "" : ", wrong value");
	turn++;
	cnd_broadcast(&cnd);
	mtx_unlock(&mtx);
	thrd_exit(n * 10);
}

static void c11_threads(void)
{
	thrd_t t[4];
	int sum = 0;
	mtx_init(&mtx, mtx_plain);
	cnd_init(&cnd);
	tss_create(&tss, NULL);
	for (intptr_t i = 3; i >= 0; i--)
		thrd_create(&t[i], c11, (void *)i);
	for (int i = 0; i < 4; i++) {
		int result;
		thrd_join(t[i], &result);
		sum = sum * 100 + result;
	}
	printf("joined %d\n", sum);
	struct timespec t0 = { 0, 1000 };
	printf("sleep %d\n", thrd_sleep(&t0, NULL));
}

static void *nothing(void *argument)
{
	return argument;
}

/* Thousands of threads after each other: nothing leaks. */
static void in_turn(void)
{
	pthread_t t;
	long sum = 0;
	for (intptr_t i = 0; i < 5000; i++) {
		void *result;
		if (pthread_create(&t, NULL, nothing, (void *)i))
			break;
		pthread_join(t, &result);
		sum += (intptr_t)result;
	}
	printf("in turn %ld\n", sum);
}

int main(void)
{
	all(locked);
	pthread_spin_init(&spin, 0);
	all(spinning);
	all(own_variables);
	printf("main's variables %ld %s\n", mine, buffer);
	all(both);
	all(read_and_write);
	printf("clash %d\n", clash);
	pthread_barrier_init(&barrier, NULL, MANY);
	all(meet);
	pthread_key_create(&key, destroy);
	all(keys);
	printf("destroyed %d\n", destroyed);
	sem_init(&semaphore, 0, 0);
	all(post);
	for (int i = 0; i < 100 * MANY; i++)
		sem_wait(&semaphore);
	printf("semaphore %d", sem_trywait(&semaphore));
	printf(" %s\n", strerror(errno));
	timeouts();
	kinds();
	robustness();
	inheritance();
	attributes();
	c11_threads();
	in_turn();
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The program of determinism.sh: shows all that could be different. */
#define _GNU_SOURCE
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

static int turn;

static void *worker(void *name)
{
	for (int i = 0; i < 3; i++) {
		printf("thread %ld turn %d\n", (long)name, turn++);
		sched_yield();
	}
	return NULL;
}

static void random_numbers(void)
{
	unsigned char bytes[8];
	unsigned long long value = 0;
	FILE *f = fopen("/dev/urandom", "r");

	getrandom(bytes, sizeof bytes, 0);
	for (int i = 0; i < 8; i++)
		value = value << 8 | bytes[i];
	printf("random getrandom %016llx\n", value);
	if (f && fread(&value, sizeof value, 1, f) == 1)
		printf("random urandom %016llx\n", value);
	printf("random auxv %016llx\n", *(unsigned long long *)getauxval(AT_RANDOM));
}

static void clocks(void)
{
	struct timespec a, b;
	struct stat st;

	clock_gettime(CLOCK_REALTIME, &a);
	clock_gettime(CLOCK_MONOTONIC, &b);
	printf("clock %lld.%09ld %lld.%09ld %lld\n", (long long)a.tv_sec, a.tv_nsec, (long long)b.tv_sec, b.tv_nsec,
	       (long long)time(NULL));
	printf("clock tsc %llu\n", (unsigned long long)__rdtsc());
	fclose(fopen("/tmp/f", "w"));
	if (stat("/tmp/f", &st) == 0)
		printf("clock file %lld.%09ld ino\n", (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
	sleep(3);
	printf("used %ld\n", clock() / CLOCKS_PER_SEC);
}

int main(void)
{
	static int variable;
	int local;
	struct utsname u;
	pthread_t threads[3];
	DIR *dir;
	struct dirent *e;

	printf("address %p %p %p %p\n", (void *)&variable, (void *)&local, malloc(10), malloc(5000000));
	printf("address %p\n", mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	random_numbers();
	clocks();
	uname(&u);
	printf("system %s %s %s %s\n", u.sysname, u.nodename, u.release, u.machine);
	printf("process %d %d %u %ld\n", getpid(), getppid(), getuid(), sysconf(_SC_NPROCESSORS_ONLN));
	for (long i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, worker, (void *)i);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	dir = opendir("/");
	while (dir && (e = readdir(dir)))
		printf("entry %s %llu\n", e->d_name, (unsigned long long)e->d_ino);
	return 0;
}

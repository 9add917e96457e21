/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens before and after main: constructors and their priorities,
 * thread-local variables of any alignment, the auxiliary vector, the canary of
 * -fstack-protector, exit handlers in their order.
 * RUN: FLAGS=-fstack-protector-all "$D/compare.sh" "$S" a ""
 * NEEDS: musl-gcc
 */
#include <elf.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static void say(const char *s)
{
	printf("%s\n", s);
}

__attribute__((constructor)) static void constructor(void) { say("constructor"); }
__attribute__((constructor(200))) static void second(void) { say("constructor 200"); }
__attribute__((constructor(101))) static void first(void) { say("constructor 101"); }
__attribute__((destructor)) static void destructor(void) { say("destructor"); }

static _Thread_local int initialised = 42;
static _Thread_local int zero;
static _Thread_local struct { char c[3]; } __attribute__((aligned(64))) aligned = { "ab" };
static _Thread_local char large[3000];

static void *other(void *argument)
{
	(void)argument;
	printf("thread: %d %d %s %d\n", initialised, zero, aligned.c, large[2999]);
	printf("aligned %d\n", ((uintptr_t)&aligned & 63) == 0);
	return NULL;
}

static void last(void) { say("atexit, registered first"); }
static void next(void) { say("atexit, registered second"); }

int main(int argc, char **argv, char **envp)
{
	pthread_t t;
	printf("argc %d, argv[argc] %p, environ is envp %d\n", argc, (void *)argv[argc], environ == envp);
	printf("last argument [%s]\n", argv[argc - 1]);
	printf("%d %d %s %d\n", initialised, zero, aligned.c, large[2999]);
	printf("aligned %d\n", ((uintptr_t)&aligned & 63) == 0);
	initialised = zero = large[2999] = 1;
	pthread_create(&t, NULL, other, NULL);
	pthread_join(t, NULL);
	printf("%d %d %s %d\n", initialised, zero, aligned.c, large[2999]);
	printf("page size %lu %ld\n", getauxval(AT_PAGESZ), sysconf(_SC_PAGESIZE));
	printf("random %d, secure %lu, exec name %d\n", getauxval(AT_RANDOM) != 0, getauxval(AT_SECURE),
	       *(char *)getauxval(AT_EXECFN) != 0);
	uintptr_t canary;
	__asm__("mov %%fs:40,%0" : "=r"(canary));
	printf("canary has a zero byte %d and is not zero %d\n", (canary & 0xff00) == 0, canary != 0);
	atexit(last);
	atexit(next);
	return 3;
}

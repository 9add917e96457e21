/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a sandbox can not have fails at once, with the documented error.
 * RUN: zvm-clang -O2 "$S" -o refused && zvm run refused
 * OUT: fork -1 ENOSYS
 * OUT: vfork -1 ENOSYS
 * OUT: execve -1 ENOSYS
 * OUT: posix_spawn ENOSYS
 * OUT: system(NULL) 0
 * OUT: system -1 ENOSYS
 * OUT: popen NULL ENOSYS
 * OUT: wordexp 0, 4 4, 2 2 2 2, 3 3
 * OUT: waitpid -1 ECHILD
 * OUT: socket -1 EAFNOSUPPORT
 * OUT: dlopen NULL
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

static const char *name(int e)
{
	switch (e) {
	case ENOSYS:
		return "ENOSYS";
	case ECHILD:
		return "ECHILD";
	case EAFNOSUPPORT:
		return "EAFNOSUPPORT";
	default:
		return "another";
	}
}

int main(void)
{
	char *const argv[] = { "sh", NULL };
	pid_t pid;
	wordexp_t words;
	printf("fork %d", fork());
	printf(" %s\n", name(errno));
	printf("vfork %d", vfork());
	printf(" %s\n", name(errno));
	printf("execve %d", execve("/bin/sh", argv, environ));
	printf(" %s\n", name(errno));
	printf("posix_spawn %s\n", name(posix_spawn(&pid, "/bin/sh", NULL, NULL, argv, environ)));
	printf("system(NULL) %d\n", system(NULL));
	errno = 0;
	printf("system %d", system("true"));
	printf(" %s\n", name(errno));
	FILE *p = popen("true", "r");
	printf("popen %s %s\n", p ? "works" : "NULL", name(errno));
	printf("wordexp %d,", wordexp("a b", &words, 0));
	printf(" %d %d,", wordexp("$(date)", &words, 0), wordexp("`date`", &words, 0));
	printf(" %d %d", wordexp("a|b", &words, 0), wordexp("a\nb", &words, 0));
	printf(" %d %d,", wordexp("a>b", &words, 0), wordexp("{a,b}", &words, 0));
	printf(" %d %d\n", wordexp("$NONE", &words, WRDE_UNDEF), wordexp("${NONE:?}", &words, 0));
	printf("waitpid %d", waitpid(-1, NULL, 0));
	printf(" %s\n", name(errno));
	printf("socket %d", socket(AF_INET, SOCK_STREAM, 0));
	printf(" %s\n", name(errno));
	printf("dlopen %s\n", dlopen("libm.so", RTLD_NOW) ? "works" : "NULL");
	return 0;
}

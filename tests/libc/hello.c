/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first program: start, stdio, a system call, exit.
 * RUN: "$D/compare.sh" "$S" "one two" '"q"'
 * NEEDS: musl-gcc
 */
#include <stdio.h>

int main(int argc, char **argv)
{
	printf("hello, %d arguments\n", argc - 1);
	for (int i = 1; i < argc; i++)
		printf("[%s]\n", argv[i]);
	fprintf(stderr, "on stderr\n");
	return 7;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

extern char **environ;

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		printf("argument %d: %s\n", i, argv[i]);
	for (char **e = environ; *e; e++)
		printf("variable: %s\n", *e);
	if (argc > 1) {
		FILE *notes = fopen(argv[argc - 1], "a");

		if (notes) {
			fprintf(notes, "written by the program\n");
			fclose(notes);
		}
	}
	return 3;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Counts lines, words and bytes of each file that it is given. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static int count(const char *path)
{
	unsigned long lines = 0, words = 0, bytes = 0;
	int c, inside = 0;
	FILE *file = fopen(path, "r");

	if (!file) {
		fprintf(stderr, "wordcount: %s: %s\n", path, strerror(errno));
		return 1;
	}
	while ((c = getc(file)) != EOF) {
		bytes++;
		lines += c == '\n';
		if (isspace(c))
			inside = 0;
		else if (!inside)
			words += inside = 1;
	}
	fclose(file);
	printf("%lu %lu %lu\n", lines, words, bytes);
	return 0;
}

int main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++)
		failed |= count(argv[i]);
	return failed;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* upper FROM TO: every file of the folder FROM in capital letters into TO; removes TO/old. */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static void convert(const char *from, const char *to, const char *name)
{
	char path[512];
	FILE *in, *out;
	int c;

	snprintf(path, sizeof path, "%s/%s", from, name);
	in = fopen(path, "r");
	snprintf(path, sizeof path, "%s/%s", to, name);
	out = fopen(path, "w");
	if (!in || !out) {
		perror(path);
		exit(1);
	}
	while ((c = getc(in)) != EOF)
		putc(toupper(c), out);
	fclose(in);
	fclose(out);
	printf("%s\n", name);
}

int main(int argc, char **argv)
{
	struct dirent **names;
	int count = argc == 3 ? scandir(argv[1], &names, NULL, alphasort) : -1;
	char old[512];

	if (count < 0) {
		perror("upper");
		return 1;
	}
	for (int i = 0; i < count; i++)
		if (names[i]->d_name[0] != '.')
			convert(argv[1], argv[2], names[i]->d_name);
	snprintf(old, sizeof old, "%s/old", argv[2]);
	remove(old);
	return 0;
}

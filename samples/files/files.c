/* SPDX-License-Identifier: Apache-2.0 */
/* Makes files and directories in the in-memory file system and lists them. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void check(int ok, const char *what)
{
	if (!ok) {
		fprintf(stderr, "files: %s: %s\n", what, strerror(errno));
		exit(1);
	}
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	check(file != NULL, path);
	check(fprintf(file, "%s", text) >= 0 && fclose(file) == 0, path);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void list(const char *path, int depth)
{
	struct dirent **entries;
	int n = scandir(path, &entries, NULL, by_name);

	check(n >= 0, path);
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		char full[512];
		struct stat st;

		if (strcmp(name, ".") && strcmp(name, "..")) {
			snprintf(full, sizeof full, "%s/%s", path, name);
			check(lstat(full, &st) == 0, full);
			printf("%*s%s%s %lld\n", depth * 2, "", name, S_ISDIR(st.st_mode) ? "/" : "",
			       S_ISDIR(st.st_mode) ? 0LL : (long long)st.st_size);
			if (S_ISDIR(st.st_mode))
				list(full, depth + 1);
		}
		free(entries[i]);
	}
	free(entries);
}

int main(void)
{
	char line[64];
	FILE *file;

	check(mkdir("/project", 0755) == 0, "/project");
	check(mkdir("/project/deep", 0755) == 0, "/project/deep");
	put("/project/one", "first\n");
	put("/project/deep/two", "second file\n");
	put("/project/gone", "short-lived");
	check(rename("/project/one", "/project/deep/one") == 0, "rename");
	check(link("/project/deep/two", "/project/again") == 0, "link");
	check(symlink("deep/one", "/project/alias") == 0, "symlink");
	check(unlink("/project/gone") == 0, "unlink");
	check(rmdir("/project/deep") < 0 && errno == ENOTEMPTY, "rmdir of a full directory");
	list("/project", 0);

	file = fopen("/project/alias", "a+");
	check(file != NULL && fputs("and more\n", file) >= 0, "append");
	rewind(file);
	while (fgets(line, sizeof line, file))
		printf("read: %s", line);
	fclose(file);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The program of images.sh. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int list(void)
{
	char text[100] = "", target[100] = "";
	FILE *f = fopen("/m/dir/file", "r");

	if (!f || !fgets(text, sizeof text, f) || readlink("/m/dir/link", target, sizeof target - 1) < 0)
		return 1;
	printf("/m/dir/file: %s/m/dir/link -> %s\n", text, target);
	return 0;
}

static int big(void)
{
	struct stat st;
	char c;
	int fd = open("/m/big", O_RDONLY);

	if (fd < 0 || fstat(fd, &st) < 0 || pread(fd, &c, 1, 400000000) != 1)
		return 1;
	printf("big: %lld %c\n", (long long)st.st_size, c);
	return 0;
}

static int change(void)
{
	int fd = open("/m/new", O_CREAT | O_WRONLY, 0644);

	return fd < 0 || write(fd, "new\n", 4) != 4 || unlink("/m/dir/link") < 0;
}

int main(int argc, char **argv)
{
	(void)argc;
	return !strcmp(argv[1], "list") ? list() : !strcmp(argv[1], "big") ? big() : change();
}

#include "common.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fatal(const char *format, ...)
{
	int error = errno;
	va_list args;

	fflush(stdout);
	fputs("zvm: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	if (format[strlen(format) - 1] == ':')
		fprintf(stderr, " %s", strerror(error));
	fputc('\n', stderr);
	exit(EXIT_USAGE);
}

void *xrealloc(void *old, unsigned long count, unsigned long size)
{
	void *p = reallocarray(old, count ? count : 1, size);

	if (!p)
		fatal("out of memory");
	return p;
}

char *xstrdup(const char *text)
{
	char *copy = strdup(text);

	if (!copy)
		fatal("out of memory");
	return copy;
}

char *xprintf(const char *format, ...)
{
	char *text;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		fatal("out of memory");
	va_end(args);
	return text;
}

void exec_sibling(const char *program, char **argv)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	if (length < 0)
		fatal("cannot find the SDK: /proc/self/exe:");
	self[length] = '\0';
	slash = strrchr(self, '/');
	*slash = '\0';
	argv[0] = xprintf("%s/%s", self, program);
	execv(argv[0], argv);
	fatal("%s: cannot run this part of the SDK:", argv[0]);
}

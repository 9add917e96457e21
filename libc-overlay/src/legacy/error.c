/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <errno.h>
#include <error.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned error_message_count;
int error_one_per_line;
void (*error_print_progname)(void);

static void finish(int status, int number, const char *format, va_list arguments)
{
	vfprintf(stderr, format, arguments);
	error_message_count++;
	if (number)
		fprintf(stderr, ": %s", strerror(number));
	putc('\n', stderr);
	fflush(stderr);
	if (status)
		exit(status);
}

static void begin(const char *after)
{
	fflush(stdout);
	if (error_print_progname)
		error_print_progname();
	else
		fprintf(stderr, "%s:%s", program_invocation_name, after);
}

void error(int status, int number, const char *format, ...)
{
	va_list arguments;

	begin(" ");
	va_start(arguments, format);
	finish(status, number, format, arguments);
	va_end(arguments);
}

void error_at_line(int status, int number, const char *file, unsigned line, const char *format, ...)
{
	static const char *last_file;
	static unsigned last_line;
	va_list arguments;

	if (error_one_per_line) {
		if (file && last_file && line == last_line && !strcmp(file, last_file))
			return;
		last_file = file;
		last_line = line;
	}
	begin(file ? "" : " ");
	if (file)
		fprintf(stderr, "%s:%u: ", file, line);
	va_start(arguments, format);
	finish(status, number, format, arguments);
	va_end(arguments);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* error.h - messages of programs written for glibc. */
#ifndef _ERROR_H
#define _ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Flushes stdout and writes "program: message[: error]" to stderr; ends the
 * program if status is not 0.
 */
void error(int status, int number, const char *format, ...) __attribute__((__format__(__printf__, 3, 4)));

/* The same with "file:line: " before the message. */
void error_at_line(int status, int number, const char *file, unsigned line, const char *format, ...)
	__attribute__((__format__(__printf__, 5, 6)));

extern unsigned error_message_count;        /* messages so far */
extern int error_one_per_line;              /* not 0: one message for each file and line */
extern void (*error_print_progname)(void);  /* NULL: the program's name */

#ifdef __cplusplus
}
#endif

#endif

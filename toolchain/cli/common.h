/* What the subcommands share: messages and sibling programs. */
#ifndef ZVM_CLI_COMMON_H
#define ZVM_CLI_COMMON_H

/* Exit status for wrong usage and for files that cannot be used. */
enum { EXIT_USAGE = 2 };

/* Prints "zvm: message", adding errno's text after a trailing ':', and exits. */
_Noreturn void fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* calloc/realloc/strdup/asprintf that never return NULL. */
void *xrealloc(void *old, unsigned long count, unsigned long size);
char *xstrdup(const char *text);
char *xprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Replaces this process by a program of the SDK's bin folder. */
_Noreturn void exec_sibling(const char *program, char **argv);

#endif

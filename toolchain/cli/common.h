/* SPDX-License-Identifier: Apache-2.0 */
/* What the subcommands share: messages, memory, lists and sibling programs. */
#ifndef ZVM_CLI_COMMON_H
#define ZVM_CLI_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	EXIT_USAGE = 2,       /* wrong usage, a file that cannot be used: our own failures */
	EXIT_DIFFERS = 123,   /* --verify-deterministic: the two runs differ */
	EXIT_SETUP = 125,     /* the session could not be set up */
	EXIT_REFUSED = 126,   /* the program cannot run in the sandbox */
	EXIT_NOT_FOUND = 127  /* there is no such program */
};

/* Prints "zvm: message", adding errno's text after a trailing ':', and exits. */
_Noreturn void fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fatal_status(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Where the text comes from that is read now: stands in front of messages; NULL: nowhere. */
void message_place(const char *place);

/* Leaves with the status, or with EXIT_SETUP if what was printed did not arrive. */
_Noreturn void finish(int status);

void warning(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* realloc/strdup/asprintf that never return NULL. */
void *xrealloc(void *old, size_t count, size_t size);
char *xstrdup(const char *text);
char *xprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * A copy for a terminal of text from a guest or its file: what could be a control
 * character there, in ASCII, Latin-1 or UTF-8, becomes '?'.
 */
char *printable(const char *text);

struct list {
	const char **items;
	size_t count;
};

void list_add(struct list *list, const char *item);

/* Grows an array of `count` elements by one and returns the new, zeroed element. */
void *array_add(void *array, size_t *count, size_t size);

/* A program of the SDK's bin folder, found beside this one. */
char *sibling(const char *program);

/* Replaces this process by it. */
_Noreturn void exec_sibling(const char *program, char **argv);

/*
 * A file without a name that lives as long as its descriptor: in memory if
 * small files are expected, else on disk (TMPDIR), if there is a place.
 */
int memory_file(const char *name);
int temporary_file(void);

/*
 * For commands that start sessions: a limit of file sizes, which counts for files in
 * memory too, gives an error instead of a signal, and as many descriptors may be open
 * as the user can have (a channel each, a folder for each level of a volume).
 */
void prepare_limits(void);

/* Writes all or fails with errno. */
bool write_all(int fd, const void *data, size_t size);

/* All bytes from the start of the file, NUL-terminated; NULL and errno on failure. */
char *read_all(int fd, size_t *size);

/* Copies from one descriptor's position to the other's, to the end; false and errno. */
bool copy_all(int from, int to);

/* The entry of `names` (NULL-terminated) that `typed` was probably meant to be, or NULL. */
const char *suggestion(const char *typed, const char *const *names);

#endif

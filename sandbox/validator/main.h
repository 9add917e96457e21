/* SPDX-License-Identifier: Apache-2.0 */
/* The program zvm-validate: what its parts share. */
#ifndef ZVM_VALIDATE_MAIN_H
#define ZVM_VALIDATE_MAIN_H

#include <validator/validator.h>

#include <stdbool.h>
#include <stdint.h>

/* Exit statuses. */
enum { ACCEPTED, REJECTED, TROUBLE };

/* A file and the code in it. */
struct subject {
	const char *path;
	uint8_t *file;
	uint64_t file_size;
	uint8_t *text;       /* a copy of the code, unless it is the file itself */
	bool raw;            /* nothing but code: no symbols */
	struct zv_unit unit;
	uint64_t entry;      /* 0: none */
};

enum { SOURCE_MAX = 200, TEXT_MAX = 100 };

/* A violation with what is known about its place. */
struct finding {
	struct zv_violation violation;
	char source[SOURCE_MAX]; /* file:line of the source, or empty */
	char text[TEXT_MAX];     /* the instruction in words, or empty */
};

struct findings {
	struct finding *list;
	uint64_t count, room;  /* room is the limit that the user gave */
	struct zv_result result;
};

/* Reads a file whole.  ACCEPTED, or TROUBLE after a message. */
int subject_read(struct subject *subject, const char *path);

/* Finds the text of the program, as the loader would map it.  The same results. */
int subject_find_text(struct subject *subject);

void subject_free(struct subject *subject);

/* Fills source and text by LLVM's tools, as far as they are installed. */
void find_sources(const struct subject *subject, struct findings *findings);

/* Prints the verdict and all findings; one form for people, one for programs. */
void print_text(const struct subject *subject, const struct findings *findings);
void print_json(const struct subject *subject, const struct findings *findings);

/* Prints what a rule says.  `name` is R01..R12, or "all".  False if there is no such rule. */
bool explain_rule(const char *name);

/* Prints a message on standard error and returns TROUBLE. */
int trouble(const char *path, const char *what);

#endif

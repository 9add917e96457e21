/* SPDX-License-Identifier: Apache-2.0 */
/* Growing lists of strings, and strings made from others.  A driver runs for a
 * moment: what it allocates lives until it exits. */
#ifndef ZVM_DRIVER_LIST_H
#define ZVM_DRIVER_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
	const char **v; /* v[n] is NULL once anything was added */
	size_t n, capacity;
};

/* All exit the program with a message when memory is exhausted. */
void list_add(struct list *list, const char *s);
void list_add_all(struct list *list, const struct list *more);
#define list_add_many(list, ...) \
	list_add_array(list, (const char *const[]){__VA_ARGS__, NULL})
void list_add_array(struct list *list, const char *const *strings);

void *must(void *memory);
const char *format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
bool starts_with(const char *s, const char *prefix);
bool ends_with(const char *s, const char *suffix);
bool equal(const char *a, const char *b);
/* The part of a path behind its last slash. */
const char *base_name(const char *path);
/* `path` with the extension of its last part replaced by `suffix`. */
const char *with_suffix(const char *path, const char *suffix);

#endif

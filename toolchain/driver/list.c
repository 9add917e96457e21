/* SPDX-License-Identifier: Apache-2.0 */
#include "list.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *must(void *memory)
{
	if (!memory) {
		fputs("zvm-clang: error: out of memory\n", stderr);
		exit(1);
	}
	return memory;
}

void list_add(struct list *list, const char *s)
{
	if (list->n + 1 >= list->capacity) {
		list->capacity = list->capacity ? list->capacity * 2 : 16;
		list->v = must(realloc(list->v, list->capacity * sizeof *list->v));
	}
	list->v[list->n++] = s;
	list->v[list->n] = NULL;
}

void list_add_all(struct list *list, const struct list *more)
{
	for (size_t i = 0; i < more->n; i++)
		list_add(list, more->v[i]);
}

void list_add_array(struct list *list, const char *const *strings)
{
	for (; *strings; strings++)
		list_add(list, *strings);
}

const char *format(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	char *s = must(malloc((size_t)n + 1));
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

bool starts_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool ends_with(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);
	return n >= m && strcmp(s + n - m, suffix) == 0;
}

bool equal(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

const char *with_suffix(const char *path, const char *suffix)
{
	const char *base = base_name(path);
	const char *dot = strrchr(base, '.');
	size_t stem = dot && dot != base ? (size_t)(dot - path) : strlen(path);
	return format("%.*s%s", (int)stem, path, suffix);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reads members of the loader's report. Pure. */
#ifndef ZVM_CLI_JSON_H
#define ZVM_CLI_JSON_H

#include <stdint.h>

/*
 * Start of the value at a path of member names such as "fault.ip", or NULL.
 * `json` is an object; text that is no JSON gives NULL, never a crash.
 */
const char *json_find(const char *json, const char *path);

/* One past the value that starts at `value`. */
const char *json_end(const char *value);

/* The first element of an array of objects, and the one behind; NULL at the end. */
const char *json_items(const char *array);
const char *json_next(const char *item);

/* The decoded string at the path, to be freed; NULL if it is not there or no string. */
char *json_string(const char *json, const char *path);

/* The number at the path, also if a string holds it ("0x20"); `otherwise` if none. */
int64_t json_number(const char *json, const char *path, int64_t otherwise);

#endif

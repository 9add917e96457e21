/* SPDX-License-Identifier: Apache-2.0 */
/* Daemon mode for programs, by its old name. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <zrt/zrt.h>
#include <zvm.h>

#include "heap.h"
#include "nvram.h"
#include "session.h"

/* Takes each variable over and frees the list. */
static int set_variables(struct zrt_list *env)
{
	char **variables = env->items;
	int result = 0;

	for (size_t i = 0; i < env->count; i++) {
		char *equals = strchr(variables[i], '=');

		*equals = 0;
		if (setenv(variables[i], equals + 1, 1) < 0)
			result = -1;
		zrt_free(variables[i]);
	}
	zrt_free(env->items);
	return result;
}

int zfork(void)
{
	struct zrt_nvram nvram;
	int64_t error = zvm_fork();

	if (error < 0) {
		errno = (int)-error;
		return -1;
	}
	if (!zrt_session_continue(&nvram)) {
		errno = ENOMEM;
		return -1;
	}
	for (size_t i = 0; i < nvram.args.count; i++)
		zrt_free(((char **)nvram.args.items)[i]);
	zrt_free(nvram.args.items);
	return set_variables(&nvram.env);
}

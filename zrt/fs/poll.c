/* SPDX-License-Identifier: Apache-2.0 */
#include "poll.h"

unsigned zrt_file_ready(struct zrt_file *file)
{
	if (!file->ops->poll)
		return ZRT_POLLIN | ZRT_POLLOUT;
	return file->ops->poll(file);
}

int64_t zrt_file_deadline(struct zrt_file *file)
{
	return file->ops->deadline ? file->ops->deadline(file) : INT64_MAX;
}

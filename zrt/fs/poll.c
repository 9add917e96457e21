/* SPDX-License-Identifier: Apache-2.0 */
#include "poll.h"

unsigned zrt_file_ready(struct zrt_file *file)
{
	if (!file->ops->poll)
		return ZRT_POLLIN | ZRT_POLLOUT;
	return file->ops->poll(file);
}

void zrt_epoll_forget(struct zrt_file *file)
{
	file->watchers = NULL;
}

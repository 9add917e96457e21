/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of ZRT itself.  No stdio: they are needed where it does not work yet. */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <zvm.h>

#include "exit.h"

struct line {
	char text[512];
	size_t length;
};

static void add(struct line *l, const char *text, size_t size)
{
	size_t room = sizeof l->text - 1 - l->length; /* the newline has a place */

	if (size > room)
		size = room;
	memcpy(l->text + l->length, text, size);
	l->length += size;
}

static void add_number(struct line *l, uint64_t value, bool negative, unsigned base)
{
	char digits[24];
	size_t at = sizeof digits;

	do
		digits[--at] = "0123456789abcdef"[value % base];
	while (value /= base);
	if (negative)
		digits[--at] = '-';
	add(l, digits + at, sizeof digits - at);
}

static int32_t stderr_channel(void)
{
	const struct zvm_session *s = zvm_session();
	const struct zvm_channel *channels = (const struct zvm_channel *)(uintptr_t)s->channels;

	for (uint32_t i = 0; i < s->channel_count; i++)
		if (!strcmp((const char *)(uintptr_t)channels[i].name, "/dev/stderr"))
			return (int32_t)i;
	return -1;
}

static zrt_warn_sink *sink;
static uint64_t shown; /* bytes, not through the sink */

uint64_t zrt_warn_through(zrt_warn_sink *to)
{
	sink = to;
	return shown;
}

/* Behind what stands there; until there are files, that is what was there at the start and our own. */
static void show(const char *text, size_t size)
{
	const struct zvm_session *s = zvm_session();
	const struct zvm_channel *channels = (const struct zvm_channel *)(uintptr_t)s->channels;
	int32_t channel = stderr_channel();

	if (channel < 0 || (sink && sink(text, size)))
		return;
	int64_t start = channels[channel].size > 0 ? channels[channel].size : 0;
	int64_t count = zvm_pwrite(channel, text, size, start + (int64_t)shown);

	if (count > 0)
		shown += (uint64_t)count;
}

void zrt_warn(const char *format, ...)
{
	struct line l = {.length = 0};
	va_list args;

	add(&l, "zrt: ", 5);
	va_start(args, format);
	for (const char *p = format; *p; p++) {
		bool is_long = false;
		int64_t value;

		if (*p != '%') {
			add(&l, p, 1);
			continue;
		}
		if (*++p == 'l') {
			is_long = true;
			p++;
		}
		if (*p == 's') {
			const char *text = va_arg(args, const char *);

			add(&l, text, strlen(text));
		} else if (*p == 'd') {
			value = is_long ? va_arg(args, long) : va_arg(args, int);
			add_number(&l, value < 0 ? -(uint64_t)value : (uint64_t)value, value < 0, 10);
		} else if (*p == 'u' || *p == 'x') {
			add_number(&l, is_long ? va_arg(args, unsigned long) : va_arg(args, unsigned), false,
			           *p == 'u' ? 10 : 16);
		} else {
			break;
		}
	}
	va_end(args);
	l.text[l.length++] = '\n';
	show(l.text, l.length);
}

/* strerror needs a thread pointer, and there is none before the program starts. */
const char *zrt_error_text(int error)
{
	static const struct {
		int error;
		const char *text;
	} texts[] = {
		{EPERM, "operation not permitted"},
		{ENOENT, "no such file or directory"},
		{EIO, "input or output error"},
		{EBADF, "can not be used in this direction"},
		{ENOMEM, "out of memory"},
		{EACCES, "permission denied"},
		{EEXIST, "there is a file of this name"},
		{EXDEV, "on another file system"},
		{ENOTDIR, "not a directory"},
		{EISDIR, "is a directory"},
		{EINVAL, "invalid argument"},
		{EFBIG, "file too large"},
		{ENOSPC, "no space left"},
		{EROFS, "can not be changed"},
		{ENAMETOOLONG, "name too long"},
		{ENOTEMPTY, "directory not empty"},
		{ELOOP, "too many symbolic links"},
		{EDQUOT, "the channel's quota is used up"},
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].error == error)
			return texts[i].text;
	return "error";
}

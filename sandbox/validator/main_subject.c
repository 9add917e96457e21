/* SPDX-License-Identifier: Apache-2.0 */
/* The file that is judged, and the code in it. */
#include "main.h"

#include <elf/image.h>
#include <zvm/layout.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads all of fd into *bytes, which grows; false with errno set. */
static bool read_all(int fd, uint8_t **bytes, size_t room, uint64_t *size)
{
	size_t n = 0;
	ssize_t got;

	for (;;) {
		uint8_t *more = realloc(*bytes, room);

		if (!more)
			return false;
		*bytes = more;
		while (n < room && (got = read(fd, more + n, room - n)) != 0) {
			if (got < 0 && errno != EINTR)
				return false;
			n += got > 0 ? (size_t)got : 0;
		}
		if (n < room)
			break;
		room *= 2;
	}
	*size = n;
	return true;
}

int subject_read(struct subject *s, const char *path)
{
	int fd = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC); /* a FIFO must not hang us */
	size_t room = 1 << 16;
	struct stat st;
	bool good;

	s->path = path;
	if (fd < 0)
		return trouble(path, strerror(errno));
	if (fstat(fd, &st)) {
		close(fd);
		return trouble(path, strerror(errno));
	}
	/* Devices have no end; a directory is told by the read. */
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
		close(fd);
		return trouble(path, "is not a regular file");
	}
	if (st.st_size > 0 && (uint64_t)st.st_size < ZVM_TOP)
		room = (size_t)st.st_size + 1;
	good = read_all(fd, &s->file, room, &s->file_size);
	close(fd);
	return good ? ACCEPTED : trouble(path, strerror(errno));
}

/* The loader fills the last page with hlt and validates whole pages. */
int subject_find_text(struct subject *s)
{
	struct elf_image image;
	const char *reason = elf_open(&image, s->file, s->file_size);
	const struct elf_segment *text = &image.segments[0];
	uint64_t size;

	if (reason)
		return trouble(s->path, reason);
	size = (text->file_size + ZVM_PAGE - 1) & ~(ZVM_PAGE - 1);
	s->text = malloc(size);
	if (!s->text)
		return trouble(s->path, "not enough memory");
	memset(s->text, 0xF4, size);
	memcpy(s->text, s->file + text->offset, text->file_size);
	s->unit = (struct zv_unit){s->text, size, text->address};
	s->entry = image.entry ? image.entry : 1; /* 0 would mean none */
	return ACCEPTED;
}

void subject_free(struct subject *s)
{
	free(s->text);
	free(s->file);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "read_manifest.h"

#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static struct manifest manifest;
static char text[MANIFEST_SIZE_MAX + 2]; /* one byte more shows that it is too long */

static size_t read_all(int fd, const char *path)
{
	size_t have = 0;

	for (;;) {
		ssize_t n = read(fd, text + have, MANIFEST_SIZE_MAX + 1 - have);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			refuse_errno(SESSION_MANIFEST, "manifest %s: cannot read", path);
		if (n == 0)
			return have;
		have += (size_t)n;
		if (have >= 4 && memcmp(text, "\x7f" "ELF", 4) == 0)
			refuse(SESSION_MANIFEST, 0, "manifest %s: is a program, no manifest; `zvm run %s` runs it without one",
			       path, path);
		if (have > MANIFEST_SIZE_MAX)
			refuse(SESSION_MANIFEST, 0, "manifest %s: longer than %d bytes", path, MANIFEST_SIZE_MAX);
	}
}

const struct manifest *read_manifest(const char *path)
{
	struct manifest_error error;
	char why[512];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	size_t size;

	if (fd < 0)
		refuse_errno(SESSION_MANIFEST, "manifest %s", path);
	size = read_all(fd, path);
	close(fd);
	if (!manifest_parse(&manifest, text, size, &error)) {
		manifest_describe(&error, why, sizeof why);
		refuse(SESSION_MANIFEST, error.code, "%s: %s", path, why);
	}
	session_result.program = manifest.program;
	return &manifest;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "output.h"

#include "channel.h"
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool output_write(int fd, const char *text, size_t size)
{
	while (size) {
		ssize_t n = write(fd, text, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text += n;
		size -= (size_t)n;
	}
	return true;
}

void output_reserve_standard(void)
{
	/* The lowest free number is used, and all below are taken. */
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(EBADF);
}

static int inherited(const char *text)
{
	char *end;
	long number = strtol(text, &end, 10);
	int flags;

	if (end == text || *end || number < 0 || number > 1 << 20)
		refuse(SESSION_USAGE, 0, "--report fd:%s: expected the number of a descriptor", text);
	flags = fcntl((int)number, F_GETFL);
	if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY)
		refuse(SESSION_USAGE, EBADF, "--report fd:%ld: not open for writing", number);
	return (int)number;
}

/* Whether the report's file is known by this path, too. */
static bool is_report(const char *path)
{
	struct stat mine, theirs;

	return fstat(session_output.report_fd, &mine) == 0 && stat(path, &theirs) == 0 &&
	       theirs.st_dev == mine.st_dev && theirs.st_ino == mine.st_ino;
}

/* Says so on standard error only, and leaves the file as it is. */
static _Noreturn void refuse_report(const char *report, const char *what, const char *name)
{
	session_output.report_fd = -1;
	refuse(SESSION_USAGE, 0, "--report %s: is %s%s, too, and would overwrite that; choose another file", report, what, name);
}

void output_open(const char *report, const char *manifest)
{
	struct stat st;
	int fd;

	session_output.wanted = report != NULL;
	if (!report) /* until it is settled, failures go to standard output as the report does */
		session_output.report_fd = STDOUT_FILENO;
	else if (strncmp(report, "fd:", 3) == 0)
		session_output.report_fd = inherited(report + 3);
	else {
		fd = open(report, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
		if (fd < 0)
			refuse_errno(SESSION_USAGE, "--report %s", report);
		session_output.report_fd = fd;
		/* A file is emptied only when it is known to be nothing else of the session. */
		session_output.own = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
		if (session_output.own && is_report(manifest))
			refuse_report(report, "the manifest", "");
	}
}

void output_take(const char *report, const struct manifest *m)
{
	if (!session_output.own)
		return;
	if (is_report(m->program))
		refuse_report(report, "the program", "");
	for (uint32_t i = 0; i < m->channel_count; i++) {
		const struct manifest_channel *c = &m->channels[i];

		for (uint32_t j = 0; j < c->source_count; j++)
			if (c->sources[j].kind == MANIFEST_PATH && is_report(c->sources[j].path))
				refuse_report(report, "channel ", c->alias);
	}
	/* What an earlier session left must not be taken for this one's. */
	if (ftruncate(session_output.report_fd, 0))
		refuse_errno(SESSION_USAGE, "--report %s: cannot be emptied", report);
}

/* Whether a channel writes to the same pipe, file or terminal. */
static const struct channel *shared_with(int fd)
{
	struct stat mine, theirs;

	if (fstat(fd, &mine))
		return NULL;
	for (uint32_t i = 0; i < channel_count; i++) {
		for (uint32_t j = 0; j < channels[i].replica_count; j++) {
			const struct channel *c = &channels[i].replicas[j];

			if (c->writes && c->kind != ZVM_KIND_NULL && fstat(c->fd, &theirs) == 0 &&
			    theirs.st_dev == mine.st_dev && theirs.st_ino == mine.st_ino)
				return c;
		}
	}
	return NULL;
}

void output_settle(const char *report)
{
	const struct channel *c;

	if (report) {
		c = session_output.report_fd < 0 ? NULL : shared_with(session_output.report_fd);
		if (!c)
			return;
		session_output.report_fd = -1;
		refuse(SESSION_USAGE, 0, "--report %s: channel %s writes there too", report, c->alias);
	}
	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
		if ((fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY && !shared_with(fd)) {
			session_output.report_fd = fd;
			return;
		}
	}
	session_output.report_fd = -1;
}

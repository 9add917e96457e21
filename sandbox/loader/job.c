/* SPDX-License-Identifier: Apache-2.0 */
/* The guest's side of daemon mode: the template and its sessions. */
#include "job.h"

#include "block.h"
#include "channel.h"
#include "confine.h"
#include "hostcall.h"
#include "limits.h"
#include "session.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 16

static int control = -1;
static bool jail_allowed;

static void bind_socket(int fd, const char *path)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	struct stat st;
	mode_t old;
	int status;

	strncpy(a.sun_path, path, sizeof a.sun_path - 1);
	if (lstat(path, &st) == 0) {
		if (!S_ISSOCK(st.st_mode))
			refuse(SESSION_MANIFEST, EEXIST, "Job: %s exists and is no socket", path);
		if (connect(fd, (struct sockaddr *)&a, sizeof a) == 0)
			refuse(SESSION_MANIFEST, EADDRINUSE, "Job: another daemon listens on %s", path);
		unlink(path);
	}
	/* Whoever may connect runs sessions with the rights of who started the daemon. */
	old = umask(077);
	status = bind(fd, (struct sockaddr *)&a, sizeof a);
	umask(old);
	if (status || listen(fd, BACKLOG))
		refuse_errno(SESSION_MANIFEST, "Job: cannot listen on %s", path);
}

void job_start(const struct manifest *m)
{
	int listener, pair[2];
	pid_t pid;

	if (!m->job)
		return;
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		refuse_errno(SESSION_HOST, "Job: socket");
	bind_socket(listener, m->job);
	pid = fork();
	if (pid < 0)
		refuse_errno(SESSION_HOST, "Job: cannot fork");
	if (pid == 0) {
		close(pair[0]);
		keeper_run(m, pair[1], listener);
	}
	close(pair[1]);
	close(listener);
	control = pair[0];
	jail_allowed = m->jail;
}

int job_fd(void)
{
	return control;
}

/* One message with room for one descriptor. Returns its size, 0 at the end, negative errno. */
static int64_t receive(int fd, void *data, size_t size, int *received)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} space;
	struct iovec part = {data, size};
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1,
		.msg_control = space.bytes, .msg_controllen = sizeof space.bytes,
	};
	struct cmsghdr *header;
	int64_t n = hostcall(SYS_recvmsg, fd, &message, MSG_CMSG_CLOEXEC, 0);

	*received = -1;
	header = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
		memcpy(received, CMSG_DATA(header), sizeof *received);
	return n;
}

static void receive_whole(int fd, void *data, size_t size, int *received)
{
	if (receive(fd, data, size, received) != (int64_t)size)
		session_exit(); /* the keeper's child is gone, and with it who wants a report */
}

static void receive_channels(int fd, uint32_t count)
{
	int none;

	for (uint32_t i = 0; i < count; i++) {
		const char *alias = channels[i].alias;

		receive_whole(fd, &channels[i], sizeof channels[i], &none);
		for (uint32_t j = 0; j < channels[i].replica_count; j++) {
			struct channel *r = &channels[i].replicas[j];
			int received;

			receive_whole(fd, r, sizeof *r, &received);
			r->fd = received;
			channel_adopt(r, alias);
		}
		if (channels[i].replica_count > 1)
			channel_adopt(&channels[i], alias);
	}
}

/* In the session's process: everything of the old session is replaced. */
static void become_session(int fd)
{
	struct job_request request;
	int none;

	close(control);
	control = -1;
	limits_begin();
	session_output.report_fd = fd;
	receive_whole(fd, &request, sizeof request, &none);
	receive_channels(fd, request.channel_count);
	block_update();
	limits_restart(request.timeout);
	channels_start();
	confine_filter((struct confine_needs){.jail = jail_allowed, .network = request.network});
}

/* Closes what belongs to the session that has ended; its pipes must see their end. */
static void become_template(void)
{
	char ready = 'F';

	syscall(SYS_setsid);
	syscall(SYS_close_range, 0, control - 1, 0);
	syscall(SYS_close_range, control + 1, ~0U, 0);
	session_output.error_fd = session_output.report_fd = -1;
	session_output.foreseen = session_output.own = session_output.wanted = false;
	if (hostcall(SYS_write, control, &ready, 1, 0) != 1)
		session_exit();
}

static int64_t raw_fork(void)
{
	/* The C library's fork needs more system calls than the filter leaves. */
	return hostcall(SYS_clone, SIGCHLD, NULL, 0, 0);
}

int64_t job_fork(void)
{
	char byte;
	int64_t pid;
	int fd;

	if (control < 0)
		return -EPERM;
	pid = raw_fork();
	if (pid < 0)
		return pid;
	if (pid > 0) {
		session_result.state = SESSION_OK;
		session_result.daemon = true;
		session_end();
	}
	become_template();
	for (;;) {
		if (receive(control, &byte, 1, &fd) <= 0)
			session_exit(); /* the keeper has ended, or somebody ends us */
		if (fd < 0)
			continue;
		if (raw_fork() == 0)
			break;
		close(fd);
	}
	become_session(fd);
	return 0;
}

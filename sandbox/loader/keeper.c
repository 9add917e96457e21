/* SPDX-License-Identifier: Apache-2.0 */
/* The keeper of daemon mode: the Job socket and its requests. job.h. */
#include "channel.h"
#include "fault.h"
#include "job.h"
#include "limits.h"
#include "output.h"
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LENGTH_SIZE 8      /* "0x%06x" */
#define PATIENCE 30        /* seconds for a client to send its request */

static struct manifest request_manifest;
static char request_text[MANIFEST_SIZE_MAX + 1];

static bool read_exactly(int fd, char *buffer, size_t size)
{
	while (size) {
		ssize_t n = read(fd, buffer, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		buffer += n;
		size -= (size_t)n;
	}
	return true;
}

/* The length of the request; refuses what is none. */
static size_t read_length(int client)
{
	char text[LENGTH_SIZE + 1] = "", *end;
	unsigned long length;

	if (!read_exactly(client, text, LENGTH_SIZE))
		session_exit();
	length = strtoul(text, &end, 16);
	if (text[0] != '0' || text[1] != 'x' || end != text + LENGTH_SIZE || length > MANIFEST_SIZE_MAX)
		refuse(SESSION_MANIFEST, 0, "request: expected its length as 0x%%06x, at most 0x%06x", MANIFEST_SIZE_MAX);
	return length;
}

static void parse(const struct manifest *old, size_t size)
{
	struct manifest_error error;
	char why[512];

	if (manifest_parse(&request_manifest, request_text, size, &error) &&
	    manifest_continues(old, &request_manifest, &error))
		return;
	manifest_describe(&error, why, sizeof why);
	refuse(SESSION_MANIFEST, error.code, "request: %s", why);
}

/* One message, with a descriptor unless it is -1. */
static void pass(int to, const void *data, size_t size, int fd)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} space = {.bytes = {0}};
	struct iovec part = {(void *)(uintptr_t)data, size};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	ssize_t n;

	if (fd >= 0) {
		struct cmsghdr *header;

		message.msg_control = space.bytes;
		message.msg_controllen = sizeof space.bytes;
		header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof fd);
		memcpy(CMSG_DATA(header), &fd, sizeof fd);
	}
	do
		n = sendmsg(to, &message, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)size)
		refuse(SESSION_INTERNAL, 0, "the session died before it had its channels");
}

/* Our copies must go, or a pipe of the session would never see its end. */
static void close_fd(int fd)
{
	close(fd);
}

static void pass_session(int session)
{
	struct job_request request = {
		.channel_count = channel_count, .timeout = request_manifest.timeout,
		.network = channels_use_network(),
	};

	pass(session, &request, sizeof request, -1);
	for (uint32_t i = 0; i < channel_count; i++) {
		pass(session, &channels[i], sizeof channels[i], -1);
		for (uint32_t j = 0; j < channels[i].replica_count; j++)
			pass(session, &channels[i].replicas[j], sizeof channels[i], channels[i].replicas[j].fd);
	}
	channels_descriptors(close_fd);
}

/* The session's report, as it comes, behind its length. */
static void relay_report(int session, int client)
{
	static char text[1 << 24];
	char length[32];
	size_t have = 0;
	ssize_t n;

	while ((n = read(session, text + have, sizeof text - 1 - have)) != 0) {
		if (n < 0 && errno != EINTR)
			break;
		have += n > 0 ? (size_t)n : 0;
	}
	if (have == 0)
		refuse(SESSION_KILLED, 0, "%s", session_state_text(SESSION_KILLED));
	snprintf(length, sizeof length, "0x%06zx", have);
	if (output_write(client, length, LENGTH_SIZE))
		output_write(client, text, have);
}

/* One request, in a process of its own. */
static _Noreturn void serve(const struct manifest *old, int control, int client, int stop)
{
	int pair[2];
	size_t size;

	session_output.report_fd = client;
	session_output.framed = true;
	session_output.own = session_output.wanted = false;
	session_output.error_fd = -1;
	fault_init();
	alarm(PATIENCE);
	size = read_length(client);
	if (size == 0) {
		output_write(stop, "S", 1);
		output_write(client, "0x000000", LENGTH_SIZE);
		_exit(0);
	}
	if (!read_exactly(client, request_text, size))
		refuse(SESSION_MANIFEST, 0, "request: ends before its length");
	parse(old, size);
	limits_begin();
	limits_restart(request_manifest.timeout);
	channels_open(&request_manifest);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		refuse_errno(SESSION_HOST, "request: socket");
	pass(control, "C", 1, pair[1]);
	close(pair[1]);
	pass_session(pair[0]);
	limits_restart(0); /* the session keeps its own time */
	relay_report(pair[0], client);
	_exit(0);
}

enum { CONTROL = 3, LISTENER, FREE = 10 };

/* Away from the terminal and from the files of the session that starts us. */
static void become_daemon(const struct manifest *m, int *control, int *listener)
{
	const char *slash = strrchr(m->job, '/');
	char name[16];
	int null = open("/dev/null", O_RDWR);

	null = fcntl(null, F_DUPFD, FREE);
	setsid();
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGCHLD, SIG_IGN); /* children are reaped by the kernel */
	/* To fixed places, so that all others close in one call. */
	*control = fcntl(*control, F_DUPFD, FREE);
	*listener = fcntl(*listener, F_DUPFD, FREE);
	dup3(*control, CONTROL, O_CLOEXEC);
	dup3(*listener, LISTENER, O_CLOEXEC);
	for (int fd = 0; fd < CONTROL; fd++)
		dup2(null, fd);
	*control = CONTROL;
	*listener = LISTENER;
	syscall(SYS_close_range, LISTENER + 1, ~0U, 0);
	snprintf(name, sizeof name, "zvm.%s", slash ? slash + 1 : m->job);
	prctl(PR_SET_NAME, name, 0, 0, 0);
}

static void accept_request(const struct manifest *m, int control, int listener, int stop)
{
	int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (client < 0)
		return;
	if (fork() == 0) {
		close(listener);
		signal(SIGCHLD, SIG_DFL);
		serve(m, control, client, stop);
	}
	close(client);
}

void keeper_run(const struct manifest *m, int control, int listener)
{
	char ready;
	int stop[2];
	struct pollfd events[3];

	become_daemon(m, &control, &listener);
	/* Until the guest forks; if it ends without, so do we. */
	if (read(control, &ready, 1) == 1 && pipe2(stop, O_CLOEXEC) == 0 &&
	    (m->job[0] != '/' || chdir("/") == 0)) {
		events[0] = (struct pollfd){.fd = listener, .events = POLLIN};
		events[1] = (struct pollfd){.fd = control, .events = 0};
		events[2] = (struct pollfd){.fd = stop[0], .events = POLLIN};
		for (;;) {
			if (poll(events, 3, -1) < 0)
				continue;
			if (events[1].revents || events[2].revents)
				break;
			if (events[0].revents)
				accept_request(m, control, listener, stop[1]);
		}
	}
	unlink(m->job);
	_exit(0);
}

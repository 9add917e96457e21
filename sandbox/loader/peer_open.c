/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the other instance: listen, connect, accept. Before the guest starts. */
#include "name_server.h"
#include "peer.h"
#include "session.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define RETRY_MS 10          /* until the reader listens */
#define HELLO_SECONDS 5      /* for who connects to say that it is a zerovm */
#define HELLO_SIZE ((ssize_t)sizeof PEER_HELLO - 1)
#define BACKLOG 16
/* A peer whose machine is gone is noticed after about 15 seconds. */
#define KEEP_IDLE 5
#define KEEP_INTERVAL 5
#define KEEP_COUNT 2
#define UNACKNOWLEDGED_MS 15000

#define NAME "line %u, channel %s: "
#define NAMED(c) (c)->line, (c)->alias

union address {
	struct sockaddr any;
	struct sockaddr_in tcp;
	struct sockaddr_un local;
};

static struct peer peers[MANIFEST_SOURCES_MAX];
static uint32_t peer_count;

static socklen_t address_of(union address *a, const struct manifest_source *s)
{
	memset(a, 0, sizeof *a);
	if (s->kind == MANIFEST_UNIX) {
		a->local.sun_family = AF_UNIX;
		strncpy(a->local.sun_path, s->path, sizeof a->local.sun_path - 1);
		return sizeof a->local;
	}
	a->tcp.sin_family = AF_INET;
	a->tcp.sin_addr.s_addr = htonl(s->kind == MANIFEST_TCP ? s->number : INADDR_ANY);
	a->tcp.sin_port = htons(s->port);
	return sizeof a->tcp;
}

void peer_begin(struct channel *c)
{
	*c->peer = (struct peer){0};
	if (c->peer_digest)
		digest_begin(&c->peer->sum, MANIFEST_SHA256);
}

static void begin(struct channel *c, const struct manifest_source *s)
{
	if (c->reads && c->writes)
		refuse(SESSION_CHANNEL, EINVAL, NAME "%s goes one way: either read or write quotas must be 0",
		       NAMED(c), c->uri);
	if (c->type != ZVM_SGET_SPUT)
		refuse(SESSION_CHANNEL, EINVAL, NAME "%s has no positions: access type %u needs a regular file",
		       NAMED(c), c->uri, c->type);
	c->peer = &peers[peer_count++];
	*c->peer = (struct peer){0};
	c->ops = &channel_peer;
	c->kind = ZVM_KIND_PIPE;
	c->fd = socket(s->kind == MANIFEST_UNIX ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		refuse_errno(SESSION_CHANNEL, NAME "socket", NAMED(c));
}

/* A socket file that nobody listens on any more is left by a reader that died. */
static bool remove_stale(const union address *a, socklen_t length)
{
	struct stat st;
	int fd, dead;

	if (stat(a->local.sun_path, &st) || !S_ISSOCK(st.st_mode))
		return false;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	dead = fd >= 0 && connect(fd, &a->any, length) && errno == ECONNREFUSED;
	close(fd);
	return dead && unlink(a->local.sun_path) == 0;
}

void peer_listen(struct channel *c, const struct manifest_source *s)
{
	union address a;
	socklen_t length = address_of(&a, s);
	int yes = 1, status;

	begin(c, s);
	if (s->kind != MANIFEST_UNIX)
		setsockopt(c->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	status = bind(c->fd, &a.any, length);
	if (status && errno == EADDRINUSE && s->kind == MANIFEST_UNIX && remove_stale(&a, length))
		status = bind(c->fd, &a.any, length);
	if (status || listen(c->fd, BACKLOG))
		refuse_errno(SESSION_CHANNEL, NAME "cannot listen on %s", NAMED(c), c->uri);
	if (s->kind == MANIFEST_NODE) {
		length = sizeof a;
		if (getsockname(c->fd, &a.any, &length))
			refuse_errno(SESSION_CHANNEL, NAME "%s", NAMED(c), c->uri);
		name_server_bound(s->number, ntohs(a.tcp.sin_port));
	}
}

static void watch(int fd, const struct manifest_source *s)
{
	static const struct {
		int level, name, value;
	} options[] = {
		{SOL_SOCKET, SO_KEEPALIVE, 1},
		{IPPROTO_TCP, TCP_KEEPIDLE, KEEP_IDLE},
		{IPPROTO_TCP, TCP_KEEPINTVL, KEEP_INTERVAL},
		{IPPROTO_TCP, TCP_KEEPCNT, KEEP_COUNT},
		{IPPROTO_TCP, TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS},
		{IPPROTO_TCP, TCP_NODELAY, 1}, /* frames are whole requests */
	};

	if (s->kind == MANIFEST_UNIX)
		return;
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
		setsockopt(fd, options[i].level, options[i].name, &options[i].value, sizeof options[i].value);
}

/* Errors that mean "not there yet"; the session's timeout ends the waiting. */
static bool may_come(int error, const struct manifest_source *s)
{
	return error == ECONNREFUSED || error == EINTR || error == EAGAIN || error == ECONNRESET ||
	       (s->kind == MANIFEST_UNIX && error == ENOENT);
}

/*
 * While nobody listens, TCP may connect a socket with itself: the kernel chose the very
 * port that is called for our end.  The port is freed at once, for the reader to take.
 */
static bool connects_itself(int fd, const union address *other)
{
	const struct linger at_once = {.l_onoff = 1};
	struct sockaddr_in own;
	socklen_t length = sizeof own;

	if (other->any.sa_family != AF_INET || getsockname(fd, (struct sockaddr *)&own, &length) ||
	    own.sin_port != other->tcp.sin_port || own.sin_addr.s_addr != other->tcp.sin_addr.s_addr)
		return false;
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	return true;
}

void peer_connect(struct channel *c, const struct manifest_source *s)
{
	struct timespec pause = {.tv_nsec = RETRY_MS * 1000000L};
	union address a;
	socklen_t length = address_of(&a, s);

	if (s->kind == MANIFEST_NODE)
		name_server_find(c, s->number, &a.tcp);
	begin(c, s);
	for (;;) {
		int error = connect(c->fd, &a.any, length) ? errno : 0;

		if (error == 0 && !connects_itself(c->fd, &a))
			break;
		errno = error;
		if (error && !may_come(error, s))
			refuse_errno(SESSION_CHANNEL, NAME "cannot connect to %s", NAMED(c), c->uri);
		/* A socket that failed to connect is of no further use on all systems. */
		close(c->fd);
		nanosleep(&pause, NULL);
		c->fd = socket(a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (c->fd < 0)
			refuse_errno(SESSION_CHANNEL, NAME "socket", NAMED(c));
	}
	watch(c->fd, s);
	c->peer_digest |= s->kind != MANIFEST_UNIX;
	peer_begin(c);
	if (send(c->fd, c->peer_digest ? PEER_HELLO : PEER_HELLO_PLAIN, HELLO_SIZE, MSG_NOSIGNAL) != HELLO_SIZE)
		refuse_errno(SESSION_CHANNEL, NAME "%s", NAMED(c), c->uri);
}

/* Whoever connects by mistake is sent away. */
static bool says_hello(int fd, bool *digest)
{
	struct timeval patience = {.tv_sec = HELLO_SECONDS}, none = {0};
	char hello[HELLO_SIZE];

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (recv(fd, hello, sizeof hello, MSG_WAITALL) != sizeof hello)
		return false;
	*digest = memcmp(hello, PEER_HELLO, sizeof hello) == 0;
	if (!*digest && memcmp(hello, PEER_HELLO_PLAIN, sizeof hello) != 0)
		return false;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &none, sizeof none);
	return true;
}

void peer_accept(struct channel *c, const struct manifest_source *s)
{
	int fd;

	for (;;) {
		fd = accept4(c->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
			continue;
		if (fd < 0)
			refuse_errno(SESSION_CHANNEL, NAME "%s", NAMED(c), c->uri);
		if (says_hello(fd, &c->peer_digest))
			break;
		close(fd);
	}
	watch(fd, s);
	close(c->fd);
	c->fd = fd;
	peer_begin(c);
	if (s->kind == MANIFEST_UNIX)
		unlink(s->path);
}

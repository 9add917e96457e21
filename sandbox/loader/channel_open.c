/* SPDX-License-Identifier: Apache-2.0 */
/* From the manifest's words to open descriptors; changes no file that exists. */
#include "channel.h"

#include "digest.h"
#include "name_server.h"
#include "peer.h"
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

/* The original's code for a channel that is no channel at all. */
#define CODE_KIND EPROTONOSUPPORT

static struct digest digests[MANIFEST_CHANNELS_MAX];
static enum manifest_digest digest_algorithm;

#define WAIT_MS 1 /* between two looks for a FIFO's reader */

#define NAME "line %u, channel %s: "
#define NAMED(c) (c)->line, (c)->alias

/*
 * Devices that are host memory, ports or processor registers: a guest that writes
 * them owns the host.
 */
#define EACH_MINOR ~0U
static const struct {
	unsigned major, minor;
} forbidden_devices[] = {{1, 1}, {1, 2}, {1, 4}, {202, EACH_MINOR}}; /* mem, kmem, port, cpu/N/msr */

static bool is_null(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && st->st_rdev == makedev(1, 3);
}

static const char *kind_name(mode_t mode)
{
	return S_ISDIR(mode) ? "a directory" : S_ISBLK(mode) ? "a block device"
	     : S_ISSOCK(mode) ? "a socket" : "neither file, character device nor FIFO";
}

/* Files of procfs reach into processes; through them a guest would leave. */
static void check_host_object(const struct channel *c, const struct stat *st)
{
	struct statfs fs;

	if (fstatfs(c->fd, &fs))
		refuse_errno(SESSION_CHANNEL, NAME "%s", NAMED(c), c->uri);
	if (fs.f_type == PROC_SUPER_MAGIC)
		refuse(SESSION_CHANNEL, CODE_KIND, NAME "%s lies on procfs, which reaches into processes", NAMED(c), c->uri);
	for (size_t i = 0; i < sizeof forbidden_devices / sizeof forbidden_devices[0]; i++)
		if (S_ISCHR(st->st_mode) && major(st->st_rdev) == forbidden_devices[i].major &&
		    (forbidden_devices[i].minor == EACH_MINOR || minor(st->st_rdev) == forbidden_devices[i].minor))
			refuse(SESSION_CHANNEL, CODE_KIND, NAME "%s is the host's memory, ports or processor", NAMED(c), c->uri);
}

static int64_t add_saturating(int64_t a, int64_t b)
{
	return a > INT64_MAX - b ? INT64_MAX : a + b;
}

static void be_file(struct channel *c, const struct stat *st)
{
	if (c->own && c->reads && c->writes && !(c->type & 1))
		refuse(SESSION_CHANNEL, EFAULT, NAME "a file that is read and written needs access type 1 or 3, not %u",
		       NAMED(c), c->type);
	c->ops = &channel_file;
	c->sized = true;
	c->size = st->st_size;
	c->empty_first = c->own && c->writes && !c->reads;
	c->put_end = add_saturating(c->empty_first ? 0 : c->size, c->limits[ZVM_LIMIT_PUT_SIZE]);
	if (c->type == ZVM_RGET_SPUT && !c->empty_first)
		c->put_position = c->size;
	/* Now, while nothing is lost yet; once more when the file has been emptied. */
	channel_file_reserve(c);
}

/* Goes one way and has no positions. */
static void be_stream(struct channel *c, const struct stat *st)
{
	if (c->reads && c->writes)
		refuse(SESSION_CHANNEL, EINVAL, NAME "%s goes one way: either read or write quotas must be 0",
		       NAMED(c), c->uri);
	if ((c->reads && c->type & 1) || (c->writes && c->type & 2))
		refuse(SESSION_CHANNEL, EINVAL, NAME "%s has no positions: access type %u needs a regular file",
		       NAMED(c), c->uri, c->type);
	c->ops = &channel_stream;
	c->kind = S_ISREG(st->st_mode) ? ZVM_KIND_FILE : S_ISCHR(st->st_mode) ? ZVM_KIND_CHAR : ZVM_KIND_PIPE;
	if (S_ISCHR(st->st_mode))
		c->ops = &channel_terminal;
	if (isatty(c->fd))
		c->flags |= ZVM_CHANNEL_TTY;
}

static void classify(struct channel *c)
{
	struct stat st;
	bool random = (c->reads && c->type & 1) || (c->writes && c->type & 2);

	if (fstat(c->fd, &st))
		refuse_errno(SESSION_CHANNEL, NAME "%s", NAMED(c), c->uri);
	check_host_object(c, &st);
	if (is_null(&st)) {
		c->ops = &channel_null;
		c->kind = ZVM_KIND_NULL;
	} else if (S_ISREG(st.st_mode) && (c->own || random)) {
		be_file(c, &st);
	} else if (S_ISREG(st.st_mode) || S_ISCHR(st.st_mode) || S_ISFIFO(st.st_mode) ||
	           (S_ISSOCK(st.st_mode) && !c->own)) {
		be_stream(c, &st);
	} else {
		refuse(SESSION_CHANNEL, CODE_KIND, NAME "%s is %s", NAMED(c), c->uri, kind_name(st.st_mode));
	}
}

static void open_inherited(struct channel *c, uint32_t number)
{
	int flags, mode;

	c->fd = (int)number;
	flags = fcntl(c->fd, F_GETFL);
	if (flags < 0)
		refuse_errno(SESSION_CHANNEL, NAME "descriptor %u was not inherited", NAMED(c), number);
	if (flags & O_PATH)
		refuse(SESSION_CHANNEL, EBADF, NAME "descriptor %u is a mere path", NAMED(c), number);
	mode = flags & O_ACCMODE;
	if (c->reads && mode == O_WRONLY)
		refuse(SESSION_CHANNEL, EBADF, NAME "descriptor %u is not open for reading", NAMED(c), number);
	if (c->writes && mode == O_RDONLY)
		refuse(SESSION_CHANNEL, EBADF, NAME "descriptor %u is not open for writing", NAMED(c), number);
	classify(c);
}

static int open_retry(const char *path, int flags)
{
	int fd;

	do
		fd = open(path, flags | O_CLOEXEC | O_NOCTTY, 0666);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* A writer's end: opened both ways at first, which never waits for a reader. */
static void open_fifo_writer(struct channel *c, const char *path)
{
	int both = open_retry(path, O_RDWR | O_NONBLOCK);

	if (both < 0)
		refuse_errno(SESSION_CHANNEL, NAME "%s", NAMED(c), c->uri);
	c->fd = open_retry(path, O_WRONLY | O_NONBLOCK);
	if (c->fd < 0)
		refuse_errno(SESSION_CHANNEL, NAME "%s", NAMED(c), c->uri);
	close(both);
}

/* Ends the session for what errno says of the channel's path. */
static _Noreturn void refuse_path(const struct channel *c)
{
	if (errno == EMFILE)
		refuse(SESSION_CHANNEL, EMFILE, NAME "%s: more channels than descriptors; raise their limit (ulimit -n)", NAMED(c), c->uri);
	refuse_errno(SESSION_CHANNEL, NAME "%s", NAMED(c), c->uri);
}

/* What path names now; a missing file that will be written is a regular one. */
static mode_t look_up(const struct channel *c, const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0)
		return st.st_mode;
	if (errno == ENOENT && c->writes)
		return S_IFREG;
	refuse_path(c);
}

static void open_path(struct channel *c, const char *path)
{
	mode_t mode = look_up(c, path);
	int flags = c->reads && c->writes ? O_RDWR : c->writes ? O_WRONLY : O_RDONLY;
	struct stat st;

	c->own = true;
	if (S_ISFIFO(mode)) {
		if (c->reads && c->writes)
			refuse(SESSION_CHANNEL, EINVAL, NAME "%s goes one way: either read or write quotas must be 0",
			       NAMED(c), c->uri);
		if (c->writes)
			open_fifo_writer(c, path);
		return; /* a reader waits for its writer: open_fifo_reader */
	}
	if (!S_ISREG(mode) && !S_ISCHR(mode))
		refuse(SESSION_CHANNEL, CODE_KIND, NAME "%s is %s", NAMED(c), c->uri, kind_name(mode));
	if (c->writes && S_ISREG(mode))
		flags |= O_CREAT;
	c->fd = open_retry(path, flags | O_NONBLOCK);
	if (c->fd < 0)
		refuse_path(c);
	if (fstat(c->fd, &st) || (st.st_mode & S_IFMT) != (mode & S_IFMT))
		refuse(SESSION_CHANNEL, EAGAIN, NAME "%s was replaced while it was opened", NAMED(c), c->uri);
	fcntl(c->fd, F_SETFL, flags & ~O_CREAT);
	classify(c);
}

/* Shells hand their streams on under these names; opening them anew would rewind. */
static bool standard_stream(const char *path, uint32_t *number)
{
	static const char *const names[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};

	for (*number = 0; *number < 3; ++*number)
		if (strcmp(path, names[*number]) == 0)
			return true;
	return false;
}

/* One source of a channel, and where the manifest says it is. */
struct source {
	struct channel *c;
	const struct manifest_source *from;
};

static bool is_peer(const struct manifest_source *s)
{
	return s->kind == MANIFEST_TCP || s->kind == MANIFEST_NODE || s->kind == MANIFEST_UNIX;
}

/*
 * The phases of opening, in order.  Instances wait for each other: each phase
 * waits only for what another instance does in an earlier one, so any graph of
 * them comes up.
 */
static void open_local(struct source s)
{
	uint32_t number;

	if (s.from->kind == MANIFEST_FD)
		open_inherited(s.c, s.from->number);
	else if (s.from->kind == MANIFEST_PATH && standard_stream(s.from->path, &number))
		open_inherited(s.c, number);
	else if (s.from->kind == MANIFEST_PATH)
		open_path(s.c, s.from->path);
	else if (s.c->reads)
		peer_listen(s.c, s.from);
	else if (s.from->kind == MANIFEST_NODE)
		name_server_wanted(s.from->number);
}

static void open_fifo_reader(struct source s)
{
	if (is_peer(s.from) || s.c->fd >= 0)
		return;
	s.c->fd = open_retry(s.from->path, O_RDONLY);
	if (s.c->fd < 0)
		refuse_path(s.c);
	classify(s.c);
}

static void connect_writer(struct source s)
{
	if (is_peer(s.from) && s.c->writes)
		peer_connect(s.c, s.from);
}

static void await_fifo_reader(struct source s)
{
	struct pollfd p = {.fd = s.c->fd, .events = 0};

	if (s.c->ops)
		return;
	/* Without a reader the end is in error; nothing but time tells of its coming. */
	while (poll(&p, 1, 0) == 1 && p.revents & POLLERR)
		poll(NULL, 0, WAIT_MS);
	fcntl(s.c->fd, F_SETFL, O_WRONLY);
	classify(s.c);
}

static void accept_reader(struct source s)
{
	if (is_peer(s.from) && s.c->reads)
		peer_accept(s.c, s.from);
}

static void each_source(const struct manifest *m, void (*phase)(struct source s))
{
	for (uint32_t i = 0; i < channel_count; i++)
		for (uint32_t j = 0; j < channels[i].replica_count; j++)
			phase((struct source){&channels[i].replicas[j], &m->channels[i].sources[j]});
}

static struct channel begin(const struct manifest_channel *from, uint32_t source)
{
	struct channel c = {
		.alias = from->alias, .uri = from->sources[source].uri, .line = from->line,
		.type = from->type, .reads = from->reads, .writes = from->writes, .fd = -1,
		.peer_digest = from->digest,
	};

	memcpy(c.limits, from->limits, sizeof c.limits);
	memcpy(c.left, from->limits, sizeof c.left);
	return c;
}

static void begin_channel(struct channel *c, const struct manifest_channel *from)
{
	static struct channel pool[MANIFEST_SOURCES_MAX];
	static uint32_t used;

	*c = begin(from, 0);
	c->replicas = c;
	c->replica_count = from->source_count;
	if (from->digest) {
		c->digest = &digests[c - channels];
		digest_begin(c->digest, digest_algorithm);
		session_result.digest_name = manifest_digest_name(digest_algorithm);
	}
	if (from->source_count == 1)
		return;
	c->replicas = &pool[used];
	used += from->source_count;
	for (uint32_t j = 0; j < from->source_count; j++)
		c->replicas[j] = begin(from, j);
}

void channel_adopt(struct channel *c, const char *alias)
{
	c->alias = c->uri = alias;
	if (c->digest)
		digest_begin(c->digest, digest_algorithm);
	if (c->peer)
		peer_begin(c);
}

/* To the guest a replicated channel is what its first source is. */
static void settle_replicas(struct channel *c)
{
	const struct channel *first = &c->replicas[0];

	if (c->replica_count == 1)
		return;
	if (c->reads && c->writes)
		refuse(SESSION_CHANNEL, EINVAL, NAME "a replicated channel goes one way", NAMED(c));
	for (uint32_t j = 1; j < c->replica_count; j++)
		if (c->replicas[j].sized != first->sized)
			refuse(SESSION_CHANNEL, EINVAL, NAME "files and streams cannot replicate each other", NAMED(c));
	c->ops = &channel_replica;
	c->kind = first->kind;
	c->sized = first->sized;
	c->size = first->size;
	c->put_position = first->put_position;
	c->put_end = first->put_end;
	c->empty_first = first->empty_first;
	for (uint32_t j = 1; j < c->replica_count; j++)
		if (c->replicas[j].size > c->size)
			c->size = c->replicas[j].size;
}

static void raise_descriptor_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

void channels_open(const struct manifest *m)
{
	raise_descriptor_limit();
	channel_count = m->channel_count;
	digest_algorithm = m->digest;
	for (uint32_t i = 0; i < channel_count; i++)
		begin_channel(&channels[i], &m->channels[i]);
	each_source(m, open_local);
	name_server_exchange(m);
	each_source(m, open_fifo_reader);
	each_source(m, connect_writer);
	each_source(m, await_fifo_reader);
	each_source(m, accept_reader);
	for (uint32_t i = 0; i < channel_count; i++)
		settle_replicas(&channels[i]);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Channels as files.  What may be done with one follows from its type and its
 * quotas, not from permissions: a direction without quota can not be opened
 * (EACCES), a sequential one has no offset (ESPIPE), one that is read at random
 * but written in order must be opened with O_APPEND (EPERM).
 */
#include "channel.h"

#include "build.h"
#include "cred.h"
#include "exit.h"
#include "fd.h"
#include "heap.h"
#include "open.h"
#include "path.h"
#include "pipe.h"
#include "user.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <zvm.h>

#define PREFIX "/dev/"
#define MAJOR 240 /* st_rdev of channels: Linux leaves 240-254 to local use */

static const struct zvm_channel *channel_of(const struct zrt_inode *inode)
{
	const struct zvm_session *session = zvm_session();
	const struct zvm_channel *channels = (const struct zvm_channel *)(uintptr_t)session->channels;

	return &channels[inode->u.number];
}

static const char *alias_of(const struct zvm_channel *channel)
{
	return (const char *)(uintptr_t)channel->name;
}

static bool may_read(const struct zvm_channel *c)
{
	return c->limits[ZVM_LIMIT_GETS] && c->limits[ZVM_LIMIT_GET_SIZE];
}

static bool may_write(const struct zvm_channel *c)
{
	return c->limits[ZVM_LIMIT_PUTS] && c->limits[ZVM_LIMIT_PUT_SIZE];
}

static bool random_read(const struct zvm_channel *c)
{
	return c->type == ZVM_RGET_SPUT || c->type == ZVM_RGET_RPUT;
}

static bool random_write(const struct zvm_channel *c)
{
	return c->type == ZVM_SGET_RPUT || c->type == ZVM_RGET_RPUT;
}

/* --- open channels ---------------------------------------------------------------- */

static int64_t channel_read(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	const struct zvm_channel *c = channel_of(file->inode);
	int64_t offset = random_read(c) ? (int64_t)*pos : 0;
	int64_t count = zvm_pread((int32_t)file->inode->u.number, buffer, size, offset);

	if (count > 0)
		*pos += (uint64_t)count;
	return count;
}

static int64_t channel_write(struct zrt_file *file, const void *buffer, size_t size, uint64_t *pos)
{
	struct zrt_inode *inode = file->inode;
	const struct zvm_channel *c = channel_of(inode);
	bool append = !random_write(c) || (file->flags & O_APPEND);
	uint64_t at = append ? inode->size : *pos;
	int64_t count = zvm_pwrite((int32_t)inode->u.number, buffer, size, random_write(c) ? (int64_t)at : 0);

	if (count > 0) {
		if (at + (uint64_t)count > inode->size)
			inode->size = at + (uint64_t)count;
		*pos = (append && random_read(c) ? at : *pos) + (uint64_t)count;
		zrt_inode_touch(inode, ZRT_TOUCH_MC);
	}
	if (count == -EPIPE) /* nobody reads on the host's side */
		zrt_broken_pipe();
	return count;
}

/* The terminal's settings, as a new one has them; they can be read, not changed. */
struct k_termios {
	uint32_t iflag, oflag, cflag, lflag;
	uint8_t line, cc[19];
};

static long get_settings(struct k_termios *out)
{
	static const uint8_t cc[19] = {3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22};

	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	*out = (struct k_termios){.iflag = ICRNL | IXON, .oflag = OPOST | ONLCR, .cflag = B38400 | CS8 | CREAD,
	                          .lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | IEXTEN};
	memcpy(out->cc, cc, sizeof cc);
	return 0;
}

#define K_TCGETS 0x5401u
#define K_TCSETS 0x5402u
#define K_TCSETSF 0x5404u

static long channel_ioctl(struct zrt_file *file, unsigned request, uintptr_t argument)
{
	struct winsize *size = (struct winsize *)argument;

	if (!(channel_of(file->inode)->flags & ZVM_CHANNEL_TTY))
		return -ENOTTY;
	if (request == K_TCGETS)
		return get_settings((struct k_termios *)argument);
	if (request >= K_TCSETS && request <= K_TCSETSF)
		return -EPERM;
	if (request != TIOCGWINSZ)
		return -ENOTTY;
	if (!zrt_writable(size, sizeof *size))
		return -EFAULT;
	*size = (struct winsize){.ws_row = 24, .ws_col = 80};
	return 0;
}

static const struct zrt_file_ops channel_ops = {
	.read = channel_read, .write = channel_write, .ioctl = channel_ioctl,
};

static int channel_open(struct zrt_inode *inode, struct zrt_file *file)
{
	const struct zvm_channel *c = channel_of(inode);

	if (((file->mode & ZRT_MODE_READ) && !may_read(c)) || ((file->mode & ZRT_MODE_WRITE) && !may_write(c)))
		return -EACCES;
	if ((file->mode & ZRT_MODE_WRITE) && c->type == ZVM_RGET_SPUT && !(file->flags & O_APPEND))
		return -EPERM;
	if (((file->mode & ZRT_MODE_READ) && random_read(c)) || ((file->mode & ZRT_MODE_WRITE) && random_write(c)))
		file->mode |= ZRT_MODE_SEEK;
	file->ops = &channel_ops;
	return 0;
}

/* O_TRUNC and ftruncate: what is on a channel can not be taken back. */
static int channel_truncate(struct zrt_inode *inode, uint64_t size)
{
	return size == inode->size ? 0 : -EPERM;
}

static void channel_refresh(struct zrt_inode *inode)
{
	inode->uid = zrt_cred.uid;
	inode->gid = zrt_cred.gid;
}

static const struct zrt_inode_ops channel_inode_ops = {
	.open = channel_open, .truncate = channel_truncate, .refresh = channel_refresh,
};

/* --- the tree under /dev ---------------------------------------------------------------- */

static uint32_t type_of(const struct zvm_channel *c)
{
	switch (c->kind) {
	case ZVM_KIND_FILE:
		return random_read(c) || random_write(c) ? S_IFREG : S_IFIFO;
	case ZVM_KIND_PIPE:
		return S_IFIFO;
	default:
		return S_IFCHR;
	}
}

/* The directory for an alias, made if missing; *name is what comes last. */
static struct zrt_inode *directory_for(struct zrt_inode *dir, const char *path, const char **name)
{
	for (;;) {
		const char *slash = strchr(path, '/');
		struct zrt_dentry *entry;
		struct zrt_name key;
		char text[256];

		*name = path;
		if (!slash)
			return *path ? dir : NULL;
		if ((size_t)(slash - path) >= sizeof text)
			return NULL;
		if (slash != path) {
			memcpy(text, path, (size_t)(slash - path));
			text[slash - path] = 0;
			zrt_name_set(&key, text, (size_t)(slash - path));
			entry = zrt_dentry_find(dir, &key);
			dir = entry ? entry->inode : zrt_build_dir(dir, text, 0755);
			if (!dir || !zrt_is_dir(dir))
				return NULL;
		}
		path = slash + 1;
	}
}

static int add_channel(struct zrt_inode *dev, uint32_t number, const struct zvm_channel *c)
{
	const char *alias = alias_of(c), *name;
	uint32_t mode = type_of(c) | (may_read(c) ? 0444 : 0) | (may_write(c) ? 0222 : 0);
	struct zrt_inode *inode, *dir;

	if (strncmp(alias, PREFIX, sizeof PREFIX - 1))
		return 0; /* only a number, for programs that use the calls themselves */
	dir = directory_for(dev, alias + sizeof PREFIX - 1, &name);
	inode = dir ? zrt_build_node(dir, name, mode, &channel_inode_ops) : NULL;
	if (!inode)
		return -ENOMEM;
	inode->u.number = number;
	inode->size = c->size > 0 ? (uint64_t)c->size : 0;
	if (S_ISCHR(mode))
		inode->rdev = (uint64_t)MAJOR << 8 | (number & 0xFF);
	return 0;
}

int zrt_channels_init(struct zrt_inode *dev)
{
	const struct zvm_session *session = zvm_session();
	const struct zvm_channel *channels = (const struct zvm_channel *)(uintptr_t)session->channels;

	for (uint32_t i = 0; i < session->channel_count; i++) {
		int error = add_channel(dev, i, &channels[i]);

		if (error < 0)
			return error;
	}
	return 0;
}

/* The inode of a channel; NULL if the path names something else. */
static struct zrt_inode *find(const char *alias)
{
	struct zrt_inode *inode;

	if (zrt_path_inode(alias, true, &inode) < 0)
		return NULL;
	zrt_inode_drop(inode); /* the tree keeps it */
	return inode->ops == &channel_inode_ops ? inode : NULL;
}

int zrt_channel_find(const char *alias)
{
	const struct zrt_inode *inode = find(alias);

	return inode ? (int)inode->u.number : -ENOENT;
}

void zrt_channels_renew(void)
{
	const struct zvm_session *session = zvm_session();
	const struct zvm_channel *channels = (const struct zvm_channel *)(uintptr_t)session->channels;

	for (uint32_t i = 0; i < session->channel_count; i++) {
		struct zrt_inode *inode = find(alias_of(&channels[i]));

		if (inode)
			inode->size = channels[i].size > 0 ? (uint64_t)channels[i].size : 0;
	}
}

int zrt_channel_map(const char *alias, uint32_t type)
{
	struct zrt_inode *inode = find(alias);

	if (!inode)
		return -ENOENT;
	inode->mode = (inode->mode & ~(uint32_t)S_IFMT) | type;
	return 0;
}

/* What descriptor 2 was opened as; never closed. */
static struct zrt_file *standard_error;

/*
 * A message goes to the end of the file.  A program that was writing there goes
 * on behind it, as if both had written through one descriptor.
 */
static bool show_message(const char *text, size_t size)
{
	struct zrt_file *file = standard_error;
	uint64_t end = file->inode->size, at = end;

	if (file->inode->ops != &channel_inode_ops || channel_write(file, text, size, &at) < 0)
		return false;
	if (file->offset == end)
		file->offset = at;
	return true;
}

/* What was shown already stands before all that the program writes. */
static void take_messages(struct zrt_file *file)
{
	uint64_t shown = zrt_warn_through(show_message);

	zrt_file_hold(file);
	standard_error = file;
	if (shown && file->inode->ops == &channel_inode_ops)
		file->offset = file->inode->size += shown;
}

int zrt_channels_open_standard(void)
{
	static const char *const names[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};

	for (int fd = 0; fd < 3; fd++) {
		uint32_t flags = fd ? O_WRONLY | O_APPEND : O_RDONLY;
		struct zrt_file *file;
		int error = zrt_open(AT_FDCWD, names[fd], flags, 0, 0, &file);

		/* Without the channel the descriptor is still taken: nothing else may get it. */
		if (error < 0 && error != -ENOMEM)
			error = zrt_open(AT_FDCWD, "/dev/null", flags, 0, 0, &file);
		if (error < 0)
			return error;
		file->flags &= ~(uint32_t)O_APPEND;
		error = zrt_fd_install(file, fd, false);
		if (error < 0)
			return error;
	}
	take_messages(zrt_fd_get(2));
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vfs.h - the objects of the file system, and what a kind of file implements.
 *
 *   inode   a file, directory, link, channel, pipe...; counted references
 *   dentry  a name in a directory; all names stand in one hash table
 *   file    an open file description: what descriptors point to
 *
 * One tree holds everything.  Kinds of files differ by their two tables of
 * operations; a NULL operation gives the error that Linux gives there.
 * Functions return 0 or a count, or a negative errno of Linux; what fails has
 * changed nothing.
 */
#ifndef ZRT_VFS_H
#define ZRT_VFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct zrt_inode;
struct zrt_dentry;
struct zrt_file;
struct zrt_getdents;
struct zrt_pages;

/* One mounted file system; rename and link do not cross it (EXDEV). */
struct zrt_fs {
	uint64_t dev;    /* st_dev */
	uint32_t magic;  /* f_type of statfs */
	uint32_t flags;  /* ZRT_FS_* */
	const char *name; /* as /proc/self/mounts shows it */
	struct zrt_inode *root;
	struct zrt_inode *covers; /* directory that the root stands on; its name leads here */
};
#define ZRT_FS_READONLY 1u /* no names can be added or removed (EROFS) */

extern struct zrt_fs zrt_rootfs, zrt_shmfs, zrt_devfs, zrt_procfs, zrt_anonfs;

enum zrt_time_of { ZRT_ATIME, ZRT_MTIME, ZRT_CTIME, ZRT_BTIME, ZRT_TIMES };

/*
 * Contents that are still elsewhere (a tar image on a channel): pages are read
 * when first touched.  `read` fills all of the buffer or returns an errno.
 */
struct zrt_backing {
	int (*read)(struct zrt_backing *self, void *buffer, size_t size, uint64_t offset);
	void (*release)(struct zrt_backing *self); /* no longer needed; may be NULL */
	uint64_t size; /* bytes of the file that are still valid there */
};

struct zrt_inode {
	const struct zrt_inode_ops *ops;
	struct zrt_fs *fs;
	uint64_t ino;
	uint32_t refs;  /* dentries, open files, cwd ...; freed at 0 */
	uint32_t nlink; /* names, as st_nlink */
	uint32_t mode;  /* type and permission bits */
	uint32_t uid, gid;
	uint32_t flags; /* ZRT_INODE_* */
	uint64_t rdev;
	uint64_t size; /* bytes: st_size */
	int64_t sec[ZRT_TIMES];
	uint32_t nsec[ZRT_TIMES];
	struct zrt_lock *locks; /* POSIX, OFD and flock locks held on it */
	union {
		struct { /* regular files: memfs */
			uint8_t *small;              /* contents of a small file, or NULL */
			struct zrt_pages *pages;     /* contents by page, or NULL */
			struct zrt_backing *backing; /* the rest of the contents, or NULL */
		} file;
		struct { /* directories */
			struct zrt_inode *parent;  /* holds a reference; a root: itself, without one */
			struct zrt_dentry *name;   /* its own name, NULL for a root */
			struct zrt_dentry *first, *last; /* names in the order of creation */
			struct zrt_file *readers;  /* open descriptions with a cursor here */
			struct zrt_inode *mount;   /* root that covers this directory */
			uint64_t next_cookie;      /* position of the next name */
			uint32_t count;            /* names */
		} dir;
		char *target;  /* symbolic links: `size` bytes and a NUL */
		void *data;    /* others: theirs */
		const char *label; /* anonymous ones: what /proc/self/fd shows */
		uint64_t number;
	} u;
};
#define ZRT_INODE_DYNAMIC 1u /* a directory whose names come from ops->lookup */
#define ZRT_INODE_MAGIC 2u   /* a link that ops->follow resolves, as /proc/self/fd/0 */
#define ZRT_INODE_DEAD 4u /* a removed directory: nothing can be made in it */
#define ZRT_INODE_LINKABLE 8u /* O_TMPFILE: linkat may give it a name */
#define ZRT_INODE_IMAGE 16u /* a directory whose image is read when a path leads here */
#define ZRT_INODE_SEALS_SHIFT 8 /* memfd: F_SEAL_* bits from here on */

struct zrt_inode_ops {
	/* Sets file->ops and what belongs to it. NULL: ENXIO. */
	int (*open)(struct zrt_inode *inode, struct zrt_file *file);
	/* Refreshes size, times... before a stat; may be NULL. */
	void (*refresh)(struct zrt_inode *inode);
	/* New length; NULL: EINVAL. */
	int (*truncate)(struct zrt_inode *inode, uint64_t size);
	/* Dynamic directories: a new reference in *found, or -ENOENT. */
	int (*lookup)(struct zrt_inode *dir, const char *name, size_t length, struct zrt_inode **found);
	/* Dynamic directories: entries from file->offset on, through zrt_emit. */
	int (*list)(struct zrt_inode *dir, struct zrt_file *file, struct zrt_getdents *out);
	/* Links with computed text: writes at most `size` bytes, returns the length. */
	long (*readlink)(struct zrt_inode *inode, char *buffer, size_t size);
	/* Magic links: a new reference to the inode (and its name) behind it. */
	int (*follow)(struct zrt_inode *inode, struct zrt_inode **found, struct zrt_dentry **name);
	/* The last reference has gone. */
	void (*destroy)(struct zrt_inode *inode);
};

/* What can be waited for, as poll(2) and epoll know it. */
#define ZRT_POLLIN 0x001u
#define ZRT_POLLPRI 0x002u
#define ZRT_POLLOUT 0x004u
#define ZRT_POLLERR 0x008u
#define ZRT_POLLHUP 0x010u
#define ZRT_POLLRDHUP 0x2000u

struct zrt_file_ops {
	/*
	 * Up to `size` bytes at *pos, which moves on; streams ignore pos.  NULL:
	 * EINVAL.  The buffer has been checked by the caller.
	 */
	int64_t (*read)(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos);
	int64_t (*write)(struct zrt_file *file, const void *buffer, size_t size, uint64_t *pos);
	/*
	 * New offset, already checked to be >= 0; NULL: any offset is good, or none
	 * (ESPIPE) without ZRT_MODE_SEEK.
	 */
	int64_t (*seek)(struct zrt_file *file, int64_t offset, int whence);
	/* ZRT_POLL* bits that hold now; NULL: always readable and writable. */
	unsigned (*poll)(struct zrt_file *file);
	/* When poll's answer changes by itself, in ns of the clock; NULL: never. */
	int64_t (*deadline)(struct zrt_file *file);
	/*
	 * How often data came (upper half) and room came (lower half): what an
	 * edge-triggered epoll looks at besides poll; NULL: never.
	 */
	uint64_t (*edges)(struct zrt_file *file);
	/* NULL: ENOTTY. */
	long (*ioctl)(struct zrt_file *file, unsigned request, uintptr_t argument);
	int (*fallocate)(struct zrt_file *file, int mode, uint64_t offset, uint64_t size);
	/* The last descriptor has gone. */
	void (*release)(struct zrt_file *file);
	/* A descriptor was closed, others may remain; NULL: nothing to do. */
	void (*flush)(struct zrt_file *file);
};

struct zrt_file {
	const struct zrt_file_ops *ops;
	struct zrt_inode *inode;
	struct zrt_dentry *name; /* the name it was opened by; NULL for pipes & co. */
	uint64_t offset;         /* bytes; directories: a cookie */
	uint32_t refs;
	uint32_t flags; /* O_* as F_GETFL shows them */
	uint32_t mode;  /* ZRT_MODE_* */
	uint32_t owner; /* F_SETOWN, kept only */
	void *data;     /* the kind's own */
	/* Directories: next name to list, and the ring of readers of one directory. */
	struct zrt_dentry *cursor;
	struct zrt_file *next_reader, **link_reader;
	struct zrt_epoll_item *watchers; /* epoll registrations of this description */
};
#define ZRT_MODE_READ 1u
#define ZRT_MODE_WRITE 2u
#define ZRT_MODE_SEEK 4u  /* lseek, pread and pwrite work; else ESPIPE */
#define ZRT_MODE_PATH 8u  /* O_PATH: nothing but a place in the tree */

/* --- start --------------------------------------------------------------- */

/*
 * Builds /, /dev with the session's channels, /proc, /etc, /tmp, and opens
 * descriptors 0-2 on /dev/stdin, stdout, stderr (where they exist).  After
 * zrt_heap_init and zrt_user_init.  -ENOMEM.
 */
int zrt_vfs_init(void);

/*
 * Tells /proc/self the program's arguments and environment, which must stay:
 * cmdline, environ, comm and exe.  -ENOMEM.
 */
int zrt_proc_program(int argc, char *const *argv, char *const *envp);

/* nvram [mapping]: what stat shows for a channel: S_IFCHR, S_IFIFO, S_IFREG, S_IFBLK. */
int zrt_channel_map(const char *alias, uint32_t type);

/* A request has continued the session: the channels have other contents and sizes. */
void zrt_channels_renew(void);

/* Number of the channel behind a path such as /dev/image, or -ENOENT. */
int zrt_channel_find(const char *alias);

/* --- descriptors ----------------------------------------------------------- */

/* The open file of a descriptor, without a new reference; NULL: EBADF. */
struct zrt_file *zrt_fd_get(int fd);

/* Lowest free descriptor >= least for the file, whose reference it takes over. */
int zrt_fd_install(struct zrt_file *file, int least, bool cloexec);

void zrt_file_hold(struct zrt_file *file);
void zrt_file_drop(struct zrt_file *file);

/* A seek that changes nothing and never fails: Linux's noop_llseek. */
int64_t zrt_seek_nowhere(struct zrt_file *file, int64_t offset, int whence);

/* --- for mmap, tar and start ----------------------------------------------- */

/* Reads at an offset whatever pread could read; a whole count unless the file ends. */
int64_t zrt_file_read_at(struct zrt_file *file, void *buffer, size_t size, uint64_t offset);

/*
 * MAP_SHARED of a regular file: one process has no second view of a page, so
 * the mapping is the file's own storage: [offset, offset + size), page aligned,
 * is brought together in adjoining pages and stays there until it is unmapped.
 *   fixed   0, or the address that the pages must have: they belong to the
 *           caller (taken by zrt_pages_at) and pass to the file
 *   *at     where the range stands
 * Mapping a range that is already mapped gives the same address again.  EINVAL:
 * it overlaps another mapping but is not part of it, or that stands at another
 * address than `fixed`.
 */
int zrt_file_map(struct zrt_file *file, uint64_t offset, size_t size, uintptr_t fixed, uintptr_t *at);

/*
 * Ends one mapping of these pages: a range as it was mapped or a part of it.
 * The caller holds the file until all is unmapped.  The pages stay the file's,
 * or go back to the heap if the file has no use for them.
 */
void zrt_file_unmap(struct zrt_inode *inode, uint64_t offset, size_t size);

/* Directory `path` and its missing parents; existing ones are fine. */
int zrt_make_path(const char *path, uint32_t mode);

/* The inode at a path (new reference); symbolic links are followed or not. */
int zrt_path_inode(const char *path, bool follow, struct zrt_inode **found);
void zrt_inode_hold(struct zrt_inode *inode);
void zrt_inode_drop(struct zrt_inode *inode);

/*
 * Gives an empty regular file contents that are read when touched.  On success
 * the file owns `backing`.
 */
int zrt_inode_back(struct zrt_inode *inode, struct zrt_backing *backing);

/* Sets times (ZRT_ATIME, ZRT_MTIME) without touching ctime; for images. */
void zrt_inode_set_time(struct zrt_inode *inode, enum zrt_time_of which, int64_t sec, uint32_t nsec);

/* --- what others give the file system --------------------------------------- */

/* The time now without advancing the clock (zrt/clock). */
void zrt_clock_peek(int64_t *sec, uint32_t *nsec);

/* A path leads to a directory with ZRT_INODE_IMAGE: reads the image (zrt/images.c). */
void zrt_image_touch(struct zrt_inode *dir);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * linux.h - what the kernel's interface has and musl's headers lack.
 * The names carry K_ so that a newer libc may define the plain ones.
 */
#ifndef ZRT_LINUX_H
#define ZRT_LINUX_H

#include <stdint.h>

#define K_PATH_MAX 4096 /* bytes of a path with its NUL */
#define K_NAME_MAX 255  /* bytes of one name */
#define K_LINKS_MAX 40  /* symbolic links followed in one path */
#define K_IOV_MAX 1024
#define K_RW_MAX 0x7FFFF000L /* most bytes of one read or write */

#define K_O_LARGEFILE 0100000
#define K_O_TMPFILE_BIT 020000000

#define K_AT_STATX_SYNC_TYPE 0x6000
#define K_AT_EACCESS 0x200

#define K_RENAME_NOREPLACE 1u
#define K_RENAME_EXCHANGE 2u
#define K_RENAME_WHITEOUT 4u

#define K_FALLOC_KEEP_SIZE 0x01
#define K_FALLOC_PUNCH_HOLE 0x02
#define K_FALLOC_COLLAPSE 0x08
#define K_FALLOC_ZERO_RANGE 0x10
#define K_FALLOC_INSERT 0x20
#define K_FALLOC_UNSHARE 0x40

#define K_SEEK_DATA 3
#define K_SEEK_HOLE 4

#define K_F_SEAL_SEAL 0x01
#define K_F_SEAL_SHRINK 0x02
#define K_F_SEAL_GROW 0x04
#define K_F_SEAL_WRITE 0x08
#define K_F_SEAL_FUTURE_WRITE 0x10
#define K_F_SEAL_EXEC 0x20

#define K_RWF_HIPRI 0x01
#define K_RWF_DSYNC 0x02
#define K_RWF_SYNC 0x04
#define K_RWF_NOWAIT 0x08
#define K_RWF_APPEND 0x10

#define K_STATX_BASIC 0x7FFu
#define K_STATX_BTIME 0x800u
#define K_STATX_MNT_ID 0x1000u
#define K_STATX_RESERVED 0x80000000u

struct k_statx_time {
	int64_t sec;
	uint32_t nsec;
	int32_t reserved;
};

struct k_statx {
	uint32_t mask, blksize;
	uint64_t attributes;
	uint32_t nlink, uid, gid;
	uint16_t mode, spare0;
	uint64_t ino, size, blocks, attributes_mask;
	struct k_statx_time atime, btime, ctime, mtime;
	uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
	uint64_t mnt_id;
	uint64_t spare[13];
};
_Static_assert(sizeof(struct k_statx) == 256, "struct statx of Linux");

struct k_open_how {
	uint64_t flags, mode, resolve;
};
#define K_RESOLVE_NO_XDEV 0x01u
#define K_RESOLVE_NO_MAGICLINKS 0x02u
#define K_RESOLVE_NO_SYMLINKS 0x04u
#define K_RESOLVE_BENEATH 0x08u
#define K_RESOLVE_IN_ROOT 0x10u
#define K_RESOLVE_CACHED 0x20u

/* getdents64; records are aligned to 8 bytes. */
struct k_dirent {
	uint64_t ino;
	int64_t off; /* position after this entry */
	uint16_t reclen;
	uint8_t type;
	char name[];
};
#define K_DIRENT_HEAD 19 /* bytes before the name */

#endif

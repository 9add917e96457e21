/* SPDX-License-Identifier: Apache-2.0 */
#include "inode.h"

#include "cred.h"
#include "heap.h"

#include <errno.h>
#include <string.h>

struct zrt_cred zrt_cred;

bool zrt_in_group(uint32_t gid)
{
	if (gid == zrt_cred.fsgid)
		return true;
	for (uint32_t i = 0; i < zrt_cred.group_count; i++) {
		if (zrt_cred.groups[i] == gid)
			return true;
	}
	return false;
}

struct zrt_inode *zrt_inode_new(struct zrt_fs *fs, uint32_t mode, const struct zrt_inode_ops *ops)
{
	static uint64_t last_number;
	struct zrt_inode *inode = zrt_zalloc(sizeof *inode);

	if (!inode)
		return NULL;
	inode->ops = ops;
	inode->fs = fs;
	inode->ino = ++last_number;
	inode->refs = 1;
	inode->mode = mode;
	inode->uid = zrt_cred.fsuid;
	inode->gid = zrt_cred.fsgid;
	zrt_inode_touch(inode, ZRT_TOUCH_A | ZRT_TOUCH_MC | 1u << ZRT_BTIME);
	return inode;
}

void zrt_inode_hold(struct zrt_inode *inode)
{
	inode->refs++;
}

void zrt_inode_drop(struct zrt_inode *inode)
{
	if (--inode->refs)
		return;
	if (inode->ops->destroy)
		inode->ops->destroy(inode);
	zrt_free(inode);
}

void zrt_inode_touch(struct zrt_inode *inode, unsigned times)
{
	int64_t sec;
	uint32_t nsec;

	zrt_clock_peek(&sec, &nsec);
	for (unsigned i = 0; i < ZRT_TIMES; i++) {
		if (times >> i & 1) {
			inode->sec[i] = sec;
			inode->nsec[i] = nsec;
		}
	}
}

/* Time `a` of the inode is later than time `b`. */
static bool later(const struct zrt_inode *inode, unsigned a, unsigned b)
{
	if (inode->sec[a] != inode->sec[b])
		return inode->sec[a] > inode->sec[b];
	return inode->nsec[a] > inode->nsec[b];
}

void zrt_inode_accessed(struct zrt_inode *inode)
{
	if (!later(inode, ZRT_ATIME, ZRT_MTIME) || !later(inode, ZRT_ATIME, ZRT_CTIME))
		zrt_inode_touch(inode, ZRT_TOUCH_A);
}

void zrt_inode_set_time(struct zrt_inode *inode, enum zrt_time_of which, int64_t sec, uint32_t nsec)
{
	inode->sec[which] = sec;
	inode->nsec[which] = nsec;
}

bool zrt_privileged(void)
{
	return zrt_cred.fsuid == 0;
}

bool zrt_owns(const struct zrt_inode *inode)
{
	return zrt_cred.fsuid == inode->uid || zrt_privileged();
}

int zrt_permission(const struct zrt_inode *inode, unsigned may)
{
	uint32_t mode = inode->mode;

	if (zrt_privileged()) {
		/* Root may all, but execute only what somebody may execute. */
		if ((may & ZRT_MAY_EXEC) && !S_ISDIR(mode) && !(mode & 0111))
			return -EACCES;
		return 0;
	}
	if (zrt_cred.fsuid == inode->uid)
		mode >>= 6;
	else if (zrt_in_group(inode->gid))
		mode >>= 3;
	return (may & ~mode & 7) ? -EACCES : 0;
}

void zrt_inode_strip(struct zrt_inode *inode)
{
	if (!(inode->mode & (S_ISUID | S_ISGID)) || zrt_privileged() || !S_ISREG(inode->mode))
		return;
	inode->mode &= ~(uint32_t)S_ISUID;
	if ((inode->mode & S_IXGRP) || !zrt_in_group(inode->gid))
		inode->mode &= ~(uint32_t)S_ISGID;
}

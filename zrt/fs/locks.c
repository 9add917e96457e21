/* SPDX-License-Identifier: Apache-2.0 */
#include "locks.h"

#include "heap.h"
#include "inode.h"
#include "user.h"
#include "wait.h"

#include <errno.h>
#include <limits.h>
#include <sys/file.h>
#include <unistd.h>

#define PID 1

enum space { RECORD, FLOCK }; /* the two kinds do not see each other */

struct zrt_lock {
	struct zrt_lock *next;
	const struct zrt_file *owner; /* NULL: the process (POSIX) */
	int64_t start, end;           /* bytes [start, end]; end INT64_MAX: to the end of all */
	short type;                   /* F_RDLCK, F_WRLCK */
	enum space space;
};

static bool overlaps(const struct zrt_lock *lock, int64_t start, int64_t end)
{
	return lock->start <= end && start <= lock->end;
}

static struct zrt_lock *conflict(struct zrt_inode *inode, const struct zrt_lock *wanted)
{
	struct zrt_lock *lock = inode->locks;

	for (; lock; lock = lock->next) {
		if (lock->space != wanted->space || !overlaps(lock, wanted->start, wanted->end))
			continue;
		/* Asked by F_OFD_GETLK with F_UNLCK: the description's own locks. */
		if (wanted->type == F_UNLCK ? lock->owner == wanted->owner
		                            : lock->owner != wanted->owner &&
		                                  (lock->type == F_WRLCK || wanted->type == F_WRLCK))
			return lock;
	}
	return NULL;
}

/*
 * Takes the range away from the owner's locks: cuts, splits or frees them.
 * `spare` becomes the second half of a split; returns it if it was not needed.
 */
static struct zrt_lock *subtract(struct zrt_inode *inode, const struct zrt_lock *range, struct zrt_lock *spare)
{
	struct zrt_lock **link = &inode->locks;

	while (*link) {
		struct zrt_lock *lock = *link;

		if (lock->space != range->space || lock->owner != range->owner ||
		    !overlaps(lock, range->start, range->end)) {
			link = &lock->next;
		} else if (lock->start < range->start && lock->end > range->end && spare) {
			*spare = *lock;
			spare->start = range->end + 1;
			lock->end = range->start - 1;
			lock->next = spare;
			link = &spare->next;
			spare = NULL;
		} else if (lock->start < range->start) {
			lock->end = range->start - 1;
			link = &lock->next;
		} else if (lock->end > range->end) {
			lock->start = range->end + 1;
			link = &lock->next;
		} else {
			*link = lock->next;
			zrt_free(lock);
		}
	}
	return spare;
}

/* Joins the new lock with neighbours of the same owner and type. */
static void insert(struct zrt_inode *inode, struct zrt_lock *fresh)
{
	struct zrt_lock **link = &inode->locks;

	while (*link) {
		struct zrt_lock *lock = *link;
		bool touches = lock->space == fresh->space && lock->owner == fresh->owner &&
		               lock->type == fresh->type &&
		               (lock->end == INT64_MAX || lock->end + 1 >= fresh->start) &&
		               (fresh->end == INT64_MAX || fresh->end + 1 >= lock->start);

		if (!touches) {
			link = &lock->next;
			continue;
		}
		if (lock->start < fresh->start)
			fresh->start = lock->start;
		if (lock->end > fresh->end)
			fresh->end = lock->end;
		*link = lock->next;
		zrt_free(lock);
	}
	fresh->next = inode->locks;
	inode->locks = fresh;
}

/* Sets (or with F_UNLCK ends) a lock; waits for others if told. */
static long apply(struct zrt_file *file, const struct zrt_lock *wanted, bool wait, int busy)
{
	struct zrt_inode *inode = file->inode;
	struct zrt_lock *fresh, *spare;
	long error = 0;

	fresh = zrt_alloc(sizeof *fresh);
	spare = zrt_alloc(sizeof *spare);
	if (!fresh || !spare)
		error = -ENOLCK;
	zrt_file_hold(file);
	while (error == 0 && wanted->type != F_UNLCK && conflict(inode, wanted))
		error = wait ? zrt_wait(ZRT_FOREVER) : -busy;
	if (error == 0) {
		spare = subtract(inode, wanted, spare);
		if (wanted->type != F_UNLCK) {
			*fresh = *wanted;
			insert(inode, fresh);
			fresh = NULL;
		}
		zrt_event();
	}
	zrt_free(fresh);
	zrt_free(spare);
	zrt_file_drop(file);
	return error;
}

/* From struct flock's whence, start and length to [start, end]. */
static int range_of(const struct zrt_file *file, const struct flock *lock, struct zrt_lock *range)
{
	int64_t base = 0, start, length = lock->l_len;

	switch (lock->l_whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		base = (int64_t)file->offset;
		break;
	case SEEK_END:
		base = (int64_t)file->inode->size;
		break;
	default:
		return -EINVAL;
	}
	if (__builtin_add_overflow(base, lock->l_start, &start))
		return -EOVERFLOW;
	if (start < 0)
		return -EINVAL;
	range->end = INT64_MAX;
	if (length > 0) {
		if (length - 1 > INT64_MAX - start)
			return -EOVERFLOW;
		range->end = start + length - 1;
	} else if (length < 0) {
		range->end = start - 1;
		start += length;
		if (start < 0)
			return -EINVAL;
	}
	range->start = start;
	return 0;
}

long zrt_lock_fcntl(struct zrt_file *file, int command, struct flock *lock)
{
	bool ofd = command == F_OFD_GETLK || command == F_OFD_SETLK || command == F_OFD_SETLKW;
	bool get = command == F_GETLK || command == F_OFD_GETLK;
	struct zrt_lock wanted = {.owner = ofd ? file : NULL, .space = RECORD}, *other;
	int error;

	if (!zrt_readable(lock, sizeof *lock) || (get && !zrt_writable(lock, sizeof *lock)))
		return -EFAULT;
	if (command == F_GETLK && lock->l_type != F_RDLCK && lock->l_type != F_WRLCK)
		return -EINVAL;
	error = range_of(file, lock, &wanted);
	if (error < 0)
		return error;
	if ((lock->l_type != F_RDLCK && lock->l_type != F_WRLCK && lock->l_type != F_UNLCK) ||
	    (ofd && lock->l_pid))
		return -EINVAL;
	wanted.type = lock->l_type;
	if (!get) {
		if (wanted.type == F_RDLCK && !(file->mode & ZRT_MODE_READ))
			return -EBADF;
		if (wanted.type == F_WRLCK && !(file->mode & ZRT_MODE_WRITE))
			return -EBADF;
		return apply(file, &wanted, command == F_SETLKW || command == F_OFD_SETLKW, EAGAIN);
	}
	other = conflict(file->inode, &wanted);
	if (!other) {
		lock->l_type = F_UNLCK;
		return 0;
	}
	lock->l_type = other->type;
	lock->l_whence = SEEK_SET;
	lock->l_start = other->start;
	lock->l_len = other->end == INT64_MAX ? 0 : other->end - other->start + 1;
	lock->l_pid = other->owner ? -1 : PID;
	return 0;
}

long zrt_lock_flock(struct zrt_file *file, int operation)
{
	struct zrt_lock wanted = {.owner = file, .end = INT64_MAX, .space = FLOCK};

	if (operation & LOCK_SH)
		wanted.type = F_RDLCK;
	else
		wanted.type = operation & LOCK_EX ? F_WRLCK : F_UNLCK;
	return apply(file, &wanted, !(operation & LOCK_NB), EWOULDBLOCK);
}

/* Ends all of an owner's locks in one space or in both. */
static void drop_all(struct zrt_inode *inode, const struct zrt_file *owner, bool only_records)
{
	struct zrt_lock **link = &inode->locks;

	while (*link) {
		struct zrt_lock *lock = *link;

		if (lock->owner == owner && !(only_records && lock->space != RECORD)) {
			*link = lock->next;
			zrt_free(lock);
		} else {
			link = &lock->next;
		}
	}
	zrt_event();
}

void zrt_locks_closed(struct zrt_file *file)
{
	drop_all(file->inode, NULL, true);
}

void zrt_locks_released(struct zrt_file *file)
{
	drop_all(file->inode, file, false);
}

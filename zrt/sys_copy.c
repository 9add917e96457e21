/* SPDX-License-Identifier: Apache-2.0 */
/* Copies between descriptors: copy_file_range, sendfile, splice, tee, vmsplice. */
#include "fs/fd.h"
#include "fs/inode.h"
#include "fs/memfs.h"
#include "fs/pipe.h"
#include "heap.h"
#include "linux.h"
#include "syscall.h"
#include "user.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>

#define BOUNCE_PAGES 16

/* Where a copy reads and writes: offsets of the caller's or of the descriptions. */
struct copy {
	struct zrt_file *in, *out;
	uint64_t in_pos, out_pos;
};

/* From a file in memory no buffer is needed between. */
static int64_t copy_direct(struct copy *copy, size_t size)
{
	size_t done = 0;

	while (done < size) {
		const uint8_t *at;
		int64_t have = zrt_memfs_peek(copy->in->inode, copy->in_pos, size - done, &at), n;

		if (have <= 0)
			return done || have == 0 ? (int64_t)done : have;
		n = copy->out->ops->write(copy->out, at, (size_t)have, &copy->out_pos);
		if (n <= 0)
			return done ? (int64_t)done : n;
		copy->in_pos += (uint64_t)n;
		done += (size_t)n;
		if (n < have)
			break;
	}
	return (int64_t)done;
}

static int64_t copy_bounced(struct copy *copy, size_t size)
{
	const size_t room = BOUNCE_PAGES * ZRT_PAGE;
	uint8_t *buffer = zrt_pages(BOUNCE_PAGES, 0);
	int64_t done = 0, error = 0;

	if (!buffer)
		return -ENOMEM;
	while ((size_t)done < size) {
		size_t want = size - (size_t)done < room ? size - (size_t)done : room;
		int64_t have = copy->in->ops->read(copy->in, buffer, want, &copy->in_pos), n;

		error = have;
		if (have <= 0)
			break;
		n = copy->out->ops->write(copy->out, buffer, (size_t)have, &copy->out_pos);
		error = n;
		if (n < have && (copy->in->mode & ZRT_MODE_SEEK))
			copy->in_pos -= (uint64_t)(have - (n > 0 ? n : 0));
		if (n <= 0)
			break;
		done += n;
		/* A stream gives what it has; waiting for more is not asked for. */
		if (n < have || !(copy->in->mode & ZRT_MODE_SEEK))
			break;
	}
	zrt_pages_free(buffer, BOUNCE_PAGES);
	return done ? done : error;
}

static int64_t run_copy(struct copy *copy, size_t size)
{
	int64_t result;

	if (size > K_RW_MAX)
		size = K_RW_MAX;
	if (!copy->in->ops->read || !copy->out->ops->write)
		return -EINVAL;
	zrt_file_hold(copy->in);
	zrt_file_hold(copy->out);
	/* Writing to the file itself may move what is being read. */
	if (copy->in->ops == &zrt_memfs_open_ops && copy->in->inode != copy->out->inode)
		result = copy_direct(copy, size);
	else
		result = copy_bounced(copy, size);
	zrt_file_drop(copy->in);
	zrt_file_drop(copy->out);
	return result;
}

/* A file to copy from or to that may be read (written), else NULL. */
static struct zrt_file *end_for(long fd, uint32_t mode)
{
	int error;

	return zrt_fd_for((int)fd, mode, &error);
}

/* --- copy_file_range ---------------------------------------------------------------- */

static int check_range(const struct copy *copy, size_t *size)
{
	const struct zrt_inode *in = copy->in->inode, *out = copy->out->inode;
	uint64_t left;

	if (zrt_is_dir(in) || zrt_is_dir(out))
		return -EISDIR;
	if (!S_ISREG(in->mode) || !S_ISREG(out->mode))
		return -EINVAL;
	if (!(copy->in->mode & ZRT_MODE_READ) || !(copy->out->mode & ZRT_MODE_WRITE) ||
	    (copy->out->flags & O_APPEND))
		return -EBADF;
	if (copy->in_pos > INT64_MAX || copy->out_pos > INT64_MAX)
		return -EINVAL;
	if (copy->in_pos + *size < copy->in_pos || copy->out_pos + *size < copy->out_pos)
		return -EOVERFLOW;
	left = copy->in_pos < in->size ? in->size - copy->in_pos : 0;
	if (*size > left)
		*size = (size_t)left;
	if (copy->out_pos == INT64_MAX)
		return -EFBIG;
	if (*size > INT64_MAX - copy->out_pos)
		*size = INT64_MAX - copy->out_pos;
	if (in == out && copy->out_pos + *size > copy->in_pos && copy->out_pos < copy->in_pos + *size)
		return -EINVAL;
	return 0;
}

/* The caller's offset, if it gave one. */
static int take_offset(const uint64_t *given, uint64_t *pos)
{
	if (!given)
		return 0;
	if (!zrt_writable(given, sizeof *given))
		return -EFAULT;
	*pos = *given;
	return 0;
}

ZRT_SYS(copy_file_range)
{
	uint64_t *in_offset = (uint64_t *)b, *out_offset = (uint64_t *)d;
	struct copy copy = {.in = zrt_fd_fast((int)a), .out = zrt_fd_fast((int)c)};
	size_t size = (size_t)e;
	int64_t result;

	if (!copy.in || !copy.out || ((copy.in->mode | copy.out->mode) & ZRT_MODE_PATH))
		return -EBADF;
	copy.in_pos = copy.in->offset;
	copy.out_pos = copy.out->offset;
	if (take_offset(in_offset, &copy.in_pos) < 0 || take_offset(out_offset, &copy.out_pos) < 0)
		return -EFAULT;
	if (f)
		return -EINVAL;
	result = check_range(&copy, &size);
	if (result == 0 && size)
		result = run_copy(&copy, size);
	if (result > 0) {
		*(in_offset ? in_offset : &copy.in->offset) = copy.in_pos;
		*(out_offset ? out_offset : &copy.out->offset) = copy.out_pos;
	}
	return result;
}

/* --- sendfile ------------------------------------------------------------------------- */

ZRT_SYS(sendfile)
{
	uint64_t *offset = (uint64_t *)c;
	struct copy copy;
	size_t size = (size_t)d;
	int64_t result;

	if (offset && !zrt_writable(offset, sizeof *offset))
		return -EFAULT;
	copy.in = end_for(b, ZRT_MODE_READ);
	if (!copy.in)
		return -EBADF;
	if (offset && !(copy.in->mode & ZRT_MODE_SEEK))
		return -ESPIPE;
	copy.in_pos = offset ? *offset : copy.in->offset;
	if (copy.in_pos > INT64_MAX || (int64_t)size < 0 || (int64_t)(copy.in_pos + size) < 0)
		return -EINVAL;
	if (size > K_RW_MAX)
		size = K_RW_MAX;
	copy.out = end_for(a, ZRT_MODE_WRITE);
	if (!copy.out)
		return -EBADF;
	if ((copy.out->mode & ZRT_MODE_SEEK) && (int64_t)(copy.out->offset + size) < 0)
		return -EINVAL;
	if (copy.out->flags & O_APPEND || !(copy.in->mode & ZRT_MODE_SEEK) ||
	    (size && zrt_is_dir(copy.in->inode)))
		return -EINVAL;
	if (size == 0)
		return 0;
	copy.out_pos = copy.out->offset;
	result = run_copy(&copy, size);
	if (result >= 0) {
		*(offset ? offset : &copy.in->offset) = copy.in_pos;
		copy.out->offset = copy.out_pos;
	}
	return result;
}

/* --- splice and its relatives ------------------------------------------------------------ */

#define SPLICE_FLAGS 0x0FL /* MOVE, NONBLOCK, MORE, GIFT */
#define SPLICE_NONBLOCK 2L

static bool is_pipe(struct zrt_file *file)
{
	return zrt_pipe_size(file, NULL) >= 0;
}

ZRT_SYS(splice)
{
	uint64_t *in_offset = (uint64_t *)b, *out_offset = (uint64_t *)d;
	struct copy copy = {.in = end_for(a, ZRT_MODE_READ), .out = end_for(c, ZRT_MODE_WRITE)};
	uint32_t in_flags, out_flags;
	int64_t result;

	if (e == 0)
		return 0;
	if (f & ~SPLICE_FLAGS)
		return -EINVAL;
	if (!copy.in || !copy.out)
		return -EBADF;
	if (!is_pipe(copy.in) && !is_pipe(copy.out))
		return -EINVAL;
	if ((in_offset && !(copy.in->mode & ZRT_MODE_SEEK)) || (out_offset && !(copy.out->mode & ZRT_MODE_SEEK)))
		return -ESPIPE;
	if (copy.out->flags & O_APPEND || copy.in->inode == copy.out->inode)
		return -EINVAL;
	copy.in_pos = copy.in->offset;
	copy.out_pos = copy.out->offset;
	if (take_offset(in_offset, &copy.in_pos) < 0 || take_offset(out_offset, &copy.out_pos) < 0)
		return -EFAULT;
	in_flags = copy.in->flags;
	out_flags = copy.out->flags;
	if (f & SPLICE_NONBLOCK) {
		copy.in->flags |= O_NONBLOCK;
		copy.out->flags |= O_NONBLOCK;
	}
	zrt_file_hold(copy.in);
	zrt_file_hold(copy.out);
	result = run_copy(&copy, (size_t)e);
	if (result > 0) {
		*(in_offset ? in_offset : &copy.in->offset) = copy.in_pos;
		*(out_offset ? out_offset : &copy.out->offset) = copy.out_pos;
	}
	copy.in->flags = in_flags;
	copy.out->flags = out_flags;
	zrt_file_drop(copy.in);
	zrt_file_drop(copy.out);
	return result;
}

/* The pages of vmsplice are copied: the caller may change them afterwards. */
ZRT_SYS(vmsplice)
{
	struct zrt_file *file = zrt_fd_fast((int)a);

	if (d & ~SPLICE_FLAGS)
		return -EINVAL;
	if (!file || !is_pipe(file))
		return -EBADF;
	return file->mode & ZRT_MODE_WRITE ? zrt_sys_writev(a, b, c, 0, 0, 0) : zrt_sys_readv(a, b, c, 0, 0, 0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The break, and everything about memory that is already mapped.  What changes
 * nothing in a sandbox (protections, locking, most advice) is checked as Linux
 * checks it and then accepted.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include <zvm.h>

#include "heap.h"
#include "memory.h"
#include "rlimits.h"
#include "syscall.h"
#include "user.h"
#include "vfs.h"

static uintptr_t program_break; /* 0: still at its start */

uintptr_t zrt_brk_start(void)
{
	return zrt_heap_start();
}

uintptr_t zrt_brk_end(void)
{
	return program_break ? zrt_page_up(program_break) : zrt_heap_start();
}

void zrt_memory_reset(void)
{
	program_break = 0;
	zrt_region_reset();
}

bool zrt_memory_allowed(size_t more)
{
	const struct zvm_session *s = zvm_session();
	uint64_t sum = s->data_end - ZVM_GATE + s->stack_end - s->stack_start + zrt_brk_end() - zrt_brk_start();

	if (zrt_limits.address_space == ZRT_UNLIMITED)
		return true;
	for (const struct zrt_region *r = zrt_region_from(0); r; r = zrt_region_from(r->end))
		sum += r->end - r->start;
	return more <= zrt_limits.address_space && sum <= zrt_limits.address_space - more;
}

/* Any address that can not be reached gives the present break, as in Linux. */
ZRT_SYS(brk)
{
	uintptr_t wanted = (uintptr_t)a, end = zrt_brk_end(), new_end = zrt_page_up(wanted);

	if (!program_break)
		program_break = zrt_heap_start();
	if (wanted < zrt_heap_start() || wanted > zrt_heap_end())
		return (long)program_break;
	if (new_end > end && !zrt_memory_allowed(new_end - end))
		return (long)program_break;
	if (new_end > end && !zrt_pages_at(end, (new_end - end) / ZRT_PAGE, ZRT_PAGES_ZERO))
		return (long)program_break;
	if (new_end < end)
		zrt_pages_free((void *)new_end, (end - new_end) / ZRT_PAGE);
	program_break = wanted;
	return (long)wanted;
}

/* --- what is mapped ----------------------------------------------------- */

/* End of the memory around `at` that is mapped for the whole session; 0: it is not. */
static uintptr_t fixed_end(uintptr_t at)
{
	const struct zvm_session *s = zvm_session();
	const uintptr_t ranges[][2] = {
		{ZVM_GATE, s->data_end > s->text_end ? s->data_end : s->text_end},
		{zrt_heap_start(), zrt_brk_end()},
		{s->stack_start, s->stack_end},
	};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (at >= ranges[i][0] && at < ranges[i][1])
			return zrt_page_up(ranges[i][1]);
	return 0;
}

bool zrt_memory_mapped(uintptr_t start, uintptr_t end)
{
	while (start < end) {
		const struct zrt_region *r = zrt_region_at(start);
		uintptr_t next = r ? r->end : fixed_end(start);

		if (!next)
			return false;
		start = next;
	}
	return true;
}

/* 0, or what Linux says to the range of madvise and its kind. */
static int check_range(long at, long size, uintptr_t *start, uintptr_t *end)
{
	size_t length = zrt_page_up((size_t)size);

	*start = (uintptr_t)at;
	*end = *start + length;
	if (*start % ZRT_PAGE || (size && !length) || *end < *start)
		return -EINVAL;
	return zrt_memory_mapped(*start, *end) ? 0 : -ENOMEM;
}

/* --- protection ---------------------------------------------------------- */

ZRT_SYS(mprotect)
{
	uintptr_t start, end;
	int error = check_range(a, b, &start, &end), prot = (int)c;
	const struct zvm_session *s = zvm_session();

	if (prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC | PROT_GROWSDOWN | PROT_GROWSUP))
		return -EINVAL;
	if (error < 0 || start == end)
		return error;
	/* Only the loader makes code, and nobody writes to it. */
	if (start < s->text_end && start >= s->text_start ? prot & PROT_WRITE : prot & PROT_EXEC)
		return -EACCES;
	for (struct zrt_region *r = zrt_region_from(start); r && r->start < end;
	     r = zrt_region_from(r->end))
		if (zrt_region_in_file(r) && prot & PROT_WRITE && !(r->file->mode & ZRT_MODE_WRITE))
			return -EACCES;
	error = zrt_memory_cut(start, end);
	if (error < 0)
		return error;
	for (struct zrt_region *r = zrt_region_from(start); r && r->start < end;
	     r = zrt_region_from(r->end))
		r->prot = (uint8_t)(prot & (PROT_READ | PROT_WRITE));
	zrt_memory_join(start, end);
	return 0;
}

/* --- advice ---------------------------------------------------------------- */

/* Zeros where it is not zero already: memory never touched stays untouched. */
static void clear_pages(uintptr_t start, uintptr_t end)
{
	for (; start < end; start += ZRT_PAGE) {
		const uint64_t *p = (const uint64_t *)start;
		size_t i = 0;

		while (i < ZRT_PAGE / sizeof *p && !p[i])
			i++;
		if (i < ZRT_PAGE / sizeof *p)
			memset((void *)start, 0, ZRT_PAGE);
	}
}

/* The contents that the memory had when it was mapped. */
static int refill(uintptr_t start, uintptr_t end)
{
	while (start < end) {
		const struct zrt_region *r = zrt_region_at(start);
		uintptr_t stop = r ? r->end : fixed_end(start);

		if (stop > end)
			stop = end;
		if (!r && start < zrt_heap_start())
			return -EINVAL; /* text and data have no contents to go back to */
		if (!r || !r->file) {
			clear_pages(start, stop);
		} else if (!r->shared) {
			int error = zrt_memory_fill(r, start, stop);

			if (error < 0)
				return error;
		}
		start = stop;
	}
	return 0;
}

/* All of the range is anonymous and private, as MADV_FREE wants it. */
static bool private_anonymous(uintptr_t start, uintptr_t end)
{
	for (const struct zrt_region *r = zrt_region_from(start); r && r->start < end;
	     r = zrt_region_from(r->end))
		if (r->file || r->shared)
			return false;
	return true;
}

ZRT_SYS(madvise)
{
	uintptr_t start, end;
	int error = check_range(a, b, &start, &end);

	switch ((int)c) {
	case MADV_NORMAL:
	case MADV_RANDOM:
	case MADV_SEQUENTIAL:
	case MADV_WILLNEED:
	case 10: /* MADV_DONTFORK */
	case 11: /* MADV_DOFORK */
	case 12: /* MADV_MERGEABLE */
	case 13: /* MADV_UNMERGEABLE */
	case 14: /* MADV_HUGEPAGE */
	case 15: /* MADV_NOHUGEPAGE */
	case 16: /* MADV_DONTDUMP */
	case 17: /* MADV_DODUMP */
	case 19: /* MADV_KEEPONFORK */
	case 20: /* MADV_COLD */
	case 21: /* MADV_PAGEOUT */
	case 22: /* MADV_POPULATE_READ */
	case 23: /* MADV_POPULATE_WRITE */
	case 25: /* MADV_COLLAPSE */
		return error;
	case MADV_DONTNEED:
	case 24: /* MADV_DONTNEED_LOCKED */
		return error < 0 ? error : refill(start, end);
	case 8:  /* MADV_FREE */
	case 18: /* MADV_WIPEONFORK */
		if (error < 0)
			return error;
		return private_anonymous(start, end) ? 0 : -EINVAL;
	default: /* MADV_REMOVE, MADV_HWPOISON... */
		return -EINVAL;
	}
}

/* --- questions and locks ------------------------------------------------------- */

/* A mapped file's pages are the file: there is nothing to write back. */
ZRT_SYS(msync)
{
	uintptr_t start, end;
	int flags = (int)c;

	if (flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC) || (flags & MS_ASYNC && flags & MS_SYNC))
		return -EINVAL;
	return check_range(a, b, &start, &end);
}

ZRT_SYS(mincore)
{
	uintptr_t start, end;
	int error = check_range(a, b, &start, &end);
	size_t pages = (end - start) / ZRT_PAGE;

	if (error < 0)
		return error;
	if (!zrt_writable((void *)c, pages))
		return -EFAULT;
	memset((void *)c, 1, pages); /* all memory is in memory */
	return 0;
}

/* Linux rounds the start down here and checks the range; no page ever leaves. */
static long check_lock(long at, long size)
{
	uintptr_t start = (uintptr_t)at & ~(uintptr_t)(ZRT_PAGE - 1);
	size_t length = zrt_page_up((size_t)size + ((uintptr_t)at & (ZRT_PAGE - 1)));

	if (start + length < start)
		return -EINVAL;
	return zrt_memory_mapped(start, start + length) ? 0 : -ENOMEM;
}

ZRT_SYS(mlock)
{
	return check_lock(a, b);
}

ZRT_SYS(munlock)
{
	return check_lock(a, b);
}

ZRT_SYS(mlock2)
{
	return c & ~1 ? -EINVAL : check_lock(a, b);
}

ZRT_SYS(mlockall)
{
	return a & ~7 || !(a & 7) || a == 4 ? -EINVAL : 0;
}

ZRT_SYS(munlockall)
{
	return 0;
}

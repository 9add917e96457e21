/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Long random sequences of mmap, munmap, mremap, mprotect, madvise and brk
 * against a shadow that knows of each page whether it is mapped and what it
 * holds; then the errors of Linux, one by one.
 *
 * RUN: $BUILD/host/tests/zrt/host/mmap_test
 * OUT: ok
 * TIMEOUT: 180
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "heap.h"
#include "memory.h"
#include "rlimits.h"
#include "shim.h"
#include "syscall.h"
#include "user.h"
#include "vfs.h"

#define HEAP_BYTES (24u << 20)
#define PAGES (HEAP_BYTES / 4096)

/* This test has no files. */
struct zrt_file *zrt_fd_get(int fd) { (void)fd; return NULL; }
void zrt_file_hold(struct zrt_file *file) { (void)file; }
void zrt_file_drop(struct zrt_file *file) { (void)file; }
int64_t zrt_file_read_at(struct zrt_file *file, void *buffer, size_t size, uint64_t offset)
{
	(void)file, (void)buffer, (void)size, (void)offset;
	return -EIO;
}
int zrt_file_map(struct zrt_file *file, uint64_t offset, size_t size, uintptr_t fixed, uintptr_t *at)
{
	(void)file, (void)offset, (void)size, (void)fixed, (void)at;
	return -EIO;
}
void zrt_file_unmap(struct zrt_inode *inode, uint64_t offset, size_t size)
{
	(void)inode, (void)offset, (void)size;
}

struct zrt_limits zrt_limits = {ZRT_UNLIMITED, ZRT_UNLIMITED};

static struct page {
	bool mapped;
	unsigned char prot;
	uint32_t mark; /* what its first and last word hold */
} shadow[PAGES];
static uintptr_t base;
static bool failing; /* allocations fail now and then */

#define MMAP(at, size, prot, flags) zrt_sys_mmap((long)(at), (long)(size), prot, flags, -1, 0)
#define MUNMAP(at, size) zrt_sys_munmap((long)(at), (long)(size), 0, 0, 0, 0)
#define MREMAP(at, old, new, flags, to) \
	zrt_sys_mremap((long)(at), (long)(old), (long)(new), flags, (long)(to), 0)
#define MPROTECT(at, size, prot) zrt_sys_mprotect((long)(at), (long)(size), prot, 0, 0, 0)
#define MADVISE(at, size, advice) zrt_sys_madvise((long)(at), (long)(size), advice, 0, 0, 0)
#define BRK(at) zrt_sys_brk((long)(at), 0, 0, 0, 0, 0)

static void start(void)
{
	shim_start(HEAP_BYTES);
	zrt_heap_init(zvm_session()->heap_start, zvm_session()->heap_end);
	zrt_user_init();
	zrt_memory_reset();
	base = zrt_heap_start();
	memset(shadow, 0, sizeof shadow);
}

static uint32_t *word(size_t page, int last)
{
	return (uint32_t *)(base + page * 4096 + (last ? 4092 : 0));
}

static void mark(size_t page)
{
	shadow[page].mark = (uint32_t)shim_random();
	*word(page, 0) = *word(page, 1) = shadow[page].mark;
}

static void check(size_t page)
{
	if (!shadow[page].mapped)
		return;
	CHECK_EQ(*word(page, 0), shadow[page].mark);
	CHECK_EQ(*word(page, 1), shadow[page].mark);
}

/* New zero pages in the shadow; some are written to. */
static void shadow_map(size_t first, size_t count, int prot)
{
	for (size_t i = first; i < first + count; i++) {
		shadow[i] = (struct page){true, (unsigned char)prot, 0};
		check(i);
		if (shim_random() & 1)
			mark(i);
	}
}

static bool shadow_all(size_t first, size_t count, bool mapped)
{
	for (size_t i = first; i < first + count; i++)
		if (i >= PAGES || shadow[i].mapped != mapped)
			return false;
	return true;
}

static size_t random_page(void)
{
	return shim_random() % PAGES;
}

static size_t random_count(void)
{
	return 1 + shim_random() % (shim_random() % 4 ? 12 : 700);
}

/* A start from which at least one page is mapped, if there is one near. */
static size_t random_mapped(void)
{
	size_t at = random_page();

	for (size_t i = 0; i < PAGES; i++)
		if (shadow[(at + i) % PAGES].mapped)
			return (at + i) % PAGES;
	return at;
}

static size_t mapped_run(size_t first, size_t most)
{
	size_t n = 0;

	while (n < most && first + n < PAGES && shadow[first + n].mapped)
		n++;
	return n;
}

/* As in Linux, what MAP_FIXED replaces may be gone when the call fails. */
static void shadow_lost(uintptr_t at, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t page = (at - base) / 4096 + i;

		if (page < PAGES && at + i * 4096 >= zrt_brk_end() && !zrt_region_at(at + i * 4096))
			shadow[page].mapped = false;
	}
}

static void step_mmap(void)
{
	size_t count = random_count(), hint = random_page();
	uintptr_t at = base + hint * 4096;
	int kind = (int)(shim_random() % 4);
	int flags = MAP_PRIVATE | MAP_ANONYMOUS;
	long result;

	if (kind == 1)
		flags |= MAP_FIXED;
	if (kind == 2)
		flags |= 0x100000; /* MAP_FIXED_NOREPLACE */
	result = MMAP(kind ? at : 0, count * 4096, PROT_READ | PROT_WRITE, flags);
	if (result < 0) {
		CHECK(result == -ENOMEM || (kind == 2 && result == -EEXIST));
		if (failing && kind == 1)
			shadow_lost(at, count);
		return;
	}
	CHECK(result % 4096 == 0 && (uintptr_t)result >= base);
	if (kind == 1 || kind == 2)
		CHECK_EQ(result, at);
	hint = ((uintptr_t)result - base) / 4096;
	CHECK(hint + count <= PAGES);
	CHECK(kind == 1 || shadow_all(hint, count, false));
	shadow_map(hint, count, PROT_READ | PROT_WRITE);
}

static void step_munmap(void)
{
	size_t first = random_mapped(), count = random_count();
	long result = MUNMAP(base + first * 4096, count * 4096 - shim_random() % 4096);

	if (first + count > (zrt_heap_end() - base) / 4096 || base + first * 4096 < zrt_brk_end()) {
		CHECK_EQ(result, -EINVAL);
		return;
	}
	if (failing && result == -ENOMEM)
		return;
	CHECK_EQ(result, 0);
	for (size_t i = first; i < first + count; i++)
		shadow[i].mapped = false;
}

static void step_mremap(void)
{
	size_t first = random_mapped(), old = random_count(), new = random_count(), to;
	bool fixed = shim_random() % 4 == 0;
	int flags = fixed ? MREMAP_MAYMOVE | MREMAP_FIXED : shim_random() & 1 ? MREMAP_MAYMOVE : 0;
	uintptr_t at = base + first * 4096, target = base + random_page() * 4096;
	struct page saved[700];
	long result;

	old = mapped_run(first, old);
	if (!old)
		return;
	result = MREMAP(at, old * 4096, new * 4096, flags, target);
	if (result < 0) {
		CHECK(result == -ENOMEM || result == -EFAULT || (fixed && result == -EINVAL));
		if (failing && fixed)
			shadow_lost(target, new);
		return;
	}
	memcpy(saved, shadow + first, old * sizeof *saved);
	to = ((uintptr_t)result - base) / 4096;
	if (fixed)
		CHECK_EQ(result, target);
	for (size_t i = first; i < first + old; i++)
		shadow[i].mapped = false;
	CHECK(fixed || shadow_all(to, new, false));
	for (size_t i = 0; i < new; i++) {
		if (i < old)
			shadow[to + i] = saved[i];
		else
			shadow[to + i] = (struct page){true, saved[0].prot, 0};
		check(to + i);
	}
}

static void step_mprotect(void)
{
	static const int prots[] = {PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE};
	size_t first = random_mapped(), count = random_count();
	int prot = prots[shim_random() % 3];
	bool all = shadow_all(first, count, true);
	uintptr_t at = base + first * 4096;

	long result;

	if (at < zrt_brk_end())
		return;
	result = MPROTECT(at, count * 4096, prot);
	if (failing && result == -ENOMEM)
		return;
	CHECK_EQ(result, all ? 0 : -ENOMEM);
	for (size_t i = first; all && i < first + count; i++)
		shadow[i].prot = (unsigned char)prot;
}

static void step_dontneed(void)
{
	size_t first = random_mapped(), count = random_count();
	bool all = shadow_all(first, count, true);

	CHECK_EQ(MADVISE(base + first * 4096, count * 4096, MADV_DONTNEED), all ? 0 : -ENOMEM);
	for (size_t i = first; all && i < first + count; i++) {
		shadow[i].mark = 0;
		check(i);
	}
}

static void step_brk(void)
{
	uintptr_t wanted = base + shim_random() % (64 * 4096), old = zrt_brk_end();
	long result = BRK(wanted);
	size_t before = (old - base) / 4096, after = (zrt_brk_end() - base) / 4096;

	CHECK(result >= (long)base);
	CHECK((uintptr_t)result == wanted || wanted > old);
	for (size_t i = after; i < before; i++)
		shadow[i].mapped = false;
	if (after > before) {
		CHECK(shadow_all(before, after - before, false));
		shadow_map(before, after - before, PROT_READ | PROT_WRITE);
	}
}

/* Regions agree with the shadow, are disjoint, and are joined where they can be. */
static void check_regions(void)
{
	const struct zrt_region *last = NULL;
	size_t page = (zrt_brk_end() - base) / 4096;

	for (const struct zrt_region *r = zrt_region_from(0); r; r = zrt_region_from(r->end)) {
		CHECK(!last || last->end <= r->start);
		CHECK(!last || last->end < r->start || last->prot != r->prot);
		for (; page < (r->start - base) / 4096; page++)
			CHECK(!shadow[page].mapped);
		for (; page < (r->end - base) / 4096; page++) {
			CHECK(shadow[page].mapped);
			CHECK_EQ(shadow[page].prot, r->prot);
		}
		last = r;
	}
	for (; page < PAGES; page++)
		CHECK(!shadow[page].mapped);
	for (size_t i = 0; i < PAGES; i++)
		check(i);
}

static uint64_t model(uint64_t seed)
{
	uint64_t trace = 0;

	start();
	shim_seed(seed);
	for (int step = 0; step < 8000; step++) {
		if (failing)
			zrt_heap_fail(1 + shim_random() % 4, false);
		switch (shim_random() % 8) {
		case 0:
		case 1:
		case 2:
			step_mmap();
			break;
		case 3:
		case 4:
			step_munmap();
			break;
		case 5:
			step_mremap();
			break;
		case 6:
			step_mprotect();
			break;
		default:
			if (shim_random() & 1)
				step_dontneed();
			else
				step_brk();
		}
		if (step % 500 == 0)
			check_regions();
		trace = trace * 31 + zrt_heap_stats().free;
	}
	check_regions();
	return trace;
}

static void errors(void)
{
	const int anon = MAP_PRIVATE | MAP_ANONYMOUS, rw = PROT_READ | PROT_WRITE;
	long p;
	unsigned char vector[4];

	start();
	CHECK_EQ(MMAP(0, 0, rw, anon), -EINVAL);
	CHECK_EQ(MMAP(0, 4096, rw, MAP_ANONYMOUS), -EINVAL);
	CHECK_EQ(MMAP(0, 4096, rw | PROT_EXEC, anon), -EACCES);
	CHECK_EQ(MMAP(0, SIZE_MAX, rw, anon), -ENOMEM);
	CHECK_EQ(MMAP(0, (size_t)1 << 40, PROT_NONE, anon), -ENOMEM);
	CHECK_EQ(MMAP(1, 4096, rw, anon | MAP_FIXED), -EINVAL);
	CHECK_EQ(MMAP(0x20000, 4096, rw, anon | MAP_FIXED), -ENOMEM);
	CHECK_EQ(MMAP((size_t)1 << 40, 4096, rw, anon | MAP_FIXED), -ENOMEM);
	CHECK_EQ(MMAP(0, 4096, rw, MAP_PRIVATE), -EBADF);
	CHECK_EQ(zrt_sys_mmap(0, 4096, rw, MAP_PRIVATE, 3, 100), -EINVAL);
	CHECK_EQ(MUNMAP(1, 4096), -EINVAL);
	CHECK_EQ(MUNMAP(base, 0), -EINVAL);
	CHECK_EQ(MUNMAP(0x20000, 4096), -EINVAL);
	CHECK_EQ(MUNMAP(base + 4096, 4096), 0); /* nothing there */
	p = MMAP(0, 3 * 4096, rw, anon);
	CHECK(p > 0);
	CHECK_EQ(MMAP(p, 4096, rw, anon | 0x100000), -EEXIST);
	CHECK_EQ(MREMAP(p, 4 * 4096, 4096, 0, 0), -EFAULT);
	CHECK_EQ(MREMAP(p, 4096, 0, 0, 0), -EINVAL);
	CHECK_EQ(MREMAP(p + 1, 4096, 4096, 0, 0), -EINVAL);
	CHECK_EQ(MREMAP(p, 4096, 4096, MREMAP_FIXED, 0), -EINVAL);
	CHECK_EQ(MREMAP(p, 8192, 8192, MREMAP_MAYMOVE | MREMAP_FIXED, p + 4096), -EINVAL);
	CHECK_EQ(MPROTECT(p, 4096, PROT_EXEC), -EACCES);
	CHECK_EQ(MPROTECT(p, 4096 * 9, PROT_READ), -ENOMEM);
	CHECK_EQ(MPROTECT(p + 1, 4096, PROT_READ), -EINVAL);
	CHECK_EQ(MPROTECT(p, 4096, 0x80), -EINVAL);
	CHECK_EQ(MPROTECT(0x20000, 4096, PROT_READ | PROT_EXEC), 0);
	CHECK_EQ(MPROTECT(0x20000, 4096, PROT_WRITE), -EACCES);
	CHECK_EQ(MADVISE(p, 4096, 9999), -EINVAL);
	CHECK_EQ(MADVISE(p, 4096 * 9, MADV_WILLNEED), -ENOMEM);
	CHECK_EQ(zrt_sys_mincore(p, 8192, (long)zvm_session()->stack_start, 0, 0, 0), 0);
	CHECK_EQ(zrt_sys_mincore(p, 8192, 0, 0, 0, 0), -EFAULT);
	CHECK_EQ(zrt_sys_mincore(p, 8192 * 9, (long)vector, 0, 0, 0), -ENOMEM);
	CHECK_EQ(zrt_sys_msync(p, 4096, MS_SYNC, 0, 0, 0), 0);
	CHECK_EQ(zrt_sys_msync(p, 4096, MS_SYNC | MS_ASYNC, 0, 0, 0), -EINVAL);
	CHECK_EQ(zrt_sys_mlock(p + 5, 4096, 0, 0, 0, 0), 0);
	CHECK_EQ(zrt_sys_mlock(base, 4096, 0, 0, 0, 0), -ENOMEM);
	CHECK_EQ(BRK(0), base);
	CHECK_EQ(BRK(base + 5), base + 5);
	CHECK_EQ(BRK((size_t)1 << 40), base + 5);
	/* Allocators want large powers of two aligned to themselves. */
	p = MMAP(0, 4 << 20, rw, anon);
	CHECK_EQ(p % (4 << 20), 0);
}

int main(void)
{
	uint64_t first = model(1);

	CHECK(first == model(1));
	for (uint64_t seed = 2; seed < 4; seed++)
		model(seed);
	failing = true;
	for (uint64_t seed = 6; seed < 8; seed++)
		model(seed);
	failing = false;
	errors();
	puts("ok");
	return 0;
}

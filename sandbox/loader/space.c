/* SPDX-License-Identifier: Apache-2.0 */
#include "space.h"

#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <zvm/layout.h>

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif
#ifndef SYS_mseal
#define SYS_mseal 462
#endif


#define LARGE_PAGE ZVM_U64(0x200000)
/*
 * Bytes at both ends of the heap with ordinary pages.  A runtime begins there, and
 * keeps tables there of which it touches little: 1/256 of the heap's size at most.
 */
#define SMALL_HEAP ZVM_U64(0x400000)

static struct region regions[SPACE_REGIONS_MAX];
static size_t region_count;
static uint64_t reserved_start = ZVM_NULL_END;

static void *address(uint64_t guest)
{
	return (void *)(uintptr_t)guest;
}

static bool reserve(uint64_t start, uint64_t end)
{
	/* A kernel before 4.17 takes MAP_FIXED_NOREPLACE for a mere hint. */
	void *got = mmap(address(start), end - start, PROT_NONE,
	                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	if (got != MAP_FAILED && got != address(start)) {
		munmap(got, end - start);
		errno = EEXIST;
		return false;
	}
	return got != MAP_FAILED;
}

void space_reserve(void)
{
	/* Below 64 KiB nothing is ever mapped; holding it is a second lock, if allowed. */
	if (reserve(ZVM_PAGE, ZVM_NULL_END))
		reserved_start = ZVM_PAGE;
	if (reserve(ZVM_NULL_END, ZVM_GUARD_END))
		return;
	switch (errno) {
	case EEXIST:
		refuse(SESSION_HOST, 0, "address space: something already lies in the first 6 GiB "
		                  "(a loader that is not position independent, or a preloaded library?)");
	case EPERM:
		refuse(SESSION_HOST, 0, "address space: vm.mmap_min_addr is above 65536, the sandbox needs the first 4 GiB");
	case ENOMEM:
		refuse(SESSION_HOST, 0, "address space: cannot reserve 6 GiB; raise the address space limit (ulimit -v)");
	default:
		refuse_errno(SESSION_HOST, "address space: cannot reserve 6 GiB");
	}
}

void space_add(const char *name, uint64_t start, uint64_t end)
{
	uint64_t previous = region_count ? regions[region_count - 1].end : ZVM_NULL_END;

	if (region_count == SPACE_REGIONS_MAX || start < previous || start >= end || end > ZVM_STACK_TOP ||
	    start % ZVM_PAGE || end % ZVM_PAGE)
		refuse(SESSION_HOST, 0, "address space: %s does not fit in the plan", name);
	regions[region_count++] = (struct region){start, end, PROT_READ | PROT_WRITE, name};
}

void space_open(void)
{
	/* Neighbours together: each split of a mapping costs the kernel microseconds. */
	for (size_t i = 0, next; i < region_count; i = next) {
		uint64_t start = regions[i].start, end = regions[i].end;

		for (next = i + 1; next < region_count && regions[next].start == end; next++)
			end = regions[next].end;
		if (mprotect(address(start), end - start, PROT_READ | PROT_WRITE))
			refuse_errno(SESSION_NO_MEMORY, "address space: cannot get %llu bytes",
			             (unsigned long long)(end - start));
	}
}

void space_large_pages(uint64_t start, uint64_t end)
{
	uint64_t tables = (end - start) / 256;

	if (end - start < 2 * SMALL_HEAP + tables)
		return;
	start = (start + SMALL_HEAP + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
	end = (end - SMALL_HEAP - tables) & ~(LARGE_PAGE - 1);
	/* They lie in the plan as ever; a kernel without them answers EINVAL. */
	if (start < end)
		madvise(address(start), end - start, MADV_HUGEPAGE);
}

void space_protect(uint64_t start, int prot)
{
	for (size_t i = 0; i < region_count; i++) {
		struct region *r = &regions[i];

		if (r->start != start)
			continue;
		if (r->prot == prot)
			return;
		if (mprotect(address(start), r->end - start, prot))
			refuse_errno(SESSION_HOST, "address space: the host does not allow to protect the %s%s", r->name,
			             prot & PROT_EXEC ? " (MemoryDenyWriteExecute or SELinux execmem?)" : "");
		r->prot = prot;
		return;
	}
	refuse(SESSION_HOST, 0, "address space: nothing was planned at 0x%llx", (unsigned long long)start);
}

const struct region *space_regions(size_t *count)
{
	*count = region_count;
	return regions;
}

/* One line of /proc/self/maps, as far as it matters here. */
struct mapping {
	uint64_t start, end;
	int prot;
	bool private_anonymous;
};

static const char *read_hex(const char *p, uint64_t *value)
{
	for (*value = 0;; p++) {
		if (*p >= '0' && *p <= '9')
			*value = *value << 4 | (uint64_t)(*p - '0');
		else if (*p >= 'a' && *p <= 'f')
			*value = *value << 4 | (uint64_t)(*p - 'a' + 10);
		else
			return p;
	}
}

/* "start-end rwxp offset major:minor inode name" */
static bool read_mapping(const char *line, struct mapping *m)
{
	uint64_t offset, major, minor;
	const char *p = read_hex(line, &m->start);

	if (*p++ != '-')
		return false;
	p = read_hex(p, &m->end);
	if (*p++ != ' ' || strnlen(p, 5) < 5)
		return false;
	m->prot = (p[0] == 'r' ? PROT_READ : 0) | (p[1] == 'w' ? PROT_WRITE : 0) |
	          (p[2] == 'x' ? PROT_EXEC : 0);
	m->private_anonymous = p[3] == 'p';
	if (p[4] != ' ')
		return false;
	p = read_hex(p + 5, &offset);
	if (*p++ != ' ')
		return false;
	p = read_hex(p, &major);
	if (*p++ != ':')
		return false;
	p = read_hex(p, &minor);
	if (p[0] != ' ' || p[1] != '0' || major || minor)
		m->private_anonymous = false;
	return true;
}

/* What the plan says about the page at `guest`, and up to where it says so. */
static int planned(uint64_t guest, uint64_t *until)
{
	for (size_t i = 0; i < region_count; i++) {
		if (guest < regions[i].start) {
			*until = regions[i].start;
			return PROT_NONE;
		}
		if (guest < regions[i].end) {
			*until = regions[i].end;
			return regions[i].prot;
		}
	}
	*until = ZVM_GUARD_END;
	return PROT_NONE;
}

static void check_mapping(const struct mapping *m)
{
	uint64_t at = m->start, until;

	if (!m->private_anonymous || at < reserved_start || m->end > ZVM_GUARD_END)
		refuse(SESSION_HOST, 0, "address space: foreign memory at 0x%llx", (unsigned long long)at);
	/* Neighbours with the same protection are one mapping to the kernel. */
	for (; at < m->end; at = until)
		if (planned(at, &until) != m->prot)
			refuse(SESSION_HOST, 0, "address space: the memory at 0x%llx has other permissions than planned",
			       (unsigned long long)at);
}

/* Hands each complete line to the check; false at the first line above the guard. */
static bool check_line(const char *line, uint64_t *covered)
{
	struct mapping m;

	if (!read_mapping(line, &m))
		refuse(SESSION_HOST, 0, "address space: cannot understand /proc/self/maps");
	if (m.start >= ZVM_GUARD_END)
		return false;
	if (m.start != *covered)
		refuse(SESSION_HOST, 0, "address space: unexpected hole or memory at 0x%llx",
		       (unsigned long long)*covered);
	check_mapping(&m);
	*covered = m.end;
	return true;
}

static int open_maps(void)
{
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		refuse_errno(SESSION_HOST, "address space: cannot be checked without /proc/self/maps");
	return fd;
}

void space_check(void)
{
	static char buffer[8192];
	uint64_t covered = reserved_start;
	size_t have = 0;
	bool more = true;
	int fd = open_maps();

	while (more) {
		ssize_t got = read(fd, buffer + have, sizeof buffer - 1 - have);
		char *line = buffer, *end;

		if (got <= 0)
			break;
		buffer[have += (size_t)got] = 0;
		while (more && (end = strchr(line, '\n'))) {
			*end = 0;
			more = check_line(line, &covered);
			line = end + 1;
		}
		have -= (size_t)(line - buffer);
		memmove(buffer, line, have);
	}
	close(fd);
	if (covered != ZVM_GUARD_END)
		refuse(SESSION_HOST, 0, "address space: the reservation is not whole");
}

void space_seal(uint64_t except)
{
	/* The heap is left out: jail changes it.  Old kernels answer ENOSYS. */
	for (size_t i = 0; i < region_count; i++)
		if (!(regions[i].prot & PROT_WRITE) && regions[i].start != except)
			syscall(SYS_mseal, regions[i].start, regions[i].end - regions[i].start, 0);
	syscall(SYS_mseal, ZVM_STACK_TOP, ZVM_GUARD_END - ZVM_STACK_TOP, 0);
}

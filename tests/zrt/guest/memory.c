/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory in the sandbox: mappings of files agree with read and write, private
 * ones do not; remapping keeps contents; what Linux refuses is refused.
 *
 * RUN: zvm-clang -O2 $S -o t && zvm run --mem 256M t
 * OUT: ok
 * TIMEOUT: 180
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHECK(truth) ((truth) ? (void)0 : (printf("line %d: %s (errno %d)\n", __LINE__, #truth, errno), exit(1)))
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
#define RW (PROT_READ | PROT_WRITE)

static int file_of(const char *name, size_t size, char fill)
{
	int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	char *data = malloc(size);

	CHECK(fd >= 0 && data);
	memset(data, fill, size);
	CHECK(write(fd, data, size) == (ssize_t)size);
	free(data);
	return fd;
}

static void shared(void)
{
	int fd = file_of("/tmp/s", 10000, 'a');
	char *p = mmap(NULL, 10000, RW, MAP_SHARED, fd, 0), *q, *r, c;

	CHECK(p != MAP_FAILED && p[9999] == 'a' && p[10000] == 0);
	p[5] = 'b';
	CHECK(pread(fd, &c, 1, 5) == 1 && c == 'b');
	CHECK(pwrite(fd, "c", 1, 9000) == 1 && p[9000] == 'c');
	q = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 4096);
	CHECK(q != MAP_FAILED && q[9000 - 4096] == 'c');
	p[4096] = 'd';
	CHECK(q[0] == 'd');
	r = mmap(NULL, 10000, RW, MAP_PRIVATE, fd, 0);
	CHECK(r != MAP_FAILED && r[5] == 'b');
	r[5] = 'x';
	CHECK(p[5] == 'b');
	CHECK(msync(p, 10000, MS_SYNC) == 0);
	CHECK(munmap(p, 10000) == 0);
	CHECK(q[0] == 'd' && pread(fd, &c, 1, 5) == 1 && c == 'b');
	CHECK(unlink("/tmp/s") == 0 && close(fd) == 0 && q[0] == 'd');
	CHECK(munmap(q, 4096) == 0 && munmap(r, 10000) == 0);
}

static void grow_under_mapping(void)
{
	int fd = file_of("/tmp/g", 4096, 'a');
	char *p = mmap(NULL, 4096, RW, MAP_SHARED, fd, 0), c;

	CHECK(p != MAP_FAILED);
	CHECK(ftruncate(fd, 1 << 20) == 0);
	CHECK(pwrite(fd, "z", 1, 1 << 19) == 1);
	p[0] = 'q';
	CHECK(pread(fd, &c, 1, 0) == 1 && c == 'q');
	CHECK(munmap(p, 4096) == 0 && pread(fd, &c, 1, 0) == 1 && c == 'q');
	close(fd);
}

static void remapped(void)
{
	char *p = mmap(NULL, 1 << 20, RW, ANON, -1, 0), *q;

	CHECK(p != MAP_FAILED);
	for (size_t i = 0; i < 1 << 20; i += 4096)
		p[i] = (char)(i >> 12);
	q = mremap(p, 1 << 20, 8 << 20, MREMAP_MAYMOVE);
	CHECK(q != MAP_FAILED);
	for (size_t i = 0; i < 8 << 20; i += 4096)
		CHECK(q[i] == (i < 1 << 20 ? (char)(i >> 12) : 0));
	CHECK(mremap(q, 8 << 20, 4096, 0) == q);
	CHECK(munmap(q, 4096) == 0);
}

static void fixed(void)
{
	char *p = mmap(NULL, 5 * 4096, RW, ANON, -1, 0);

	CHECK(p != MAP_FAILED);
	memset(p, 1, 5 * 4096);
	CHECK(mmap(p + 4096, 8192, RW, ANON | MAP_FIXED, -1, 0) == p + 4096);
	CHECK(p[4095] == 1 && p[4096] == 0 && p[3 * 4096 - 1] == 0 && p[3 * 4096] == 1);
	CHECK(mmap(p, 4096, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED && errno == EEXIST);
	CHECK(mprotect(p, 4096, PROT_NONE) == 0 && mprotect(p, 4096, RW) == 0);
	CHECK(madvise(p, 4096, MADV_DONTNEED) == 0 && p[0] == 0);
	CHECK(munmap(p, 5 * 4096) == 0);
}

static void refused(void)
{
	int fd = open("/tmp/r", O_RDONLY | O_CREAT, 0600);

	CHECK(mmap(NULL, 4096, RW | PROT_EXEC, ANON, -1, 0) == MAP_FAILED && errno == EACCES);
	CHECK(mmap(NULL, (size_t)8 << 30, RW, ANON, -1, 0) == MAP_FAILED && errno == ENOMEM);
	CHECK(mmap(NULL, 0, RW, ANON, -1, 0) == MAP_FAILED && errno == EINVAL);
	CHECK(mmap(NULL, 4096, RW, MAP_SHARED, fd, 0) == MAP_FAILED && errno == EACCES);
	CHECK(mmap(NULL, 4096, RW, MAP_PRIVATE, 99, 0) == MAP_FAILED && errno == EBADF);
	CHECK(mmap((void *)4096, 4096, RW, ANON | MAP_FIXED, -1, 0) == MAP_FAILED && errno == ENOMEM);
	close(fd);
}

/* All memory, given back, and all again: nothing is lost to fragments. */
static void exhaust(void)
{
	size_t first = 0;

	for (int round = 0; round < 3; round++) {
		size_t n = 0;
		void *last = NULL, *p;

		while ((p = malloc(100000))) {
			*(void **)p = last;
			last = p;
			n++;
		}
		CHECK(errno == ENOMEM && n > 2000);
		CHECK(!first || n >= first - first / 50);
		first = n;
		while (last) {
			p = *(void **)last;
			free(last);
			last = p;
		}
	}
}

int main(void)
{
	shared();
	grow_under_mapping();
	remapped();
	fixed();
	refused();
	exhaust();
	puts("ok");
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every allocation of ZRT fails once, in turn, in each of these scenes: each
 * call then works or says that there is no memory, and nothing breaks.
 *
 * RUN: zvm-clang -O2 $S -o t && zvm run --mem 64M t
 * OUT~: ^ok: \d{2,} failures$
 * TIMEOUT: 180
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* zrt/heap.h */
void zrt_heap_fail(uint64_t n, bool onwards);
uint64_t zrt_heap_count(void);

static const char *scene;
static unsigned failures;

static void wrong(int line, const char *what)
{
	int error = errno;

	zrt_heap_fail(0, false);
	printf("%s, line %d: %s: errno %d (%s)\n", scene, line, what, error, strerror(error));
	exit(1);
}

/* The call worked, or failed for want of memory. */
static bool worked(int line, const char *what, bool success)
{
	if (success)
		return true;
	failures++;
	if (errno != ENOMEM && errno != ENOSPC && errno != EAGAIN && errno != ENFILE && errno != ENOLCK)
		wrong(line, what);
	return false;
}
#define WORKED(call) worked(__LINE__, #call, (call))
#define MUST(truth) ((truth) ? (void)0 : wrong(__LINE__, #truth))

static void files(void)
{
	static char data[200000], back[200000];
	int fd = open("/tmp/f", O_RDWR | O_CREAT, 0600);
	ssize_t n, total = 0;
	struct stat st;

	if (!WORKED(fd >= 0))
		return;
	memset(data, 'x', sizeof data);
	for (int i = 0; i < 5; i++) {
		n = write(fd, data, i < 2 ? 100 : sizeof data);
		if (WORKED(n >= 0))
			total += n;
	}
	MUST(fstat(fd, &st) == 0 && st.st_size == total);
	(void)WORKED(ftruncate(fd, 1 << 30) == 0);
	(void)WORKED(pwrite(fd, "end", 3, 900 << 20) == 3);
	MUST(ftruncate(fd, 50) == 0);
	n = pread(fd, back, sizeof back, 0);
	if (WORKED(n >= 0))
		MUST(n == 50 && (total < 50 || !memcmp(back, data, 50)));
	(void)WORKED(link("/tmp/f", "/tmp/g") == 0);
	(void)WORKED(rename("/tmp/f", "/tmp/a-name-that-is-longer-than-what-fits-inline") == 0);
	(void)WORKED(flock(fd, LOCK_EX) == 0);
	(void)WORKED(dup(fd) >= 0);
	for (int i = 3; i < 10; i++)
		(void)close(i);
}

static void names(void)
{
	char cwd[200];
	DIR *dir;

	if (!WORKED(mkdir("/tmp/d", 0700) == 0))
		return;
	(void)WORKED(symlink("/a/long/target/of/a/link/that/needs/memory", "/tmp/d/link") == 0);
	(void)WORKED(mkfifo("/tmp/d/fifo", 0600) == 0);
	(void)WORKED(mkdir("/tmp/d/a-directory-whose-name-is-too-long-to-stand-inline", 0700) == 0);
	(void)WORKED(chdir("/tmp/d") == 0);
	(void)WORKED(getcwd(cwd, sizeof cwd) != NULL);
	MUST(chdir("/") == 0);
	dir = opendir("/tmp/d");
	if (WORKED(dir)) {
		while (errno = 0, readdir(dir))
			;
		(void)WORKED(!errno);
		closedir(dir);
	}
}

static void descriptors(void)
{
	int fds[2];
	char buffer[5000] = "";

	if (WORKED(pipe(fds) == 0)) {
		ssize_t n = write(fds[1], buffer, sizeof buffer);

		if (WORKED(n >= 0))
			MUST(read(fds[0], buffer, sizeof buffer) == n);
		close(fds[0]);
		close(fds[1]);
	}
}

static void memory(void)
{
	char *p = mmap(NULL, 5 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *q;
	int fd;

	if (!WORKED(p != MAP_FAILED))
		return;
	memset(p, 7, 5 * 4096);
	q = mremap(p, 5 * 4096, 100 * 4096, MREMAP_MAYMOVE);
	if (WORKED(q != MAP_FAILED)) {
		MUST(q[5 * 4096 - 1] == 7 && q[5 * 4096] == 0);
		p = q;
		(void)WORKED(munmap(p + 5 * 4096, 95 * 4096) == 0);
	}
	(void)WORKED(mprotect(p + 4096, 4096, PROT_NONE) == 0);
	(void)WORKED(munmap(p + 2 * 4096, 4096) == 0);
	MUST(p[0] == 7 && p[4 * 4096] == 7);
	for (int i = 0; i < 5 && munmap(p, 100 * 4096) < 0; i++)
		failures++;
	fd = open("/tmp/m", O_RDWR | O_CREAT, 0600);
	if (WORKED(fd >= 0)) {
		if (WORKED(ftruncate(fd, 100000) == 0) && WORKED(write(fd, "abc", 3) == 3)) {
			p = mmap(NULL, 100000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
			if (WORKED(p != MAP_FAILED)) {
				MUST(p[0] == 'a');
				MUST(munmap(p, 100000) == 0);
			}
		}
		close(fd);
	}
	q = malloc(3000000);
	if (WORKED(q != NULL)) {
		q[0] = 5;
		p = realloc(q, 9000000);
		if (WORKED(p != NULL))
			q = p;
		MUST(q[0] == 5);
		free(q);
	}
}

static void *quick(void *argument)
{
	return argument;
}

static void others(void)
{
	pthread_t t;
	timer_t timer;
	union sigval value = {.sival_int = 1};
	int error = pthread_create(&t, NULL, quick, NULL);

	errno = error;
	if (WORKED(error == 0))
		MUST(pthread_join(t, NULL) == 0);
	if (WORKED(timer_create(CLOCK_REALTIME, NULL, &timer) == 0))
		MUST(timer_delete(timer) == 0);
	(void)WORKED(sigqueue(getpid(), SIGUSR1, value) == 0);
}

static void clean(void)
{
	static const char *const paths[] = {
		"/tmp/f", "/tmp/g", "/tmp/a-name-that-is-longer-than-what-fits-inline", "/tmp/d/link", "/tmp/d/fifo",
		"/tmp/d/a-directory-whose-name-is-too-long-to-stand-inline", "/tmp/d", "/tmp/m"};

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		(void)remove(paths[i]);
}

static void ignore(int signal)
{
	(void)signal;
}

int main(void)
{
	static const struct {
		const char *name;
		void (*play)(void);
	} scenes[] = {{"files", files}, {"names", names}, {"descriptors", descriptors}, {"memory", memory}, {"others", others}};

	signal(SIGUSR1, ignore);
	for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
		scene = scenes[i].name;
		for (uint64_t n = 1;; n++) {
			uint64_t before = zrt_heap_count();

			zrt_heap_fail(n, false);
			scenes[i].play();
			zrt_heap_fail(0, false);
			clean();
			if (zrt_heap_count() - before < n)
				break;
		}
	}
	printf("ok: %u failures\n", failures);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resource limits that are kept, identity, and what can be asked of the system.
 *
 * RUN: zvm-clang -O2 $S -o t && zvm run t
 * OUT: ok
 * TIMEOUT: 180
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#define CHECK(truth) ((truth) ? (void)0 : (printf("line %d: %s (errno %d)\n", __LINE__, #truth, errno), exit(1)))

static void set(int resource, rlim_t soft)
{
	struct rlimit l;

	CHECK(getrlimit(resource, &l) == 0);
	l.rlim_cur = soft;
	CHECK(setrlimit(resource, &l) == 0);
}

static volatile sig_atomic_t signals;

static void count(int signal)
{
	signals += signal == SIGXFSZ;
}

static void file_size(void)
{
	char data[100] = "";
	int fd = open("/tmp/f", O_RDWR | O_CREAT, 0600);

	signal(SIGXFSZ, count);
	set(RLIMIT_FSIZE, 150);
	CHECK(write(fd, data, 100) == 100 && write(fd, data, 100) == 50 && !signals);
	CHECK(write(fd, data, 1) == -1 && errno == EFBIG && signals == 1);
	CHECK(ftruncate(fd, 151) == -1 && errno == EFBIG && signals == 2);
	CHECK(ftruncate(fd, 10) == 0);
	set(RLIMIT_FSIZE, RLIM_INFINITY);
	CHECK(ftruncate(fd, 1 << 20) == 0 && close(fd) == 0);
}

static void descriptors(void)
{
	int fds[20], n = 0;

	set(RLIMIT_NOFILE, 10);
	while (n < 20 && (fds[n] = dup(1)) >= 0)
		n++;
	CHECK(n == 7 && errno == EMFILE);
	while (n--)
		close(fds[n]);
	set(RLIMIT_NOFILE, 1024);
	CHECK(sysconf(_SC_OPEN_MAX) == 1024);
}

static void address_space(void)
{
	void *p;

	set(RLIMIT_AS, 100 << 20);
	CHECK(mmap(NULL, 90 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED && errno == ENOMEM);
	p = mmap(NULL, 1 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(p != MAP_FAILED);
	CHECK(mremap(p, 1 << 20, 90 << 20, MREMAP_MAYMOVE) == MAP_FAILED && errno == ENOMEM);
	set(RLIMIT_AS, RLIM_INFINITY);
	CHECK(mremap(p, 1 << 20, 90 << 20, MREMAP_MAYMOVE) != MAP_FAILED);
}

static void hard_limits(void)
{
	struct rlimit l = {5, 4}, up = {1, RLIM_INFINITY};

	CHECK(setrlimit(RLIMIT_CPU, &l) == -1 && errno == EINVAL);
	CHECK(setrlimit(RLIMIT_CORE, &up) == -1 && errno == EPERM);
	CHECK(getrlimit(99, &l) == -1 && errno == EINVAL);
}

static void identity(void)
{
	uid_t r, e, s;

	CHECK(getuid() == 0 && getpid() == 1 && getppid() == 0);
	CHECK(setresuid(1000, 1001, 1002) == 0);
	CHECK(getresuid(&r, &e, &s) == 0 && r == 1000 && e == 1001 && s == 1002);
	CHECK(seteuid(0) == -1 && errno == EPERM);
	CHECK(setreuid(-1, 1000) == 0 && geteuid() == 1000);
	CHECK(setuid(1002) == -1 || geteuid() == 1002);
	CHECK(setgid(5) == -1 && errno == EPERM);
}

static void questions(void)
{
	struct utsname u;
	struct sysinfo i;
	struct rusage usage;
	cpu_set_t cpus;
	char name[16];

	CHECK(uname(&u) == 0 && !strcmp(u.sysname, "Linux") && !strcmp(u.machine, "x86_64"));
	CHECK(sysinfo(&i) == 0 && i.totalram > 100 << 20 && i.freeram <= i.totalram && i.procs == 1);
	CHECK(getrusage(RUSAGE_SELF, &usage) == 0 && usage.ru_maxrss > 0);
	CHECK(sched_getaffinity(0, sizeof cpus, &cpus) == 0 && CPU_COUNT(&cpus) == 1);
	CHECK(sysconf(_SC_NPROCESSORS_ONLN) == 1 && sysconf(_SC_PAGESIZE) == 4096);
	CHECK(prctl(PR_SET_NAME, "a-name") == 0 && prctl(PR_GET_NAME, name) == 0 && !strcmp(name, "a-name"));
	CHECK(getpriority(PRIO_PROCESS, 0) == 0 && nice(5) == 5 && nice(0) == 5);
	CHECK(sched_get_priority_max(SCHED_FIFO) == 99);
	CHECK(fork() == -1 && errno == ENOSYS);
}

int main(void)
{
	file_size();
	descriptors();
	address_space();
	hard_limits();
	questions();
	identity();
	puts("ok");
	return 0;
}

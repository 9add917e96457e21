/* SPDX-License-Identifier: Apache-2.0 */
#include "confine.h"

#include "channel.h"
#include "job.h"
#include "memory_digest.h"
#include "session.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of <asm/prctl.h>, as far as older headers lack them. */
#define SHSTK_ENABLE_STATUS 0x5005
#define SHSTK_DISABLE 0x5002
#define SET_CPUID 0x1012
#define SHSTK_ON 1UL

extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden"))); /* by the linker */

#define UNPRIVILEGED 65534 /* uid and gid: nobody, nogroup */

void confine_own_constants(void)
{
	const Elf64_Phdr *p = (const Elf64_Phdr *)getauxval(AT_PHDR);
	unsigned long count = p ? getauxval(AT_PHNUM) : 0;
	const uintptr_t page = 4096;

	for (unsigned long i = 0; i < count; i++) {
		uintptr_t start, end;

		if (p[i].p_type != PT_GNU_RELRO)
			continue;
		start = ((uintptr_t)&__ehdr_start + p[i].p_vaddr) & ~(page - 1);
		end = ((uintptr_t)&__ehdr_start + p[i].p_vaddr + p[i].p_memsz) & ~(page - 1);
		if (mprotect((void *)start, end - start, PROT_READ))
			refuse_errno(SESSION_HOST, "cannot protect the loader's constants");
		return;
	}
	refuse(SESSION_HOST, 0, "this loader was linked without RELRO");
}

static void check_personality(void)
{
	int old = personality(0xFFFFFFFF);

	/* The page at 0 would be executable and full of unmasked stores; it cannot be unmapped. */
	if (old & MMAP_PAGE_ZERO)
		refuse(SESSION_HOST, 0, "personality: MMAP_PAGE_ZERO is set (setarch -Z?): it puts an executable page at 0");
	if (!(old & READ_IMPLIES_EXEC))
		return;
	personality((unsigned long)(old & ~READ_IMPLIES_EXEC));
	if (personality(0xFFFFFFFF) & READ_IMPLIES_EXEC)
		refuse(SESSION_HOST, 0, "personality: READ_IMPLIES_EXEC cannot be cleared (setarch -X?)");
}

/* Rule R07 changes return addresses, which shadow stacks forbid. */
static void check_shadow_stack(void)
{
	unsigned long status = 0;

	if (syscall(SYS_arch_prctl, SHSTK_ENABLE_STATUS, &status) || !(status & SHSTK_ON))
		return;
	if (syscall(SYS_arch_prctl, SHSTK_DISABLE, SHSTK_ON))
		refuse(SESSION_HOST, 0, "shadow stacks are on and locked; the sandbox cannot run with them");
}

void confine_check_environment(void)
{
	check_personality();
	check_shadow_stack();
}

/*
 * In a user namespace that maps root alone there is nobody else to become
 * (EINVAL); that root has no rights outside, and its capabilities go below.
 */
static void become(uid_t uid, gid_t gid)
{
	bool root = geteuid() == 0;

	if (root && setgroups(0, NULL) && errno != EPERM)
		refuse_errno(SESSION_HOST, "privileges: cannot drop the groups");
	if (setresgid(gid, gid, gid) && errno != EINVAL)
		refuse_errno(SESSION_HOST, "privileges: cannot become group %d", (int)gid);
	if (setresuid(uid, uid, uid) && errno != EINVAL)
		refuse_errno(SESSION_HOST, "privileges: cannot become user %d", (int)uid);
}

static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct none[2] = {{0}}, now[2];

	if (syscall(SYS_capset, &header, none))
		refuse_errno(SESSION_HOST, "privileges: cannot drop the capabilities");
	if (syscall(SYS_capget, &header, now) || memcmp(now, none, sizeof none) != 0)
		refuse(SESSION_HOST, EPERM, "privileges: capabilities are left");
}

int confine_open_page_map(void)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct now[2], fewer[2];
	int fd;

	if (syscall(SYS_capget, &header, now))
		return -1;
	memcpy(fewer, now, sizeof fewer);
	fewer[CAP_SYS_ADMIN / 32].effective &= ~(UINT32_C(1) << CAP_SYS_ADMIN % 32);
	if (syscall(SYS_capset, &header, fewer))
		return -1;
	fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (syscall(SYS_capset, &header, now))
		refuse_errno(SESSION_HOST, "privileges: cannot restore the capabilities");
	return fd;
}

void confine_drop_privileges(void)
{
	uid_t uid = getuid();
	gid_t gid = getgid();

	if (uid == 0 || geteuid() == 0) {
		uid = uid ? uid : UNPRIVILEGED;
		gid = gid ? gid : UNPRIVILEGED;
	}
	become(uid, gid);
	/* The bounding set may stay: it bounds exec, which no_new_privs and the filter do already. */
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	drop_capabilities();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		refuse_errno(SESSION_HOST, "privileges: no_new_privs");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		refuse_errno(SESSION_HOST, "privileges: not dumpable");
}

void confine_die_with_parent(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0))
		refuse_errno(SESSION_HOST, "--die-with-parent");
	if (getppid() != parent)
		refuse(SESSION_INTERRUPTED, 0, "the process that started zerovm has ended");
}

/* Closes [first, last] by one call; before Linux 5.9 one by one. */
static void close_span(unsigned first, unsigned last)
{
	if (first > last || syscall(SYS_close_range, first, last, 0) == 0)
		return;
	if (last > (unsigned)sysconf(_SC_OPEN_MAX))
		last = (unsigned)sysconf(_SC_OPEN_MAX);
	for (unsigned fd = first; fd <= last; fd++)
		close((int)fd);
}

/* All that stay open; a few duplicates do no harm. */
static int kept[MANIFEST_SOURCES_MAX + 8];
static size_t kept_count;

static void keep(int fd)
{
	kept[kept_count++] = fd;
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

void confine_close_descriptors(void)
{
	unsigned first = 0;

	keep(STDERR_FILENO);
	if (session_output.report_fd >= 0)
		keep(session_output.report_fd);
	if (job_fd() >= 0)
		keep(job_fd());
	if (memory_digest_fd() >= 0)
		keep(memory_digest_fd());
	channels_descriptors(keep);
	qsort(kept, kept_count, sizeof kept[0], by_number);
	for (size_t i = 0; i < kept_count; i++) {
		if ((unsigned)kept[i] > first)
			close_span(first, (unsigned)kept[i] - 1);
		first = (unsigned)kept[i] + 1;
	}
	close_span(first, ~0U);
}

void confine_wipe(char **argv, char **envp)
{
	for (char **list = envp; *list; list++)
		explicit_bzero(*list, strlen(*list));
	for (char **list = argv; *list; list++)
		explicit_bzero(*list, strlen(*list));
}

void confine_hardware(void)
{
	/* Each is a second wall for rule R09 or against speculation, where it exists. */
	prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0);
	syscall(SYS_arch_prctl, SET_CPUID, 0);
	prctl(PR_SET_SPECULATION_CTRL, PR_SPEC_INDIRECT_BRANCH, PR_SPEC_DISABLE, 0, 0);
}

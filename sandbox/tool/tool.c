/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zvm-tool FILE TOOL [ARGUMENT...]: runs a tool of the host on a file that nobody trusts.
 *
 * Messages about a program name its functions and source lines, for which LLVM's
 * tools read its debug information: megabytes of C++ over bytes that a hostile
 * author chose, which may also name other files to open.  So the tool sees FILE and
 * the system's programs and libraries, writes only to its standard streams, and has
 * no network, no other process and little time.  Where the kernel cannot do that the
 * tool does not run, and the message is shorter.  Exit status 125: it was not run.
 */
#include "tool.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOT_RUN 125
#define SECONDS 10
#define MEMORY (UINT64_C(4) << 30) /* bytes of address space */
#define OUTPUT (UINT64_C(64) << 20)

/* What newer kernels can forbid, too; headers may lack the names. */
#define LATER_RIGHTS (UINT64_C(1) << 13 | UINT64_C(1) << 14 | UINT64_C(1) << 15)
#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE)

static uint64_t all_rights(long version)
{
	uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1; /* the last of version 1 */

	if (version >= 5)
		return rights | LATER_RIGHTS;
	if (version >= 3)
		return rights | UINT64_C(3) << 13;
	return version == 2 ? rights | UINT64_C(1) << 13 : rights;
}

static bool allow(int rules, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = {.allowed_access = rights};
	bool ok;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return false;
	ok = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return ok;
}

static bool confine_files(const char *file, const char *tool)
{
	static const char *const system[] = {"/usr", "/lib", "/lib64", "/bin"};
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);
	struct landlock_ruleset_attr attributes = {.handled_access_fs = all_rights(version)};
	int rules;

	if (version < 1)
		return false;
	rules = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
	if (rules < 0)
		return false;
	/* Some of these are links, or not there; without them the tool does not start. */
	for (size_t n = 0; n < sizeof system / sizeof *system; n++)
		allow(rules, system[n], READ);
	allow(rules, "/etc/ld.so.cache", LANDLOCK_ACCESS_FS_READ_FILE);
	allow(rules, tool, LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE);
	return allow(rules, file, LANDLOCK_ACCESS_FS_READ_FILE) && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}

/* At most `value`; what is lower already stays. */
static void limit(int resource, rlim_t value)
{
	struct rlimit r;

	if (getrlimit(resource, &r))
		_exit(NOT_RUN);
	if (r.rlim_max > value)
		r.rlim_max = value;
	if (r.rlim_cur > r.rlim_max)
		r.rlim_cur = r.rlim_max;
	if (setrlimit(resource, &r))
		_exit(NOT_RUN);
}

/* The tool's path, searched as the shell does. */
static char *find(const char *name)
{
	const char *list = getenv("PATH");
	static char path[4096];

	if (strchr(name, '/'))
		return realpath(name, path);
	while (list && *list) {
		size_t length = strcspn(list, ":");

		if (length && length + strlen(name) + 2 < sizeof path) {
			memcpy(path, list, length);
			path[length] = '/';
			strcpy(path + length + 1, name);
			if (access(path, X_OK) == 0)
				return path;
		}
		list += length + (list[length] == ':');
	}
	return NULL;
}

int main(int argc, char **argv)
{
	static char path[] = "PATH=/usr/bin:/bin", locale[] = "LC_ALL=C";
	static char *const environment[] = {path, locale, NULL}; /* nothing that sends tools elsewhere */
	char *tool = argc > 2 ? find(argv[2]) : NULL;

	if (!tool || syscall(SYS_close_range, 3U, ~0U, 0))
		return NOT_RUN;
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU, SECONDS);
	limit(RLIMIT_AS, MEMORY);
	limit(RLIMIT_FSIZE, OUTPUT);
	alarm(SECONDS);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || !confine_files(argv[1], tool) || !tool_filter())
		return NOT_RUN;
	execve(tool, argv + 2, environment);
	return NOT_RUN;
}

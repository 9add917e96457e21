/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who the program is: users, groups and capabilities with the rules of Linux,
 * the ids of the one process, and the names of the system.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "cred.h"
#include "syscall.h"
#include "thread.h"
#include "user.h"

#define KEEP UINT32_MAX /* -1 leaves an id as it is */

/* The effective user may do what CAP_SETUID and CAP_SETGID allow. */
static bool privileged(void)
{
	return zrt_cred.euid == 0;
}

/* --- users and groups -------------------------------------------------------- */

/* The four ids of one kind: users or groups follow the same rules. */
struct ids {
	uint32_t *real, *effective, *saved, *fs;
};

static const struct ids users = {&zrt_cred.uid, &zrt_cred.euid, &zrt_cred.suid, &zrt_cred.fsuid};
static const struct ids groups = {&zrt_cred.gid, &zrt_cred.egid, &zrt_cred.sgid, &zrt_cred.fsgid};

static bool is_one_of(const struct ids *ids, uint32_t id)
{
	return id == *ids->real || id == *ids->effective || id == *ids->saved;
}

static long set_id(const struct ids *ids, uint32_t id)
{
	if (id == KEEP)
		return -EINVAL;
	if (privileged())
		*ids->real = *ids->saved = id;
	else if (id != *ids->real && id != *ids->saved)
		return -EPERM;
	*ids->effective = *ids->fs = id;
	return 0;
}

static long set_real_effective(const struct ids *ids, uint32_t real, uint32_t effective)
{
	if (!privileged()) {
		if (real != KEEP && real != *ids->real && real != *ids->effective)
			return -EPERM;
		if (effective != KEEP && !is_one_of(ids, effective))
			return -EPERM;
	}
	/* The saved id follows unless the call leaves the real id alone. */
	bool save = real != KEEP || (effective != KEEP && effective != *ids->real);

	if (real != KEEP)
		*ids->real = real;
	if (effective != KEEP)
		*ids->effective = effective;
	if (save)
		*ids->saved = *ids->effective;
	*ids->fs = *ids->effective;
	return 0;
}

static long set_three(const struct ids *ids, uint32_t real, uint32_t effective, uint32_t saved)
{
	if (!privileged() &&
	    ((real != KEEP && !is_one_of(ids, real)) || (effective != KEEP && !is_one_of(ids, effective)) ||
	     (saved != KEEP && !is_one_of(ids, saved))))
		return -EPERM;
	if (real != KEEP)
		*ids->real = real;
	if (effective != KEEP)
		*ids->effective = effective;
	if (saved != KEEP)
		*ids->saved = saved;
	*ids->fs = *ids->effective;
	return 0;
}

static long get_three(const struct ids *ids, uint32_t *real, uint32_t *effective, uint32_t *saved)
{
	if (!zrt_writable(real, sizeof *real) || !zrt_writable(effective, sizeof *effective) ||
	    !zrt_writable(saved, sizeof *saved))
		return -EFAULT;
	*real = *ids->real;
	*effective = *ids->effective;
	*saved = *ids->saved;
	return 0;
}

/* Gives the old id, whether or not it could be changed. */
static long set_fs(const struct ids *ids, uint32_t id)
{
	uint32_t old = *ids->fs;

	if (id != KEEP && (privileged() || is_one_of(ids, id) || id == old))
		*ids->fs = id;
	return old;
}

ZRT_SYS(getuid)
{
	return zrt_cred.uid;
}

ZRT_SYS(geteuid)
{
	return zrt_cred.euid;
}

ZRT_SYS(getgid)
{
	return zrt_cred.gid;
}

ZRT_SYS(getegid)
{
	return zrt_cred.egid;
}

ZRT_SYS(setuid)
{
	return set_id(&users, (uint32_t)a);
}

ZRT_SYS(setgid)
{
	return set_id(&groups, (uint32_t)a);
}

ZRT_SYS(setreuid)
{
	return set_real_effective(&users, (uint32_t)a, (uint32_t)b);
}

ZRT_SYS(setregid)
{
	return set_real_effective(&groups, (uint32_t)a, (uint32_t)b);
}

ZRT_SYS(setresuid)
{
	return set_three(&users, (uint32_t)a, (uint32_t)b, (uint32_t)c);
}

ZRT_SYS(setresgid)
{
	return set_three(&groups, (uint32_t)a, (uint32_t)b, (uint32_t)c);
}

ZRT_SYS(getresuid)
{
	return get_three(&users, (uint32_t *)a, (uint32_t *)b, (uint32_t *)c);
}

ZRT_SYS(getresgid)
{
	return get_three(&groups, (uint32_t *)a, (uint32_t *)b, (uint32_t *)c);
}

ZRT_SYS(setfsuid)
{
	return set_fs(&users, (uint32_t)a);
}

ZRT_SYS(setfsgid)
{
	return set_fs(&groups, (uint32_t)a);
}

ZRT_SYS(getgroups)
{
	int room = (int)a;
	size_t bytes = zrt_cred.group_count * sizeof *zrt_cred.groups;

	if (room < 0 || (room && (uint32_t)room < zrt_cred.group_count))
		return -EINVAL;
	if (room) {
		if (!zrt_writable((void *)b, bytes))
			return -EFAULT;
		memcpy((void *)b, zrt_cred.groups, bytes);
	}
	return (long)zrt_cred.group_count;
}

ZRT_SYS(setgroups)
{
	size_t count = (size_t)(uint32_t)a;

	if (!privileged())
		return -EPERM;
	if (count > ZRT_GROUPS_MAX)
		return -EINVAL;
	if (!zrt_readable((void *)b, count * sizeof *zrt_cred.groups) && count)
		return -EFAULT;
	memcpy(zrt_cred.groups, (void *)b, count * sizeof *zrt_cred.groups);
	zrt_cred.group_count = (uint32_t)count;
	return 0;
}

/* --- capabilities --------------------------------------------------------------- */

#define CAP_VERSION_1 0x19980330u
#define CAP_VERSION_2 0x20071026u
#define CAP_VERSION_3 0x20080522u
/* What root really can do here: CHOWN to FSETID, SETGID, SETUID. */
#define CAPS_OF_ROOT 0xDFu

struct cap_header {
	uint32_t version;
	int pid;
};

struct cap_data {
	uint32_t effective, permitted, inheritable;
};

/* Number of struct cap_data of a header's version, or an errno. */
static long check_caps(struct cap_header *header)
{
	if (!zrt_writable(header, sizeof *header))
		return -EFAULT;
	if (header->version != CAP_VERSION_1 && header->version != CAP_VERSION_2 &&
	    header->version != CAP_VERSION_3) {
		header->version = CAP_VERSION_3;
		return -EINVAL;
	}
	if (header->pid < 0)
		return -EINVAL;
	if (header->pid && !zrt_thread_find(header->pid))
		return -ESRCH;
	return header->version == CAP_VERSION_1 ? 1 : 2;
}

ZRT_SYS(capget)
{
	struct cap_header *header = (struct cap_header *)a;
	struct cap_data *data = (struct cap_data *)b;
	long count = check_caps(header);
	uint32_t caps = privileged() ? CAPS_OF_ROOT : 0;

	if (count == -EINVAL && !data)
		return 0; /* asks for the version only */
	if (count < 0)
		return count;
	if (!zrt_writable(data, (size_t)count * sizeof *data))
		return -EFAULT;
	memset(data, 0, (size_t)count * sizeof *data);
	data->effective = data->permitted = caps;
	return 0;
}

/* Capabilities follow the user; only what is already so can be set. */
ZRT_SYS(capset)
{
	const struct cap_data *data = (const struct cap_data *)b;
	long count = check_caps((struct cap_header *)a);
	uint32_t caps = privileged() ? CAPS_OF_ROOT : 0;

	if (count < 0)
		return count;
	if (!zrt_readable(data, (size_t)count * sizeof *data))
		return -EFAULT;
	if (data->effective != caps || data->permitted != caps)
		return -EPERM;
	return 0;
}

/* --- the process ------------------------------------------------------------------ */

/* 0 and the own id mean the one process there is. */
static bool is_self(long pid)
{
	return (int)pid == 0 || (int)pid == ZRT_PID;
}

ZRT_SYS(getpid)
{
	return ZRT_PID;
}

ZRT_SYS(getppid)
{
	return 0; /* outside, as for the first process of a container */
}

ZRT_SYS(getpgrp)
{
	return ZRT_PID;
}

ZRT_SYS(getpgid)
{
	return is_self(a) ? ZRT_PID : -ESRCH;
}

ZRT_SYS(getsid)
{
	return is_self(a) ? ZRT_PID : -ESRCH;
}

/* The process leads its session and group, as after setsid in Linux. */
ZRT_SYS(setpgid)
{
	if ((int)b < 0)
		return -EINVAL;
	return is_self(a) ? -EPERM : -ESRCH;
}

ZRT_SYS(setsid)
{
	return -EPERM;
}

/* --- the system ------------------------------------------------------------------- */

struct names {
	char system[65], node[65], release[65], version[65], machine[65], domain[65];
};

ZRT_SYS(uname)
{
	static const struct names names = {"Linux", "zvm", "6.1.0-zvm", "#1 ZVM", "x86_64", "(none)"};

	if (!zrt_writable((void *)a, sizeof names))
		return -EFAULT;
	memcpy((void *)a, &names, sizeof names);
	return 0;
}

#define NO_RANDOMIZE 0x0040000u
#define ASK 0xFFFFFFFFu

ZRT_SYS(personality)
{
	static uint32_t persona;
	uint32_t old = persona, wanted = (uint32_t)a;

	if (wanted == ASK)
		return old;
	if (wanted & ~NO_RANDOMIZE) /* addresses never are random */
		return -EINVAL;
	persona = wanted;
	return old;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"

#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>

#include <zrt/zrt.h>
#include <zvm.h>

#include "clock.h"
#include "cred.h"
#include "exit.h"
#include "heap.h"
#include "images.h"
#include "nvram.h"
#include "random.h"
#include "user.h"
#include "vfs.h"

/* Exit code of a session that has not even memory to start; as a shell's "can not run". */
#define EXIT_NO_START 126

/* What argv[0] is when nvram names no program, as in the original. */
#define PROGRAM_NAME "stub"

static const char default_seed[] = "zvm";

static _Noreturn void give_up(const char *why)
{
	zrt_warn("the session can not start: %s", why);
	zvm_exit(EXIT_NO_START);
}

static void tell(unsigned line, const char *what, const char *detail)
{
	if (detail)
		zrt_warn("/dev/nvram: line %u: %s: %s", line, what, detail);
	else
		zrt_warn("/dev/nvram: line %u: %s", line, what);
}

static int32_t find_channel(const char *alias)
{
	const struct zvm_session *s = zvm_session();
	const struct zvm_channel *channels = (const struct zvm_channel *)(uintptr_t)s->channels;

	for (uint32_t i = 0; i < s->channel_count; i++)
		if (!strcmp((const char *)(uintptr_t)channels[i].name, alias))
			return (int32_t)i;
	return -1;
}

/* The whole text of /dev/nvram; *size is 0 if there is none. */
static char *load_nvram(size_t *size)
{
	int32_t channel = find_channel("/dev/nvram");
	size_t room = 4096;
	char *text = NULL;

	*size = 0;
	if (channel < 0)
		return NULL;
	for (;;) {
		char *larger = zrt_realloc(text, room);
		int64_t n;

		if (!larger)
			give_up("no memory for /dev/nvram");
		text = larger;
		n = zvm_pread(channel, text + *size, room - *size, (int64_t)*size);
		if (n < 0)
			zrt_warn("/dev/nvram can not be read: error %d", (int)-n);
		if (n <= 0)
			return text;
		*size += (size_t)n;
		if (*size == room)
			room *= 2;
	}
}

/* A number from the variable `name` of nvram's [env], as the original had it. */
static bool id_from_env(const struct zrt_nvram *nvram, const char *name, uint32_t *id)
{
	char *const *env = nvram->env.items;
	size_t length = strlen(name);

	for (size_t i = 0; i < nvram->env.count; i++) {
		const char *p = env[i] + length + 1;
		uint64_t value = 0;

		if (strncmp(env[i], name, length) || env[i][length] != '=' || !*p)
			continue;
		for (; *p >= '0' && *p <= '9' && value < UINT32_MAX; p++)
			value = value * 10 + (uint64_t)(*p - '0');
		if (*p || value >= UINT32_MAX)
			return false;
		*id = (uint32_t)value;
		return true;
	}
	return false;
}

static void set_identity(struct zrt_nvram *nvram)
{
	struct zrt_cred *c = &zrt_cred;

	if (!nvram->uid_set)
		(void)id_from_env(nvram, "UID", &nvram->uid);
	if (!nvram->gid_set)
		(void)id_from_env(nvram, "GID", &nvram->gid);
	c->uid = c->euid = c->suid = c->fsuid = nvram->uid;
	c->gid = c->egid = c->sgid = c->fsgid = nvram->gid;
}

static void set_arguments(struct zrt_nvram *nvram, struct zrt_arguments *arguments)
{
	static char program_name[] = PROGRAM_NAME;
	size_t argc = nvram->args.count, envc = nvram->env.count;
	char **pointers = zrt_zalloc((argc + envc + 3) * sizeof *pointers);

	if (!pointers)
		give_up("no memory for arguments and environment");
	arguments->argv = pointers;
	if (argc)
		memcpy(pointers, nvram->args.items, argc * sizeof *pointers);
	else
		pointers[argc++] = program_name;
	arguments->argc = (int)argc;
	arguments->envp = pointers + argc + 1;
	if (envc)
		memcpy(arguments->envp, nvram->env.items, envc * sizeof *pointers);
	zrt_free(nvram->args.items);
	zrt_free(nvram->env.items);
}

static void set_mappings(struct zrt_nvram *nvram)
{
	const struct zrt_mapping *mappings = nvram->mappings.items;

	for (size_t i = 0; i < nvram->mappings.count; i++)
		if (zrt_channel_map(mappings[i].channel, mappings[i].type) < 0)
			tell(mappings[i].line, "no such channel", mappings[i].channel);
	for (size_t i = 0; i < nvram->mappings.count; i++)
		zrt_free(mappings[i].channel);
	zrt_free(nvram->mappings.items);
}

/* HOME is made, and is where the program starts, as in the original. */
static void go_home(const struct zrt_arguments *arguments)
{
	int error;

	for (char **env = arguments->envp; *env; env++) {
		const char *home = *env + 5;

		if (strncmp(*env, "HOME=", 5) || home[0] != '/')
			continue;
		error = zrt_make_path(home, 0755);
		if (error == 0)
			error = (int)zrt_syscall(SYS_chdir, (long)home, 0, 0, 0, 0, 0);
		if (error < 0)
			zrt_warn("HOME=%s: %s", home, zrt_error_text(-error));
	}
}

static struct zrt_nvram read_nvram(void)
{
	struct zrt_nvram nvram = {.tell = tell};
	size_t size;
	char *text = load_nvram(&size);

	zrt_nvram_read(&nvram, text, size);
	zrt_free(text);
	return nvram;
}

bool zrt_session_continue(struct zrt_nvram *nvram)
{
	*nvram = read_nvram();
	zrt_free(nvram->seed);
	if (nvram->no_memory)
		return false;
	zrt_channels_renew();
	set_mappings(nvram);
	return zrt_images_mount(nvram->mounts.items, nvram->mounts.count, true) == 0;
}

/* What must be there before there can be files. */
static void set_basics(struct zrt_nvram *nvram)
{
	if (nvram->fail || nvram->fail_from)
		zrt_heap_fail(nvram->fail ? nvram->fail : nvram->fail_from, nvram->fail_from != 0);
	zrt_clock_init(nvram->seconds * 1000000000 + nvram->nanoseconds, nvram->step);
	if (nvram->seed)
		zrt_random_init(nvram->seed, strlen(nvram->seed));
	else
		zrt_random_init(default_seed, sizeof default_seed - 1);
	zrt_free(nvram->seed);
	set_identity(nvram);
}

void zrt_session_begin(struct zrt_arguments *arguments)
{
	const struct zvm_session *session = zvm_session();
	struct zrt_nvram nvram;

	zrt_heap_init(session->heap_start, session->heap_end);
	zrt_user_init();
	nvram = read_nvram();
	set_basics(&nvram);
	if (nvram.no_memory || zrt_vfs_init() < 0)
		give_up("no memory");
	set_mappings(&nvram);
	if (zrt_images_mount(nvram.mounts.items, nvram.mounts.count, false) < 0)
		give_up("no memory for the images");
	if (nvram.precache) {
		int64_t error = zvm_fork();

		if (error < 0)
			zrt_warn("/dev/nvram: precache=yes, but the manifest has no Job");
		else if (!zrt_session_continue(&nvram))
			give_up("no memory");
	}
	set_arguments(&nvram, arguments);
	go_home(arguments);
	if (zrt_proc_program(arguments->argc, arguments->argv, arguments->envp) < 0)
		give_up("no memory for /proc/self");
}

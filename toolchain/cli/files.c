/* SPDX-License-Identifier: Apache-2.0 */
#include "files.h"

#include "json.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A file that nobody has begun to read can be read at any place, as on Linux.
 * Output stays sequential: other programs may share its offset, and a write at a
 * place of our own would go over theirs.
 */
static bool is_whole_file(int fd)
{
	struct stat st;

	/* Files of cgroups and the like say 0 and have text all the same. */
	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 && lseek(fd, 0, SEEK_CUR) == 0;
}

void files_standard(struct session *s)
{
	static const char *const alias[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};

	for (int fd = 0; fd < 3; fd++) {
		bool open = fcntl(fd, F_GETFD) != -1;

		session_add_channel(s, (struct channel){
			.alias = alias[fd], .reads = fd == 0, .writes = fd != 0, .fd = open ? fd : -1,
			.type = fd == 0 && open && is_whole_file(fd) ? 1 : 0,
			.path = open ? xprintf("fd:%d", fd) : "/dev/null", .uri = true});
	}
}

void files_standard_done(const struct session *s, const char *report)
{
	const char *list = json_find(report, "channels");
	struct stat st;

	if (!s->channels[0].type || !list || fstat(0, &st) < 0)
		return;
	for (const char *item = json_items(list); item; item = json_next(item)) {
		char *alias = json_string(item, "alias");
		int64_t read = json_number(item, "get_bytes", 0);

		if (alias && !strcmp(alias, s->channels[0].alias))
			lseek(0, read < st.st_size ? read : st.st_size, SEEK_SET);
		free(alias);
	}
}

char *files_alias(const struct session *s, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *alias = xprintf("/dev/%zu.%.200s", s->channel_count, slash ? slash + 1 : path);

	for (char *p = alias; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr(",;=#\\", *p))
			*p = '_';
	return alias;
}

char *files_absolute(const char *path)
{
	char *whole = realpath(path, NULL);

	if (!whole)
		fatal("%s:", path);
	return whole;
}

/*
 * The file is opened here and inherited, so that its name may hold anything and
 * its permissions are those of the user who typed it.
 */
static const char *add_file(struct session *s, const char *path)
{
	struct channel c = {.fd = -1, .reads = true, .writes = true, .type = 3};
	struct stat st;

	/* Devices and pipes go one way; reading is what an argument is for. */
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
		c.writes = false;
		c.fd = open(path, O_RDONLY | O_NOCTTY);
	} else {
		c.fd = open(path, O_RDWR | O_CREAT | O_NOCTTY, 0666);
	}
	if (c.fd < 0 && (errno == EACCES || errno == EROFS || errno == ETXTBSY || errno == EPERM)) {
		c.writes = false;
		c.fd = open(path, O_RDONLY | O_NOCTTY);
	}
	if (c.fd < 0 && errno == EISDIR)
		fatal("@%s: is a directory; give it with --volume %s:/GUEST/PATH", path, path);
	if (c.fd < 0)
		fatal("@%s: cannot open:", path);
	if (fstat(c.fd, &st) < 0)
		fatal("@%s:", path);
	if (!(st.st_mode & 0222))
		c.writes = false; /* root could, but the file says no */
	if (!S_ISREG(st.st_mode))
		c.type = 0;
	c.alias = files_alias(s, path);
	c.path = realpath(path, NULL); /* a pipe that the shell made has none */
	session_add_channel(s, c);
	return c.alias;
}

/* zvsh's rule: upper case, so that files of such names stay rare. */
static bool is_variable(const char *text)
{
	const char *p = text;

	while (*p == '_' || isupper((unsigned char)*p) || isdigit((unsigned char)*p))
		p++;
	return p > text && *p == '=';
}

void files_arguments(struct session *s)
{
	const struct options *o = s->options;

	for (size_t i = 0; i < o->env.count; i++)
		list_add(&s->env, o->env.items[i]);
	list_add(&s->args, o->program);
	for (size_t i = 0; i < o->args.count; i++) {
		const char *arg = o->args.items[i];

		if (arg[0] != '@' || !arg[1])
			list_add(&s->args, arg);
		else if (arg[1] == '@')
			list_add(&s->args, arg + 1);
		else if (is_variable(arg + 1))
			list_add(&s->env, arg + 1);
		else
			list_add(&s->args, add_file(s, arg + 1));
	}
}

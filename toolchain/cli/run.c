#include "run.h"

#include "common.h"
#include "options.h"
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void add_channel(struct session *s, struct channel c)
{
	s->channels = xrealloc(s->channels, s->channel_count + 1, sizeof *s->channels);
	s->channels[s->channel_count++] = c;
}

static char *fd_uri(int fd)
{
	return xprintf("fd:%d", fd);
}

/* A closed standard stream is an empty one. */
static void add_standard_streams(struct session *s)
{
	static const char *const alias[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};

	for (int fd = 0; fd < 3; fd++) {
		const char *uri = fcntl(fd, F_GETFD) == -1 ? "/dev/null" : fd_uri(fd);

		add_channel(s, (struct channel){uri, alias[fd], 0, fd == 0, fd != 0});
	}
}

/* The alias keeps the file's name as far as a manifest can hold it. */
static char *alias_for(const char *path, size_t number)
{
	const char *slash = strrchr(path, '/');
	char *alias = xprintf("/dev/%zu.%s", number, slash ? slash + 1 : path);

	for (char *p = alias; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr(",;=#", *p))
			*p = '_';
	return alias;
}

/*
 * The file is opened here and inherited, so that its name may hold anything and
 * its permissions are those of the user who typed it.
 */
static const char *add_file(struct session *s, const char *path)
{
	bool writes = true;
	struct stat st;
	int fd = open(path, O_RDWR | O_CREAT | O_NOCTTY, 0666);
	char *alias;

	if (fd < 0 && (errno == EACCES || errno == EROFS || errno == ETXTBSY)) {
		writes = false;
		fd = open(path, O_RDONLY | O_NOCTTY);
	}
	if (fd < 0 && errno == EISDIR)
		fatal("@%s: is a directory; give its files, or a tar image of it", path);
	if (fd < 0)
		fatal("@%s: cannot open:", path);
	if (fstat(fd, &st) < 0)
		fatal("@%s:", path);
	alias = alias_for(path, s->channel_count);
	if (S_ISREG(st.st_mode))
		add_channel(s, (struct channel){fd_uri(fd), alias, 3, true, writes});
	else /* devices and pipes go one way; reading is what an argument is for */
		add_channel(s, (struct channel){fd_uri(fd), alias, 0, true, false});
	return alias;
}

static void add_arguments(struct session *s)
{
	list_add(&s->args, s->options->program);
	for (size_t i = 0; i < s->options->args.count; i++) {
		const char *arg = s->options->args.items[i];

		if (arg[0] != '@' || !arg[1])
			list_add(&s->args, arg);
		else if (arg[1] == '@')
			list_add(&s->args, arg + 1);
		else
			list_add(&s->args, add_file(s, arg + 1));
	}
}

/* A nameless file with the text that `write` makes; its descriptor is inherited. */
static int text_fd(const char *name, const struct session *s,
                   void (*write)(FILE *out, const struct session *s))
{
	int fd = memfd_create(name, 0);
	int copy = fd < 0 ? -1 : dup(fd);
	FILE *out = copy < 0 ? NULL : fdopen(copy, "w");

	if (!out)
		fatal("%s:", name);
	write(out, s);
	if (fclose(out))
		fatal("%s: cannot write:", name);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static void save(const char *directory, const char *name, const struct session *s,
                 void (*write)(FILE *out, const struct session *s))
{
	char *path = xprintf("%s/%s", directory, name);
	FILE *out;

	if (mkdir(directory, 0777) < 0 && errno != EEXIST)
		fatal("--save %s:", directory);
	out = fopen(path, "w");
	if (!out)
		fatal("%s: cannot write:", path);
	write(out, s);
	if (fclose(out))
		fatal("%s: cannot write:", path);
	free(path);
}

/* Typos are cheaper to explain here than in the loader's words. */
static void check_program(const char *program)
{
	struct stat st;

	if (stat(program, &st) < 0)
		fatal("%s: cannot open the program:", program);
	if (S_ISDIR(st.st_mode))
		fatal("%s: is a directory, not a program", program);
	if (strpbrk(program, "\n="))
		fatal("%s: a program's path must hold neither '=' nor a line break", program);
}

int run_main(int argc, char **argv)
{
	struct options options;
	struct session s = {.options = &options};

	options_parse(&options, argc, argv);
	check_program(options.program);
	add_standard_streams(&s);
	add_arguments(&s);
	if (options.save)
		save(options.save, "nvram", &s, session_write_nvram);
	add_channel(&s, (struct channel){
		fd_uri(text_fd("nvram", &s, session_write_nvram)), "/dev/nvram", 3, true, false});
	if (options.save)
		save(options.save, "manifest", &s, session_write_manifest);

	char *manifest = xprintf("/proc/self/fd/%d", text_fd("manifest", &s, session_write_manifest));
	char *args[] = {NULL, xstrdup("--exit-status"), xstrdup("--report"),
	                xstrdup(options.report ? options.report : "/dev/null"), manifest, NULL};
	exec_sibling("zerovm", args);
}

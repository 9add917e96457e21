/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline.h"

#include "args.h"
#include "explain.h"
#include "files.h"
#include "json.h"
#include "program.h"
#include "run.h"
#include "start.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DRY_RUN, HELP };

static const struct option_row rows[] = {
	[DRY_RUN] = {'n', "dry-run", NULL, "print the manifests, start nothing"},
	[HELP] = {'h', "help", NULL, "this text"},
	{0},
};

static void help(void)
{
	fputs("usage: zvm pipeline [OPTIONS] FILE\n"
	      "Runs several programs, each in a sandbox of its own, with channels between them.\n"
	      "\n", stdout);
	args_help(stdout, rows);
	fputs("\n"
	      "FILE has a section for each instance; paths in it are relative to FILE.\n"
	      "\n"
	      "  [count]\n"
	      "  program = ./count\n"
	      "  args = -l \"two words\"\n"
	      "  mem = 64M                         # any long option of zvm run\n"
	      "  read = input.txt as /dev/stdin\n"
	      "  connect = /dev/stdout -> sum:/dev/stdin   # via unix, pipe or tcp\n"
	      "\n"
	      "  [sum]\n"
	      "  program = ./sum\n"
	      "  write = result.txt as /dev/log\n"
	      "\n"
	      "Standard output and error that are not connected are those of zvm.\n"
	      "The exit status is that of the first instance that failed, else 0.\n", stdout);
}

/* Where the unix sockets of this run live. */
static char *folder;

static void remove_folder(const struct pipeline *p)
{
	if (!folder)
		return;
	for (size_t i = 0; i < p->count; i++) {
		for (size_t k = 0; k < p->instances[i].wire_count; k++) {
			char *path = xprintf("%s/%zu.%zu", folder, i, k);

			unlink(path);
			free(path);
		}
	}
	rmdir(folder);
}

static void make_folder(void)
{
	const char *base = getenv("TMPDIR");

	if (folder)
		return;
	folder = xprintf("%s/zvm-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(folder))
		fatal("%s: cannot make a folder for sockets:", folder);
}

/*
 * A free port of the loopback device.  Our socket stays bound, so that nobody gets the
 * port before the reader has it, which may share it (SO_REUSEADDR) as we never listen.
 */
static unsigned free_port(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof a;
	int yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) < 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &length) < 0)
		fatal("cannot find a free tcp port:");
	return ntohs(a.sin_port);
}

static void add_end(struct instance *i, const char *alias, bool reads, int fd, const char *uri)
{
	session_add_channel(&i->session, (struct channel){
		.alias = alias, .reads = reads, .writes = !reads, .fd = fd, .path = uri, .uri = uri != NULL});
}

static void connect_peers(struct pipeline *p, struct instance *i, const struct wire *w)
{
	struct instance *peer = pipeline_find(p, w->peer);
	const char *uri = NULL;
	int ends[2] = {-1, -1};

	switch (w->kind) {
	case WIRE_PIPE:
		if (pipe(ends) < 0)
			fatal("cannot make a pipe:");
		break;
	case WIRE_TCP:
		uri = w->address ? xprintf("tcp:%s", w->address) : xprintf("tcp:127.0.0.1:%u", free_port());
		break;
	default:
		make_folder();
		uri = xprintf("unix:%s/%zu.%zu", folder, (size_t)(i - p->instances), (size_t)(w - i->wires));
	}
	add_end(i, w->alias, false, ends[1], uri);
	add_end(peer, w->peer_alias, true, ends[0], uri);
}

static void open_file(const struct pipeline *p, struct instance *i, const struct wire *w)
{
	bool reads = w->kind == WIRE_READ;
	int fd = open(w->file, reads ? O_RDONLY | O_NOCTTY : O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY, 0666);

	if (fd < 0)
		fatal("%s:%u: %s: cannot open:", p->path, w->line, w->file);
	add_end(i, w->alias, reads, fd, NULL);
}

static bool has_channel(const struct instance *i, const char *alias)
{
	for (size_t k = 0; k < i->session.channel_count; k++)
		if (!strcmp(i->session.channels[k].alias, alias))
			return true;
	return false;
}

static void add_standard(struct instance *i)
{
	static const char *const alias[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};

	for (int fd = 0; fd < 3; fd++) {
		bool open = fd && fcntl(fd, F_GETFD) != -1;

		if (!has_channel(i, alias[fd]))
			add_end(i, alias[fd], fd == 0, open ? fd : -1, open ? NULL : "/dev/null");
	}
}

static void check_twice(const struct pipeline *p)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct session *s = &p->instances[i].session;

		for (size_t a = 0; a < s->channel_count; a++)
			for (size_t b = a + 1; b < s->channel_count; b++)
				if (!strcmp(s->channels[a].alias, s->channels[b].alias))
					fatal("%s: [%s] has two channels %s", p->path, p->instances[i].name, s->channels[a].alias);
	}
}

static void prepare(struct pipeline *p)
{
	for (size_t i = 0; i < p->count; i++) {
		struct instance *one = &p->instances[i];

		one->session.options = &one->options;
		one->session.program = program_in_images(&one->options);
		if (!one->session.program)
			one->session.program = one->options.program;
		close(program_open(one->session.program));
	}
	for (size_t i = 0; i < p->count; i++) {
		struct instance *one = &p->instances[i];

		for (size_t k = 0; k < one->wire_count; k++) {
			if (one->wires[k].peer)
				connect_peers(p, one, &one->wires[k]);
			else
				open_file(p, one, &one->wires[k]);
		}
	}
	for (size_t i = 0; i < p->count; i++) {
		struct instance *one = &p->instances[i];

		add_standard(one);
		files_arguments(&one->session);
		volumes_add(&one->volumes, &one->session);
		run_add_nvram(&one->session);
	}
	check_twice(p);
}

static void print_manifests(const struct pipeline *p)
{
	for (size_t i = 0; i < p->count; i++) {
		printf("# [%s]\n", p->instances[i].name);
		session_write_manifest(stdout, &p->instances[i].session, true);
		putchar('\n');
	}
}

/* Who reads from a pipe sees its end only when nobody else can write. */
static void close_ends(const struct pipeline *p)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct session *s = &p->instances[i].session;

		for (size_t k = 0; k < s->channel_count; k++)
			if (s->channels[k].fd > 2 && s->channels[k].type == 0 && !s->channels[k].put_size)
				close(s->channels[k].fd);
	}
}

static bool lost_peer(const struct running *r)
{
	char *state = json_string(r->report, "state");
	bool lost = state && !strcmp(state, "peer");

	free(state);
	return lost;
}

static int run(struct pipeline *p)
{
	struct running *r = xrealloc(NULL, p->count, sizeof *r);
	int failed = -1, i;

	for (size_t k = 0; k < p->count; k++)
		run_check_report(&p->instances[k].session);
	for (size_t k = 0; k < p->count; k++)
		r[k] = start_session(&p->instances[k].session);
	close_ends(p);
	/*
	 * The first to fail is the cause, unless all that it complains of is another's
	 * end: the kernel may name those that end together in any order.
	 */
	while ((i = start_wait_any(r, p->count)) >= 0) {
		struct instance *one = &p->instances[i];
		bool done;

		explain(&r[i], &one->session);
		done = run_write_report(&one->session, &r[i]);
		done &= volumes_finish(&one->volumes, run_has_ended(&r[i]));
		if (!done && r[i].status == 0)
			r[i].status = EXIT_SETUP;
		if (r[i].status && (failed < 0 || (lost_peer(&r[failed]) && !lost_peer(&r[i]))))
			failed = i;
	}
	if (failed >= 0)
		warning("[%s] failed with exit status %d", p->instances[failed].name, r[failed].status);
	i = failed < 0 ? 0 : r[failed].status;
	free(r);
	return i;
}

int pipeline_main(int argc, char **argv)
{
	struct args a = {.command = "zvm pipeline", .options = rows, .rest = argv + 1};
	struct pipeline p = {0};
	bool dry = false;
	int option, status = 0;
	char *slash;

	(void)argc; /* argv ends with NULL */
	prepare_limits();
	while ((option = args_next(&a)) >= 0) {
		if (option == HELP) {
			help();
			return 0;
		}
		dry = true;
	}
	if (!a.rest[0] || a.rest[1])
		fatal("pipeline: expected one file; `zvm pipeline --help` tells how");
	pipeline_read(&p, a.rest[0]);
	slash = strrchr(a.rest[0], '/');
	if (slash) {
		char *directory = xprintf("%.*s", (int)(slash - a.rest[0]) + 1, a.rest[0]);

		if (chdir(directory) < 0)
			fatal("%s:", directory);
		free(directory);
	}
	prepare(&p);
	if (dry)
		print_manifests(&p);
	else
		status = run(&p);
	remove_folder(&p);
	return status;
}

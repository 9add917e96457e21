/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include "debug.h"
#include "explain.h"
#include "files.h"
#include "json.h"
#include "options.h"
#include "program.h"
#include "save.h"
#include "session.h"
#include "start.h"
#include "verify.h"
#include "volume.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void run_add_nvram(struct session *s)
{
	int fd = memory_file("nvram");
	FILE *out = fdopen(dup(fd), "w");

	session_add_channel(s, (struct channel){.alias = "/dev/nvram", .type = 3, .reads = true, .fd = fd});
	if (!out)
		fatal("nvram:");
	session_write_nvram(out, s);
	if (fclose(out))
		fatal("nvram: cannot write:");
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

void run_check_report(const struct session *s)
{
	const char *path = s->options->report;
	struct stat report, other;
	int fd;

	if (!path || (stat(path, &report) == 0 && !S_ISREG(report.st_mode) && !S_ISDIR(report.st_mode)))
		return;
	/* Before the program has worked for hours, not after. */
	fd = open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC, 0666);
	if (fd < 0 || fstat(fd, &report) < 0)
		fatal("--report %s: cannot write:", path);
	close(fd);
	if (stat(s->program, &other) == 0 && same_file(&report, &other))
		fatal("--report %s: is the program, too, and would overwrite that; choose another file", path);
	for (size_t i = 0; i < s->channel_count; i++) {
		const struct channel *c = &s->channels[i];

		if (c->fd >= 0 && fstat(c->fd, &other) == 0 && same_file(&report, &other))
			fatal("--report %s: channel %s uses this file, too; choose another", path, c->alias);
	}
}

bool run_write_report(const struct session *s, const struct running *r)
{
	const char *path = s->options->report;
	char *report;
	bool written;
	int fd;

	if (!path)
		return true;
	report = report_with_symbols(r, s->program);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC, 0666);
	written = fd >= 0 && write_all(fd, report, strlen(report));
	if (fd >= 0 && close(fd) < 0)
		written = false;
	if (!written)
		warning("--report %s: cannot write:", path);
	free(report);
	return written;
}

bool run_has_ended(const struct running *r)
{
	char *state = json_string(r->report, "state");
	bool ok = state && !strcmp(state, "ok");

	free(state);
	return ok;
}

int run_main(int argc, char **argv)
{
	struct options options;
	struct session s = {.options = &options};
	struct volumes volumes = {0};
	struct running r;
	bool done;

	prepare_limits();
	options_parse(&options, argc, argv);
	if (options.verify && !options.digest)
		options.digest = "sha256";
	s.program = program_in_images(&options);
	if (!s.program)
		s.program = options.program;
	close(program_open(s.program));
	files_standard(&s);
	files_arguments(&s);
	volumes_add(&volumes, &s);
	run_add_nvram(&s);
	run_check_report(&s);
	if (options.save)
		save_session(&s, options.save);
	if (options.debug)
		debug_session(&s);
	if (options.verify) {
		verify_session(&s, &r);
	} else {
		r = start_session(&s);
		start_wait(&r);
	}
	files_standard_done(&s, r.report);
	explain(&r, &s);
	done = run_write_report(&s, &r);
	done &= volumes_finish(&volumes, run_has_ended(&r));
	return !done && r.status == 0 ? EXIT_SETUP : r.status;
}

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
	explain(&r, &s);
	done = run_write_report(&s, &r);
	done &= volumes_finish(&volumes, run_has_ended(&r));
	return !done && r.status == 0 ? EXIT_SETUP : r.status;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "start.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const int passed_on[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};

enum { PASSED_ON = sizeof passed_on / sizeof *passed_on };

static volatile sig_atomic_t current; /* the loader that signals go to */

static void pass_on(int signal)
{
	if (current > 0)
		kill(current, signal);
}

char **start_arguments(const struct session *s, int report_fd)
{
	static char *argv[9];
	int fd = memory_file("manifest");
	FILE *out = fdopen(dup(fd), "w");
	int n = 0;

	if (!out)
		fatal("manifest:");
	session_write_manifest(out, s, false);
	if (fclose(out))
		fatal("manifest: cannot write:");
	argv[n++] = sibling("zerovm");
	argv[n++] = xstrdup("--exit-status");
	argv[n++] = xstrdup("--quiet");
	argv[n++] = xstrdup("--report-format");
	argv[n++] = xstrdup("json");
	argv[n++] = xstrdup("--report");
	argv[n++] = report_fd < 0 ? xstrdup("/dev/null") : xprintf("fd:%d", report_fd);
	argv[n++] = xprintf("/proc/self/fd/%d", fd);
	argv[n] = NULL;
	return argv;
}

/*
 * The child shares our memory until it execs, so it must only make calls that
 * leave no trace in it.
 */
struct running start_session(const struct session *s)
{
	struct running r = {.report_fd = memory_file("report")};
	char **argv = start_arguments(s, r.report_fd);
	pid_t parent = getpid();

	r.pid = vfork();
	if (r.pid == 0) {
		/* A killed zvm leaves no program behind. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(128 + SIGKILL);
		execv(argv[0], argv);
		_exit(EXIT_SETUP);
	}
	if (r.pid < 0)
		fatal_status(EXIT_SETUP, "cannot start a process:");
	return r;
}

void start_wait(struct running *r)
{
	struct sigaction action = {.sa_handler = pass_on}, old[PASSED_ON];
	int status;

	current = r->pid;
	for (int i = 0; i < PASSED_ON; i++) {
		sigaction(passed_on[i], NULL, &old[i]);
		/* nohup and `trap ''` stay as they are. */
		if (old[i].sa_handler != SIG_IGN)
			sigaction(passed_on[i], &action, NULL);
	}
	while (waitpid(r->pid, &status, 0) < 0)
		if (errno != EINTR)
			fatal("waiting for the loader:");
	current = 0;
	for (int i = 0; i < PASSED_ON; i++)
		sigaction(passed_on[i], &old[i], NULL);
	r->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	r->report = read_all(r->report_fd, NULL);
	close(r->report_fd);
	if (!r->report)
		r->report = xstrdup("");
}

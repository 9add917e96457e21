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

static struct sigaction old_actions[PASSED_ON];
static bool catching;

/* The sessions that signals go to, and a signal that came before there were any. */
static struct running *volatile all;
static volatile size_t all_count;
static volatile sig_atomic_t early;

static void pass_on(int signal)
{
	if (!all)
		early = signal;
	for (size_t i = 0; i < all_count; i++)
		if (all[i].pid > 0)
			kill(all[i].pid, signal);
}

/* From before the first session starts, which may be fast, until the last has ended. */
static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = pass_on};

	if (catching)
		return;
	catching = true;
	early = 0;
	for (int i = 0; i < PASSED_ON; i++) {
		sigaction(passed_on[i], NULL, &old_actions[i]);
		/* nohup and `trap ''` stay as they are. */
		if (old_actions[i].sa_handler != SIG_IGN)
			sigaction(passed_on[i], &action, NULL);
	}
}

static void release_signals(void)
{
	for (int i = 0; i < PASSED_ON; i++)
		sigaction(passed_on[i], &old_actions[i], NULL);
	catching = false;
}

char **start_arguments(const struct session *s, int report_fd)
{
	static char *argv[10];
	int fd = memory_file("manifest");
	FILE *out = fdopen(dup(fd), "w");
	int n = 0;

	if (!out)
		fatal("manifest:");
	session_write_manifest(out, s, false);
	if (fclose(out))
		fatal("manifest: cannot write:");
	argv[n++] = sibling("zerovm");
	if (access(argv[0], X_OK) < 0)
		fatal_status(EXIT_SETUP, "%s: cannot run this part of the SDK:", argv[0]);
	argv[n++] = xstrdup("--exit-status");
	argv[n++] = xstrdup("--quiet");
	argv[n++] = xstrdup("--die-with-parent");
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

	catch_signals();
	r.pid = vfork();
	if (r.pid == 0) {
		/* A killed zvm leaves no program behind; the loader goes on with this. */
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

static void ended(struct running *r, int status)
{
	r->pid = 0;
	r->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	r->report = read_all(r->report_fd, NULL);
	close(r->report_fd);
	if (!r->report)
		r->report = xstrdup("");
}

static bool any_runs(const struct running *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].pid > 0)
			return true;
	return false;
}

static int wait_any(struct running *list, size_t count)
{
	while (any_runs(list, count)) {
		int status;
		pid_t pid = waitpid(-1, &status, 0);

		if (pid < 0 && errno != EINTR)
			fatal("waiting for the loader:");
		for (size_t i = 0; pid > 0 && i < count; i++) {
			if (list[i].pid == pid) {
				ended(&list[i], status);
				return (int)i;
			}
		}
	}
	return -1;
}

int start_wait_any(struct running *list, size_t count)
{
	int index;

	all_count = count;
	all = list;
	if (early) {
		pass_on(early);
		early = 0;
	}
	index = wait_any(list, count);
	all = NULL;
	all_count = 0;
	if (!any_runs(list, count))
		release_signals();
	return index;
}

void start_wait(struct running *r)
{
	start_wait_any(r, 1);
}

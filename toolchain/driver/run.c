/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "explain.h"

/* As shells have it: a command that is not there, and one that died. */
enum { STATUS_NOT_FOUND = 127, STATUS_SIGNAL = 128 };

static const int fatal_signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE};
enum { FATAL_SIGNALS = sizeof fatal_signals / sizeof *fatal_signals };

static char *folder;              /* of temporary files, NULL if none */
static volatile sig_atomic_t caught; /* the signal that ends the driver */
static volatile pid_t child;      /* that a signal is passed on to; 0 if none */

static void remember(int signal)
{
	caught = signal;
	if (child > 0)
		kill(child, signal);
}

static void remove_folder(void)
{
	DIR *d = folder ? opendir(folder) : NULL;
	if (!d)
		return;
	for (struct dirent *e; (e = readdir(d));)
		unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
	rmdir(folder);
}

const char *run_temporary_folder(void)
{
	const char *base = getenv("TMPDIR");
	char *name = (char *)(size_t)format("%s/zvm-cc-XXXXXX", base && *base ? base : "/tmp");
	struct sigaction action = {.sa_handler = remember}, old;
	sigemptyset(&action.sa_mask);
	for (int i = 0; i < FATAL_SIGNALS; i++) {
		sigaction(fatal_signals[i], NULL, &old);
		if (old.sa_handler != SIG_IGN) /* nohup */
			sigaction(fatal_signals[i], &action, NULL);
	}
	atexit(remove_folder);
	if (!mkdtemp(name)) {
		fprintf(stderr, "%s: error: cannot make the temporary folder %s: %s\n", program_invocation_short_name, name,
		        strerror(errno));
		exit(1);
	}
	return folder = name;
}

/* Ends as if the signal had not been caught, everything being cleaned up. */
static void end_if_caught(const char *output)
{
	struct stat st;
	if (!caught)
		return;
	if (output && lstat(output, &st) == 0 && S_ISREG(st.st_mode))
		unlink(output);
	remove_folder();
	signal(caught, SIG_DFL);
	raise(caught);
}

static void block(int how, sigset_t *set)
{
	sigemptyset(set);
	for (int i = 0; i < FATAL_SIGNALS; i++)
		sigaddset(set, fatal_signals[i]);
	sigprocmask(how, set, NULL);
}

/* In the child: becomes the program. */
_Noreturn static void become(const struct list *arguments)
{
	execvp(arguments->v[0], (char *const *)(size_t)arguments->v);
	int error = errno;
	fprintf(stderr, "%s: error: cannot run '%s': %s%s\n", program_invocation_short_name, arguments->v[0], strerror(error),
	        error == ENOENT ? "; scripts/install-deps.sh installs what the SDK needs" : "");
	_exit(STATUS_NOT_FOUND);
}

/* With `sink` >= 0, the streams of the child go there. */
static pid_t start(const struct list *arguments, int sink, enum streams streams)
{
	sigset_t set;
	/* A signal between fork and the assignment would miss the child. */
	block(SIG_BLOCK, &set);
	pid_t pid = fork();
	if (pid == 0) {
		for (int i = 0; i < FATAL_SIGNALS; i++) {
			struct sigaction old;
			sigaction(fatal_signals[i], NULL, &old);
			if (old.sa_handler != SIG_IGN)
				signal(fatal_signals[i], SIG_DFL);
		}
		if (sink >= 0 && streams & STANDARD_OUTPUT)
			dup2(sink, STDOUT_FILENO);
		if (sink >= 0 && streams & STANDARD_ERROR)
			dup2(sink, STDERR_FILENO);
		block(SIG_UNBLOCK, &set);
		if (!caught)
			become(arguments);
		_exit(STATUS_SIGNAL);
	}
	child = pid;
	block(SIG_UNBLOCK, &set);
	if (pid < 0)
		fprintf(stderr, "%s: error: cannot start '%s': %s\n", program_invocation_short_name, arguments->v[0],
		        strerror(errno));
	return pid;
}

static int finish(pid_t pid, const char *program)
{
	int status;
	if (pid < 0)
		return 1;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 1;
	child = 0;
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	if (!caught)
		fprintf(stderr, "%s: error: '%s' was ended by signal %d (%s)\n", program_invocation_short_name, program,
		        WTERMSIG(status), strsignal(WTERMSIG(status)));
	return STATUS_SIGNAL + WTERMSIG(status);
}

static int run_one(const struct list *arguments)
{
	return finish(start(arguments, -1, STANDARD_OUTPUT), arguments->v[0]);
}

int run_captured(const struct list *arguments, enum streams streams, char **text)
{
	int ends[2];
	size_t n = 0, capacity = 4096;
	ssize_t got;
	*text = must(malloc(capacity));
	if (pipe2(ends, O_CLOEXEC) < 0) {
		**text = '\0';
		return run_one(arguments);
	}
	pid_t pid = start(arguments, ends[1], streams);
	close(ends[1]);
	while ((got = read(ends[0], *text + n, capacity - n - 1)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			break;
		n += (size_t)got;
		if (capacity - n < 2)
			*text = must(realloc(*text, capacity *= 2));
	}
	close(ends[0]);
	(*text)[n] = '\0';
	return finish(pid, arguments->v[0]);
}

_Noreturn void run_instead(const struct list *arguments)
{
	become(arguments);
}

static void print_quoted(const struct list *arguments)
{
	for (size_t i = 0; i < arguments->n; i++) {
		fputs(i ? " \"" : " \"", stderr);
		for (const char *s = arguments->v[i]; *s; s++) {
			if (strchr("\"\\$`", *s))
				fputc('\\', stderr);
			fputc(*s, stderr);
		}
		fputc('"', stderr);
	}
	fputc('\n', stderr);
}

void run_print(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		print_quoted(&plan->stages[i].arguments);
}

static void remove_output(const char *output)
{
	struct stat st;
	if (output && lstat(output, &st) == 0 && S_ISREG(st.st_mode))
		unlink(output);
}

/* On failure with line numbers, if they can be had. */
static int run_rewriter(const struct stage *stage)
{
	char *text, *ignored;
	if (!stage->located.n)
		return run_one(&stage->arguments);
	int status = run_captured(&stage->arguments, STANDARD_ERROR, &text);
	/* A source from standard input is read and gone. */
	bool again = status && !caught && run_captured(&stage->located, STANDARD_ERROR, &ignored) == 0;
	if (again && run_one(&stage->arguments))
		return status;
	fputs(text, stderr);
	return status;
}

static int run_stage(const struct stage *stage)
{
	switch (stage->kind) {
	case RUN: break;
	case REWRITE: return run_rewriter(stage);
	case LINK: return explain_link(&stage->arguments);
	case VALIDATE: return explain_validation(&stage->arguments, stage->output);
	}
	return run_one(&stage->arguments);
}

int run_plan(const struct plan *plan, const struct command *command)
{
	int status = 0;
	size_t failed = command->input_count + 1; /* the input whose stage failed last */
	for (size_t i = 0; i < plan->count; i++) {
		const struct stage *stage = &plan->stages[i];
		bool links = stage->input == command->input_count;
		if (stage->input == failed || (links && status))
			continue;
		if (command->verbose)
			print_quoted(&stage->arguments);
		int result = run_stage(stage);
		end_if_caught(stage->output);
		if (!result)
			continue;
		remove_output(stage->output);
		if (!links && stage->kind == RUN && stage->input != failed)
			explain_language(&command->inputs[stage->input]);
		failed = stage->input;
		if (!status)
			status = result;
	}
	return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"

#include "channel.h"
#include "limits.h"
#include "memory_digest.h"
#include "output.h"

#include <report/text.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct session_result session_result = {.verdict = VERDICT_NOT_RUN};
enum phase session_phase = PHASE_START;
struct session_output session_output = {.report_fd = -1, .error_fd = STDERR_FILENO, .format = REPORT_JSON};

static char message[512];

_Noreturn static void refuse_with(enum session_state state, int code)
{
	session_result.state = state;
	session_result.code = code;
	session_result.error = message;
	session_end();
}

void refuse(enum session_state state, int code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	refuse_with(state, code);
}

void refuse_errno(enum session_state state, const char *format, ...)
{
	int code = errno;
	size_t length;
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	length = strlen(message);
	snprintf(message + length, sizeof message - length, ": %s", strerror(code));
	refuse_with(state, code);
}

static bool to_report(void *context, const char *text, size_t size)
{
	(void)context;
	return output_write(session_output.report_fd, text, size);
}

static bool count_only(void *context, const char *text, size_t size)
{
	(void)text;
	*(size_t *)context += size;
	return true;
}

void session_foresee_death(void)
{
	const int fd = session_output.report_fd;
	struct session_result killed = session_result;
	struct stat st;

	/* Where more than this report stands, nothing can be taken back. */
	if (fd < 0 || session_output.framed || fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size ||
	    lseek(fd, 0, SEEK_CUR) || fcntl(fd, F_GETFL) & O_APPEND)
		return;
	killed.state = SESSION_KILLED;
	report_write(&killed, session_output.format, to_report, NULL);
	lseek(fd, 0, SEEK_SET);
	session_output.foreseen = true;
}

static bool write_report(void)
{
	size_t size = 0;
	char length[16];

	if (session_output.report_fd < 0)
		return true;
	if ((session_output.own || session_output.foreseen) && ftruncate(session_output.report_fd, 0))
		return false;
	if (session_output.framed) {
		report_write(&session_result, session_output.format, count_only, &size);
		snprintf(length, sizeof length, "0x%06zx", size);
		output_write(session_output.report_fd, length, strlen(length));
	}
	return report_write(&session_result, session_output.format, to_report, NULL);
}

/* One line for whoever typed the command. */
static void say(const char *text)
{
	static char line[sizeof message + 16];
	int fd = session_output.error_fd;

	if (fd < 0 || session_output.quiet)
		return;
	snprintf(line, sizeof line - 1, "zerovm: %s", text);
	/* Names in it come from the manifest: no second line, no commands to a terminal. */
	text_make_printable(line);
	strcat(line, "\n");
	output_write(fd, line, strlen(line));
}

/* A session that fails is explained. */
static void explain(void)
{
	if (session_result.state != SESSION_OK)
		say(session_result.error ? session_result.error : session_state_text(session_result.state));
}

/* Set when the report that was asked for could not be written. */
static bool report_lost;

void session_exit(void)
{
	int code = session_output.exit_status ? session_exit_status(&session_result)
	                                      : session_exit_code(&session_result);

	_exit(code == 0 && report_lost ? EIO : code);
}

void session_end(void)
{
	static bool ending;

	if (session_phase == PHASE_END)
		session_exit();
	/* Signals may still end this: other instances can be slow. */
	if (session_phase == PHASE_RUN && !ending) {
		ending = true;
		channels_finish();
	}
	limits_peak();
	if (session_phase == PHASE_RUN)
		memory_digest();
	session_phase = PHASE_END;
	limits_account();
	channels_report();
	explain();
	if (!write_report() && session_output.wanted) {
		report_lost = true;
		say("the report cannot be written");
	}
	session_exit();
}

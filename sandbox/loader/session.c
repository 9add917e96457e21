/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"

#include "channel.h"
#include "limits.h"
#include "memory_digest.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct session_result session_result = {.verdict = VERDICT_NOT_RUN};
enum phase session_phase = PHASE_START;
struct session_output session_output = {.report_fd = -1, .format = REPORT_JSON};

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

/* Raw calls only: from here on the process may be inside a signal handler. */
static bool write_all(void *context, const char *text, size_t size)
{
	int fd = *(int *)context;

	while (size) {
		ssize_t n = write(fd, text, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text += n;
		size -= (size_t)n;
	}
	return true;
}

/* A session that never began is explained to whoever typed the command. */
static void explain(void)
{
	const char *text = session_result.error;
	int fd = STDERR_FILENO;

	if (!text)
		text = session_state_text(session_result.state);
	if (write_all(&fd, "zerovm: ", 8) && write_all(&fd, text, strlen(text)))
		write_all(&fd, "\n", 1);
}

void session_exit(void)
{
	_exit(session_output.exit_status ? session_exit_status(&session_result)
	                                 : session_exit_code(&session_result));
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
	if (session_phase == PHASE_RUN)
		memory_digest();
	session_phase = PHASE_END;
	limits_account();
	channels_report();
	if (session_result.state != SESSION_OK)
		explain();
	if (session_output.report_fd >= 0)
		report_write(&session_result, session_output.format, write_all, &session_output.report_fd);
	session_exit();
}

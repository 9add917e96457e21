/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The session: its result so far, and the one way to end it.
 *
 * There is one session per process, so this is the loader's global state.
 */
#ifndef ZVM_LOADER_SESSION_H
#define ZVM_LOADER_SESSION_H

#include <report/report.h>

#include <stdbool.h>

enum phase {
	PHASE_START, /* nothing of the outside has been changed yet */
	PHASE_RUN,   /* the guest may run */
	PHASE_END    /* the result stands; it is being reported */
};

extern struct session_result session_result;
extern enum phase session_phase;

/* Where the report goes and what zerovm's exit code means. */
struct session_output {
	int report_fd; /* -1: no report */
	int error_fd;  /* for the one line when a session fails, -1: nowhere */
	enum report_format format;
	bool framed;   /* the report's length goes first, as 0x%06x: daemon mode */
	bool wanted;   /* somebody asked for the report: that it cannot be written is an error */
	bool own;      /* a regular file that the loader opened by its path */
	bool foreseen; /* the report says already that the session was killed */
	bool exit_status;
	bool quiet; /* nothing on stderr: the caller explains the report */
};
extern struct session_output session_output;

/*
 * Ends the session with the state and a message: what, where, which rule was
 * broken.  `code` is the errno value of the state, 0 if it has none.
 */
_Noreturn __attribute__((format(printf, 3, 4)))
void refuse(enum session_state state, int code, const char *format, ...);

/* The same with the code in errno, whose text is appended. */
_Noreturn __attribute__((format(printf, 2, 3)))
void refuse_errno(enum session_state state, const char *format, ...);

/*
 * Right before the filter: if the report is an empty file, it says from now on that the
 * session was killed.  Whoever ends it in another way replaces that.
 */
void session_foresee_death(void);

/* Ends the session as session_result says: channels, digests, report, exit. */
_Noreturn void session_end(void);

/* Leaves at once with the result's exit code. */
_Noreturn void session_exit(void);

#endif

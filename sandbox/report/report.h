/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report: how a session ended and what it used.  Pure formatting: no
 * allocation and no I/O; the text goes to a sink of the caller in pieces.
 */
#ifndef ZVM_REPORT_H
#define ZVM_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How a session ended.  One table in report.c gives each its name, the exit
 * code of zerovm, and the exit status with --exit-status; the documentation is
 * docs/manifest-and-channels.md, "Exit codes".  New states are appended.
 */
enum session_state {
	SESSION_OK,          /* the guest called exit */
	SESSION_FAULT,       /* the guest faulted: struct session_fault tells where */
	SESSION_TIMEOUT,     /* wall-clock limit (Timeout) */
	SESSION_CPU_LIMIT,   /* processor time limit (CpuTime) */
	SESSION_INTERRUPTED, /* a signal from outside ended it: `signal` */
	SESSION_BLOCKED,     /* a system call outside the filter: the outer wall caught a hole */
	SESSION_KILLED,      /* ended without a word: by the filter, SIGKILL, or for lack of memory */
	SESSION_USAGE,       /* wrong command line of the loader */
	SESSION_MANIFEST,    /* the manifest is wrong: `code` of its error */
	SESSION_NO_PROGRAM,  /* the program cannot be opened: `code` is errno */
	SESSION_NOT_ZVM,     /* the program is no ELF file that the sandbox can load */
	SESSION_REJECTED,    /* the validator refuses the program */
	SESSION_CPU_MISSING, /* the program uses instructions that this machine lacks */
	SESSION_NO_MEMORY,   /* Memory is too small for the program, or the host has none */
	SESSION_CHANNEL,     /* a channel cannot be opened: `code` is errno */
	SESSION_IO,          /* the host failed to read, write or close a channel: `code` */
	SESSION_PEER,        /* the other end of a channel vanished or sent corrupt data */
	SESSION_HOST,        /* this machine does not allow a sandbox: `code` is errno */
	SESSION_INTERNAL,    /* a defect of the loader itself */
	SESSION_STATES
};

enum session_verdict { VERDICT_ACCEPTED, VERDICT_REJECTED, VERDICT_NOT_RUN };

#define SESSION_DIGEST_MAX 32 /* bytes: sha256 */

struct session_digest {
	uint8_t size;                     /* bytes in use; 0: none was kept */
	uint8_t bytes[SESSION_DIGEST_MAX];
};

struct session_channel {
	const char *alias;
	bool network;                /* to another instance, not to this host's files */
	uint64_t gets, puts;         /* calls that were counted */
	uint64_t get_bytes, put_bytes;
	struct session_digest digest;
};

struct session_fault {
	int signal;         /* SIGSEGV...; 0 if there was no fault */
	bool has_address;   /* `address` is meaningful */
	uint64_t ip;        /* guest address of the instruction */
	uint64_t address;   /* that it accessed */
	uint64_t sp;        /* guest stack pointer */
	const char *what;   /* such as "write to read-only memory", or NULL */
	const char *symbol; /* function, or NULL: the trusted side parses no symbol table */
	uint64_t offset;    /* bytes of ip into the function */
	const char *source; /* "file.c:12", or NULL */
};

struct session_violation { /* the first that the validator found */
	unsigned rule;      /* number, 0: none */
	uint64_t address;
	const char *reason;
};

struct session_result {
	enum session_state state;
	int code;              /* errno of the failure where the state says so, else 0 */
	int signal;            /* SESSION_INTERRUPTED */
	int32_t guest_code;    /* SESSION_OK: what the guest passed to exit */
	const char *error;     /* one line for people; NULL: the state's own text */
	const char *program;   /* as the manifest names it, or NULL */
	enum session_verdict verdict;
	uint64_t violations;   /* that the validator counted */
	struct session_violation violation;
	struct session_fault fault;
	bool daemon;           /* continues as a daemon */
	uint64_t wall_ns, user_ns, system_ns;
	uint64_t peak_memory;  /* bytes resident at most, the loader included */
	const char *digest_name; /* "sha256"..., or NULL if no digests were kept */
	struct session_digest memory_digest;
	const struct session_channel *channels; /* in the guest's numbering */
	size_t channel_count;
};

enum report_format {
	REPORT_JSON, /* one object, one line per member */
	REPORT_LINES /* the original's six lines and an empty one */
};

/* Takes `size` bytes; false ends the formatting. */
typedef bool report_sink(void *context, const char *text, size_t size);

/* Formats the whole report.  Returns false if the sink did. */
bool report_write(const struct session_result *result, enum report_format format,
                  report_sink *sink, void *context);

/* One word such as "timeout", stable: it stands in the JSON report. */
const char *session_state_name(enum session_state state);

/* The state's own text for people: "the time limit of the session is over". */
const char *session_state_text(enum session_state state);

/*
 * What the loader exits with: 0 if the guest ended by exit, else an errno
 * value as in the original.
 */
int session_exit_code(const struct session_result *result);

/*
 * What the loader exits with under --exit-status: the guest's code (its low
 * eight bits), 128 + signal for faults and interrupts, 124 for limits, 125 to
 * 127 if the guest never ran.
 */
int session_exit_status(const struct session_result *result);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tar archives: POSIX ustar with pax records where ustar is too small, and GNU
 * long names when reading.  Reading trusts nothing: archives come from guests.
 */
#ifndef ZVM_CLI_TAR_H
#define ZVM_CLI_TAR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum tar_type {
	TAR_FILE = '0',
	TAR_HARD_LINK = '1',
	TAR_SYMLINK = '2',
	TAR_CHAR = '3',
	TAR_BLOCK = '4',
	TAR_DIRECTORY = '5',
	TAR_FIFO = '6'
};

struct tar_entry {
	char *name;        /* as stored, without trailing slashes */
	char *link;        /* target of a link, else "" */
	enum tar_type type;
	uint32_t mode;     /* permission bits, 07777 at most */
	int64_t mtime;     /* seconds */
	uint64_t size;     /* bytes of a file's contents, else 0 */
	off_t offset;      /* of the contents in the archive */
};

/* Appends one member; contents come from `fd` (files only). False and errno on failure. */
bool tar_write(int archive, const struct tar_entry *e, int fd);

/* The two zero blocks without which an archive is incomplete. */
bool tar_finish(int archive);

struct tar_reader {
	int fd;
	off_t position;
	uint64_t size;      /* bytes of the archive */
	const char *error;  /* why tar_read returned -1 */
	struct tar_entry e; /* of the last tar_read; strings live until the next */
};

void tar_open(struct tar_reader *r, int fd);

/* 1: r->e is the next member; 0: complete, the end mark was met; -1: r->error. */
int tar_read(struct tar_reader *r);

void tar_close(struct tar_reader *r);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* cred.h - who the program is: set from nvram's [identity], changed by setuid & co. */
#ifndef ZRT_CRED_H
#define ZRT_CRED_H

#include <stdbool.h>
#include <stdint.h>

#define ZRT_GROUPS_MAX 32

struct zrt_cred {
	uint32_t uid, euid, suid, fsuid;
	uint32_t gid, egid, sgid, fsgid;
	uint32_t group_count;
	uint32_t groups[ZRT_GROUPS_MAX]; /* supplementary */
};
extern struct zrt_cred zrt_cred; /* all zero at start: root */

/* The file system's view: fsgid or one of the supplementary groups. */
bool zrt_in_group(uint32_t gid);

#endif

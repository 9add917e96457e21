/* SPDX-License-Identifier: Apache-2.0 */
/* A header block of a tar archive: POSIX.1-2001, ustar interchange format. */
#ifndef ZVM_CLI_TAR_BLOCK_H
#define ZVM_CLI_TAR_BLOCK_H

#include "tar.h"

enum { TAR_BLOCK_SIZE = 512 };

union tar_block {
	struct {
		char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8];
		char type, link[100], magic[6], version[2], user[32], group[32], major[8], minor[8];
		char prefix[155];
	};
	char bytes[TAR_BLOCK_SIZE];
};

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "bitcode.h"

#include <ar.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool starts_bitcode(FILE *f)
{
	char magic[4];
	return fread(magic, 1, sizeof magic, f) == sizeof magic &&
	       (!memcmp(magic, "BC\xC0\xDE", 4) || !memcmp(magic, "\xDE\xC0\x17\x0B", 4));
}

/* `f` stands behind the archive's magic. */
static bool archive_has_bitcode(FILE *f)
{
	struct ar_hdr header;
	long at = SARMAG;
	while (fseek(f, at, SEEK_SET) == 0 && fread(&header, sizeof header, 1, f) == 1) {
		char size[sizeof header.ar_size + 1] = {0};
		memcpy(size, header.ar_size, sizeof header.ar_size);
		long bytes = strtol(size, NULL, 10);
		if (bytes < 0)
			return false;
		if (starts_bitcode(f))
			return true;
		at += (long)sizeof header + bytes + (bytes & 1);
	}
	return false;
}

bool is_bitcode_file(const char *file)
{
	FILE *f = fopen(file, "rb");
	char magic[SARMAG];
	bool found = false;
	if (!f)
		return false;
	if (fread(magic, 1, SARMAG, f) == SARMAG && !memcmp(magic, ARMAG, SARMAG))
		found = archive_has_bitcode(f);
	else if (fseek(f, 0, SEEK_SET) == 0)
		found = starts_bitcode(f);
	fclose(f);
	return found;
}

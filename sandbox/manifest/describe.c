/* SPDX-License-Identifier: Apache-2.0 */
/* A manifest_error as one line of text. */
#include "manifest.h"

struct writer {
	char *p, *end; /* the byte at `end` is kept for the terminator */
};

static void put(struct writer *w, const char *text)
{
	while (*text && w->p < w->end)
		*w->p++ = *text++;
}

static void put_number(struct writer *w, uint32_t number)
{
	char digits[11];
	char *d = digits + sizeof digits - 1;

	*d = '\0';
	do
		*--d = (char)('0' + number % 10);
	while (number /= 10);
	put(w, d);
}

void manifest_describe(const struct manifest_error *e, char *out, size_t size)
{
	struct writer w = {out, out + size - 1};

	if (size == 0)
		return;
	if (e->line) {
		put(&w, "line ");
		put_number(&w, e->line);
		if (e->column) {
			put(&w, ", column ");
			put_number(&w, e->column);
		}
		put(&w, ": ");
	}
	put(&w, e->subject);
	put(&w, ": ");
	put(&w, e->reason);
	if (e->found[0]) {
		put(&w, ": '");
		put(&w, e->found);
		put(&w, "'");
	}
	if (e->first_line) {
		put(&w, " (line ");
		put_number(&w, e->first_line);
		put(&w, ")");
	}
	if (e->expected) {
		put(&w, "; expected ");
		put(&w, e->expected);
	}
	*w.p = '\0';
}

static const char *const digest_names[] = {
	[MANIFEST_SHA256] = "sha256", [MANIFEST_SHA1] = "sha1", [MANIFEST_MD5] = "md5"};

const char *manifest_digest_name(enum manifest_digest digest)
{
	return digest_names[digest];
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifest-dump FILE: prints what the parser took from a manifest, and exits 0;
 * or prints its complaint and exits with the complaint's code.
 */
#include "manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static struct manifest m;

static void dump_source(const struct manifest_source *s)
{
	switch (s->kind) {
	case MANIFEST_PATH: printf(" path '%s'", s->path); break;
	case MANIFEST_FD: printf(" fd %" PRIu32, s->number); break;
	case MANIFEST_TCP: printf(" tcp %08" PRIx32 ":%u", s->number, (unsigned)s->port); break;
	case MANIFEST_NODE: printf(" node %" PRIu32 ":%u", s->number, (unsigned)s->port); break;
	case MANIFEST_UNIX: printf(" unix '%s'", s->path); break;
	}
}

static void dump(void)
{
	printf("program '%s' memory %" PRIu64 " tag %d timeout %" PRIu32 "\n", m.program, m.memory,
	       m.memory_digest, m.timeout);
	if (m.cpu_time)
		printf("cpu %" PRIu32 "\n", m.cpu_time);
	if (m.node)
		printf("node %" PRIu32 "\n", m.node);
	if (m.name_server)
		printf("name server %08" PRIx32 ":%u\n", m.name_server, (unsigned)m.name_server_port);
	if (m.job)
		printf("job '%s'\n", m.job);
	if (m.etag)
		printf("etag '%s'\n", m.etag);
	printf("stack %" PRIu64 " digest %s jail %d\n", m.stack, manifest_digest_name(m.digest), m.jail);
	for (uint32_t i = 0; i < m.channel_count; i++) {
		const struct manifest_channel *c = &m.channels[i];

		printf("%" PRIu32 " %s line %" PRIu32 " type %d digest %d%s%s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 ":",
		       i, c->alias, c->line, c->type, c->digest, c->reads ? " r" : "", c->writes ? " w" : "",
		       c->limits[0], c->limits[1], c->limits[2], c->limits[3]);
		for (uint32_t j = 0; j < c->source_count; j++)
			dump_source(&c->sources[j]);
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	static char text[MANIFEST_SIZE_MAX + 2];
	struct manifest_error error;
	char message[512];
	size_t size;
	FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;

	if (!in)
		return 125;
	size = fread(text, 1, sizeof text - 1, in);
	fclose(in);
	if (manifest_parse(&m, text, size, &error)) {
		dump();
		return 0;
	}
	manifest_describe(&error, message, sizeof message);
	puts(message);
	return error.code;
}

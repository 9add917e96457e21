/* SPDX-License-Identifier: Apache-2.0 */
// RUN: clang-19 -std=c11 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -I"$SRC/sandbox/abi" -I"$SRC/sandbox/manifest" "$S" "$SRC"/sandbox/manifest/*.c -o fuzz
// RUN: mkdir grown && ./fuzz -max_len=4096 -runs="${ZVM_FUZZ_RUNS:-30000}" -seed=1 -print_final_stats=1 grown "$D/cases" 2>&1 | tail -n 20
// OUT~: stat::number_of_executed_units
// TIMEOUT: 300
/*
 * The manifest parser on arbitrary bytes; all cases are the corpus.  The checks
 * hold for every manifest that is accepted, and every complaint can be printed.
 * ZVM_FUZZ_RUNS makes it longer.
 */
#include "manifest.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct manifest m;

static void check_accepted(const char *text, size_t size)
{
	if (m.channel_count < MANIFEST_CHANNELS_MIN || m.channel_count > MANIFEST_CHANNELS_MAX ||
	    m.memory < 1 || m.memory > MANIFEST_MEMORY_MAX || m.timeout < 1 || !m.program[0])
		abort();
	for (uint32_t i = 0; i < m.channel_count; i++) {
		const struct manifest_channel *c = &m.channels[i];

		if (!c->reads && !c->writes)
			abort();
		if (c->alias < text || c->alias + strlen(c->alias) > text + size)
			abort();
		if (c->source_count < 1 || c->source_count > MANIFEST_REPLICAS_MAX)
			abort();
		if (i > 3 && strcmp(m.channels[i - 1].alias, c->alias) >= 0)
			abort();
		for (uint32_t j = 0; j < c->source_count; j++)
			if (c->sources[j].path && c->sources[j].path[0] != '/')
				abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct manifest_error error;
	char message[512];
	char *text = malloc(size + 1); /* exactly: the sanitizer watches its end */

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = 'x';
	if (manifest_parse(&m, text, size, &error)) {
		check_accepted(text, size);
	} else {
		if (!error.code || !error.subject || !error.reason)
			abort();
		manifest_describe(&error, message, sizeof message);
		if (strlen(message) >= sizeof message - 1)
			abort();
	}
	free(text);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
// RUN: "$BUILD/host/tests/manifest/manifest-unit"
// OUT: all well
/* Limits at N and N + 1, truncation at every byte, and sessions of a daemon. */
#include "manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "Version=20130611\nProgram=p\nMemory=33554432,0\nTimeout=1\n" \
	"Channel=/a,/dev/stdin,0,0,1,1,0,0\nChannel=/a,/dev/stdout,0,0,0,0,1,1\n" \
	"Channel=/a,/dev/stderr,0,0,0,0,1,1\n"

static struct manifest m, other;
static struct manifest_error error;
static int failures;

#define CHECK(what) \
	do { \
		if (!(what)) { \
			printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
			failures++; \
		} \
	} while (0)

/* The buffer is exactly as large as the header asks for: sanitizers watch its ends. */
static bool parse(struct manifest *into, const char *text, size_t size)
{
	char *copy = malloc(size + 1);
	bool ok;

	if (!copy)
		abort();
	memcpy(copy, text, size);
	copy[size] = 'x';
	ok = manifest_parse(into, copy, size, &error);
	/* Kept for `into`, whose strings point into it; the program is short-lived. */
	return ok;
}

static void test_every_prefix(void)
{
	static const char text[] = HEAD "Channel=tcp:1.2.3.4:5;/b\\x41,/dev/x,0,1,0x1,07,0,0 # c\nNode=3\n";
	char message[512];

	for (size_t size = 0; size < sizeof text; size++) {
		if (!parse(&m, text, size)) {
			CHECK(error.code && error.subject && error.reason);
			manifest_describe(&error, message, sizeof message);
			CHECK(strlen(message) < sizeof message - 1);
		}
	}
}

static void test_size(void)
{
	static char text[MANIFEST_SIZE_MAX + 2];

	memset(text, '\n', sizeof text);
	memcpy(text, HEAD, sizeof HEAD - 1);
	CHECK(parse(&m, text, MANIFEST_SIZE_MAX));
	CHECK(!parse(&m, text, MANIFEST_SIZE_MAX + 1));
}

static void test_channel_count(void)
{
	static char text[MANIFEST_SIZE_MAX];
	size_t size = (size_t)sprintf(text, "%s", HEAD);

	for (int i = 3; i < MANIFEST_CHANNELS_MAX; i++)
		size += (size_t)sprintf(text + size, "Channel=/a,/c%05d,0,0,1,1,0,0\n", 99999 - i);
	CHECK(parse(&m, text, size));
	CHECK(m.channel_count == MANIFEST_CHANNELS_MAX);
	for (uint32_t i = 4; i < m.channel_count; i++)
		CHECK(strcmp(m.channels[i - 1].alias, m.channels[i].alias) < 0);
	size += (size_t)sprintf(text + size, "Channel=/a,/d,0,0,1,1,0,0\n");
	CHECK(!parse(&m, text, size));
	CHECK(error.code == 23);
}

static void test_source_count(void)
{
	static char text[MANIFEST_SIZE_MAX];
	size_t size = (size_t)sprintf(text, "%s", HEAD);
	int sources = 3;

	for (int i = 0; sources + 8 <= MANIFEST_SOURCES_MAX; i++, sources += 8)
		size += (size_t)sprintf(text + size, "Channel=/a;/a;/a;/a;/a;/a;/a;/a,/c%d,0,0,1,1,0,0\n", i);
	while (sources < MANIFEST_SOURCES_MAX)
		size += (size_t)sprintf(text + size, "Channel=/a,/d%d,0,0,1,1,0,0\n", sources++);
	CHECK(parse(&m, text, size));
	CHECK(m.source_count == MANIFEST_SOURCES_MAX);
	size += (size_t)sprintf(text + size, "Channel=/a,/e,0,0,1,1,0,0\n");
	CHECK(!parse(&m, text, size));
	CHECK(error.code == 23);
}

static void test_continues(void)
{
	static const char same[] = "Version=20130611\nProgram=/other\nMemory=1,0\nTimeout=9\n"
		"Channel=/z,/dev/stdin,0,0,1,1,0,0\nChannel=/z,/dev/stdout,0,0,0,0,1,1\n"
		"Channel=/z,/dev/stderr,0,0,0,0,1,1\n";
	char text[sizeof same];

	CHECK(parse(&m, HEAD, sizeof HEAD - 1));
	CHECK(parse(&other, same, sizeof same - 1));
	CHECK(manifest_continues(&m, &other, &error));
	memcpy(text, same, sizeof same);
	text[sizeof same - 3] = '2'; /* the quota of stderr */
	CHECK(parse(&other, text, sizeof text - 1));
	CHECK(!manifest_continues(&m, &other, &error));
	CHECK(error.line == 7);
	CHECK(parse(&other, HEAD "Channel=/a,/x,0,0,1,1,0,0", sizeof HEAD + 24));
	CHECK(!manifest_continues(&m, &other, &error));
}

static void test_describe_is_bounded(void)
{
	char small[8];

	CHECK(!parse(&m, "Timout=1", 8));
	memset(small, '!', sizeof small);
	manifest_describe(&error, small, 5);
	CHECK(!strcmp(small, "line"));
	CHECK(small[5] == '!');
	manifest_describe(&error, small, 0);
}

int main(void)
{
	test_every_prefix();
	test_size();
	test_channel_count();
	test_source_count();
	test_continues();
	test_describe_is_bounded();
	if (failures)
		return 1;
	puts("all well");
	return 0;
}

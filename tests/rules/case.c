/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules-case FILE...: whether the validator judges each case as its file says.
 *
 * A case is lines of text; `#` starts a comment:
 *   expect: accept            or one line for each violation, in order:
 *   expect: R03 at 0x20000
 *   address: N                where the code runs (default 0x20000)
 *   entry: N                  an entry point (default none)
 *   features: AVX BMI1        exactly what the code asks of the CPU
 *   size: exact               do not fill the end of the code with hlt
 *   align                     hlt up to the next bundle
 *   nops N                    N bytes of nop
 *   48 8b 00                  bytes
 *
 * The code ends where an unreadable page begins, so a read beyond it crashes.  Each
 * case is judged twice, the second time with more code behind it, because the
 * validator reads the last bundle in another way than those before it.
 */
#define _DEFAULT_SOURCE
#include <validator/validator.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { EXPECTED_MAX = 64, CODE_MAX = 1 << 16, PAGE = 4096, BUNDLE = 32, MORE = 8 };
#define TOP 0x100000000

struct expectation {
	unsigned rule;
	uint64_t address;
};

struct test_case {
	const char *path;
	uint8_t code[CODE_MAX];
	size_t size;
	uint64_t address, entry;
	bool exact, accept, has_features;
	uint64_t features;
	struct expectation expected[EXPECTED_MAX], found[EXPECTED_MAX];
	size_t expected_count, found_count;
};

static const struct {
	const char *name;
	uint64_t bit;
} features[] = {
	{"SSE3", ZVM_FEATURE_SSE3}, {"SSSE3", ZVM_FEATURE_SSSE3}, {"SSE41", ZVM_FEATURE_SSE41},
	{"SSE42", ZVM_FEATURE_SSE42}, {"POPCNT", ZVM_FEATURE_POPCNT}, {"CX16", ZVM_FEATURE_CX16},
	{"LZCNT", ZVM_FEATURE_LZCNT}, {"BMI1", ZVM_FEATURE_BMI1}, {"BMI2", ZVM_FEATURE_BMI2},
	{"MOVBE", ZVM_FEATURE_MOVBE}, {"AES", ZVM_FEATURE_AES}, {"PCLMUL", ZVM_FEATURE_PCLMUL},
	{"SHA", ZVM_FEATURE_SHA}, {"AVX", ZVM_FEATURE_AVX}, {"AVX2", ZVM_FEATURE_AVX2},
	{"FMA", ZVM_FEATURE_FMA}, {"F16C", ZVM_FEATURE_F16C}, {"none", 0},
};

static void fail(const char *path, unsigned line, const char *what)
{
	fprintf(stderr, "%s:%u: %s\n", path, line, what);
	exit(2);
}

static void put(struct test_case *c, uint8_t byte)
{
	if (c->size == CODE_MAX)
		fail(c->path, 0, "too much code");
	c->code[c->size++] = byte;
}

static void align(struct test_case *c)
{
	while (c->size % BUNDLE)
		put(c, 0xF4);
}

static void read_features(struct test_case *c, char *names, unsigned line)
{
	c->has_features = true;
	for (char *name = strtok(names, " \t\n"); name; name = strtok(NULL, " \t\n")) {
		size_t n = 0;

		while (n < sizeof features / sizeof *features && strcmp(features[n].name, name) != 0)
			n++;
		if (n == sizeof features / sizeof *features)
			fail(c->path, line, "unknown feature");
		c->features |= features[n].bit;
	}
}

static bool read_bytes(struct test_case *c, char *text)
{
	char *end;

	for (char *word = strtok(text, " \t\n"); word; word = strtok(NULL, " \t\n")) {
		unsigned long byte = strtoul(word, &end, 16);

		if (strlen(word) != 2 || *end)
			return false;
		put(c, (uint8_t)byte);
	}
	return true;
}

static void read_line(struct test_case *c, char *text, unsigned line)
{
	unsigned long long number, rule;

	text[strcspn(text, "#\n")] = 0;
	text += strspn(text, " \t");
	if (!strncmp(text, "expect: accept", 14)) {
		c->accept = true;
	} else if (sscanf(text, "expect: R%llu at %lli", &rule, (long long *)&number) == 2) {
		if (c->expected_count == EXPECTED_MAX)
			fail(c->path, line, "too many expectations");
		c->expected[c->expected_count++] = (struct expectation){(unsigned)rule, number};
	} else if (sscanf(text, "address: %lli", (long long *)&number) == 1) {
		c->address = number;
	} else if (sscanf(text, "entry: %lli", (long long *)&number) == 1) {
		c->entry = number;
	} else if (!strncmp(text, "features:", 9)) {
		read_features(c, text + 9, line);
	} else if (!strncmp(text, "size: exact", 11)) {
		c->exact = true;
	} else if (!strncmp(text, "align", 5)) {
		align(c);
	} else if (sscanf(text, "nops %llu", &number) == 1) {
		while (number--)
			put(c, 0x90);
	} else if (!read_bytes(c, text)) {
		fail(c->path, line, "neither bytes nor a directive");
	}
}

static void read_case(struct test_case *c, const char *path)
{
	char text[512];
	FILE *f = fopen(path, "r");
	unsigned line = 0;

	*c = (struct test_case){.path = path, .address = 0x20000};
	if (!f) {
		perror(path);
		exit(2);
	}
	while (fgets(text, sizeof text, f))
		read_line(c, text, ++line);
	fclose(f);
	if (c->accept == (c->expected_count > 0))
		fail(path, line, "expects nothing, or two things");
	if (!c->exact)
		align(c);
}

static bool note(void *context, const struct zv_violation *v)
{
	struct test_case *c = context;

	if (c->found_count < EXPECTED_MAX)
		c->found[c->found_count] = (struct expectation){v->rule, v->address};
	c->found_count++;
	return true;
}

/* A copy of the code that ends at an unreadable page. */
static const uint8_t *place(const struct test_case *c)
{
	size_t room = (c->size + PAGE - 1) / PAGE * PAGE;
	uint8_t *map = mmap(NULL, room + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (map == MAP_FAILED || mprotect(map + room, PAGE, PROT_NONE) != 0) {
		perror("mmap");
		exit(2);
	}
	memcpy(map + room - c->size, c->code, c->size);
	return map + room - c->size;
}

static bool as_expected(const struct test_case *c, bool accepted, const struct zv_result *result)
{
	if (accepted != c->accept || accepted != (result->violations == 0) || result->violations != c->found_count)
		return false;
	if (c->found_count != c->expected_count)
		return false;
	for (size_t n = 0; n < c->found_count; n++)
		if (c->found[n].rule != c->expected[n].rule || c->found[n].address != c->expected[n].address)
			return false;
	return !c->has_features || c->features == result->features;
}

/* Appends bundles with starts at 0, 15 and 30 only, lest a branch that must be refused finds one. */
static void extend(struct test_case *c)
{
	static const uint8_t nop[15] = {0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x2E, 0x0F, 0x1F, 0x84};

	for (unsigned n = 0; n < MORE; n++) {
		for (unsigned k = 0; k < 2 * sizeof nop; k++)
			put(c, nop[k % sizeof nop]);
		put(c, 0x66);
		put(c, 0x90);
	}
}

static bool run(struct test_case *c)
{
	struct zv_unit unit = {place(c), c->size, c->address};
	void *scratch = malloc(zv_scratch_size(c->size));
	struct zv_result result;
	bool accepted;

	if (!scratch)
		exit(2);
	memset(scratch, 0xA5, zv_scratch_size(c->size)); /* it need not be initialised */
	c->found_count = 0;
	accepted = zv_validate(&unit, c->entry, scratch, note, c, &result);
	free(scratch);
	if (as_expected(c, accepted, &result))
		return true;
	printf("%s: %s, features %#llx\n", c->path, accepted ? "accepted" : "rejected", (unsigned long long)result.features);
	for (size_t n = 0; n < c->found_count && n < EXPECTED_MAX; n++)
		printf("  R%02u at %#llx\n", c->found[n].rule, (unsigned long long)c->found[n].address);
	return false;
}

/* Alone, and if neither its end nor its address is the point, with more behind it. */
static bool run_twice(struct test_case *c)
{
	bool good = run(c);

	if (c->exact || c->entry >= c->address + c->size || c->address + c->size + MORE * BUNDLE > TOP)
		return good;
	extend(c);
	return run(c) && good;
}

int main(int argc, char **argv)
{
	static struct test_case c;
	int bad = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: rules-case FILE...\n");
		return 2;
	}
	for (int n = 1; n < argc; n++) {
		read_case(&c, argv[n]);
		bad += !run_twice(&c);
	}
	return bad ? 1 : 0;
}

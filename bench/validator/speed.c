/* SPDX-License-Identifier: Apache-2.0 */
/*
 * speed TEXT [MEGABYTES]: how fast the validator reads code.  TEXT is a flat file
 * of code that runs at 0x20000.  It is copied until there are MEGABYTES of it
 * (default 32), so that caches do not hold it; each copy is a unit of its own.
 * Prints the best of five rounds of one thread's CPU time, and what the first copy cost
 * when this process had touched neither tables nor scratch memory.
 */
#define _POSIX_C_SOURCE 200809L
#include <zvm/validate.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5 };

static void fail(const char *what)
{
	fprintf(stderr, "speed: %s\n", what);
	exit(2);
}

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint8_t *read_text(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	uint8_t *text;
	long length;

	if (!f || fseek(f, 0, SEEK_END) != 0 || (length = ftell(f)) <= 0 || length % 32)
		fail("TEXT can not be read or is not whole bundles");
	rewind(f);
	text = malloc((size_t)length);
	if (!text || fread(text, 1, (size_t)length, f) != (size_t)length)
		fail("TEXT can not be read");
	fclose(f);
	*size = (size_t)length;
	return text;
}

static double round_seconds(const uint8_t *all, size_t size, size_t copies, void *scratch, struct zv_result *sum)
{
	double start = cpu_seconds();

	*sum = (struct zv_result){0};
	for (size_t n = 0; n < copies; n++) {
		struct zv_unit unit = {all + n * size, size, 0x20000};
		struct zv_result result;

		if (!zv_validate(&unit, 0, scratch, NULL, NULL, &result))
			fail("the code is not accepted");
		sum->instructions += result.instructions;
	}
	return cpu_seconds() - start;
}

int main(int argc, char **argv)
{
	size_t size, wanted = (argc > 2 ? strtoul(argv[2], NULL, 10) : 32) << 20, copies;
	uint8_t *text, *all;
	void *scratch;
	struct zv_result sum;
	double best = 1e9, first;

	if (argc < 2 || argc > 3)
		fail("usage: speed TEXT [MEGABYTES]");
	text = read_text(argv[1], &size);
	copies = wanted / size + 1;
	all = malloc(copies * size);
	scratch = malloc(zv_scratch_size(size));
	if (!all || !scratch)
		fail("not enough memory");
	for (size_t n = 0; n < copies; n++)
		memcpy(all + n * size, text, size);
	first = round_seconds(all, size, 1, scratch, &sum);
	for (int n = 0; n < ROUNDS; n++) {
		double t = round_seconds(all, size, copies, scratch, &sum);

		best = t < best ? t : best;
	}
	printf("validator: %.1f MB of code, %.0f MB/s, %.0f million instructions/s, %.2f ms for 1 MB\n",
	       (double)(copies * size) / 1e6, (double)(copies * size) / best / 1e6, (double)sum.instructions / best / 1e6,
	       best * 1e9 / (double)(copies * size));
	printf("the first copy, of %zu KB: %.3f ms, a later one %.3f ms\n", size >> 10, first * 1e3, best * 1e3 / (double)copies);
	free(scratch);
	free(all);
	free(text);
	return 0;
}

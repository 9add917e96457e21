/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <dirent.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "shim.h"

#define SIZE_MAX_INPUT (1u << 20)
#define SEEDS_MAX 4096

static struct seed {
	uint8_t *data;
	size_t size;
} seeds[SEEDS_MAX];
static size_t seed_count, word_count;
static uint8_t *room; /* SIZE_MAX_INPUT bytes before a page that faults */

static void run(const uint8_t *data, size_t size)
{
	uint8_t *at = room + SIZE_MAX_INPUT - size;

	memcpy(at, data, size);
	(void)LLVMFuzzerTestOneInput(at, size);
}

static void load(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	char path[4096];

	if (!dir) {
		perror(folder);
		exit(2);
	}
	while ((e = readdir(dir)) && seed_count < SEEDS_MAX) {
		struct seed *s = &seeds[seed_count];
		FILE *f;

		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		if (e->d_name[0] == '.' || !(f = fopen(path, "rb")))
			continue;
		s->data = malloc(SIZE_MAX_INPUT);
		s->size = fread(s->data, 1, SIZE_MAX_INPUT, f);
		fclose(f);
		seed_count++;
	}
	closedir(dir);
}

static size_t below(size_t n)
{
	return n ? shim_random() % n : 0;
}

/* Cuts, copies, overwrites or puts in, somewhere. */
static size_t mutate(uint8_t *data, size_t size)
{
	size_t at = below(size + 1), n = below(64);
	const struct seed *other = &seeds[below(seed_count)];
	const char *word = fuzz_words[below(word_count)];

	switch (shim_random() % 6) {
	case 0: /* one bit */
		if (at < size)
			data[at] ^= (uint8_t)(1 << below(8));
		return size;
	case 1: /* one byte */
		if (at < size)
			data[at] = (uint8_t)shim_random();
		return size;
	case 2: /* a part goes */
		if (n > size - at)
			n = size - at;
		memmove(data + at, data + at + n, size - at - n);
		return size - n;
	case 3: /* a word comes in */
		n = strlen(word);
		if (size + n > SIZE_MAX_INPUT)
			return size;
		memmove(data + at + n, data + at, size - at);
		memcpy(data + at, word, n);
		return size + n;
	case 4: /* a word stands over what was there */
		n = strlen(word);
		if (n <= size - at)
			memcpy(data + at, word, n);
		return size;
	default: /* a part of another input */
		n = below(600);
		if (n > other->size || size + n > SIZE_MAX_INPUT)
			return size;
		memmove(data + at + n, data + at, size - at);
		memcpy(data + at, other->data + below(other->size - n + 1), n);
		return size + n;
	}
}

int main(int argc, char **argv)
{
	unsigned long rounds = 20000;
	static uint8_t data[SIZE_MAX_INPUT];
	int option;

	while ((option = getopt(argc, argv, "n:r:")) != -1) {
		if (option == 'n')
			rounds = strtoul(optarg, NULL, 10);
		else if (option == 'r')
			shim_seed(strtoul(optarg, NULL, 10));
		else
			return 2;
	}
	room = mmap(NULL, SIZE_MAX_INPUT + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(room != MAP_FAILED && mprotect(room + SIZE_MAX_INPUT, 4096, PROT_NONE) == 0);
	while (optind < argc)
		load(argv[optind++]);
	CHECK(seed_count);
	while (fuzz_words[word_count])
		word_count++;
	for (size_t i = 0; i < seed_count; i++)
		run(seeds[i].data, seeds[i].size);
	for (unsigned long i = 0; i < rounds; i++) {
		const struct seed *s = &seeds[below(seed_count)];
		size_t size = s->size;

		memcpy(data, s->data, size);
		for (size_t n = 1 + below(8); n--;)
			size = mutate(data, size);
		run(data, size);
	}
	printf("ok: %zu inputs, %lu mutations\n", seed_count, rounds);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The installed API, used by two threads at once: each validates units of its own and the
 * same shared bytes, good and bad, and must hear each time what one thread alone hears.
 */
#include <zvm/validate.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 2, ROUNDS = 300, BUNDLES = 2000, SIZE = 32 * BUNDLES };

static uint8_t good[SIZE], bad[SIZE];

/* `67 48 8B 07` and `jmp .+2` by turns; the bad code has a syscall in the middle. */
static void make(void)
{
	static const uint8_t insns[8] = {0x67, 0x48, 0x8B, 0x07, 0xEB, 0x00, 0x66, 0x90};

	for (size_t n = 0; n < SIZE; n++)
		good[n] = bad[n] = insns[n % sizeof insns];
	bad[SIZE / 2 + 6] = 0x0F;
	bad[SIZE / 2 + 7] = 0x05;
}

static bool note(void *context, const struct zv_violation *v)
{
	uint64_t *sum = context;

	*sum += v->address + v->rule;
	return true;
}

static bool judge(const uint8_t *code, void *scratch, bool accept, uint64_t address)
{
	struct zv_unit unit = {code, SIZE, address};
	struct zv_result result;
	uint64_t sum = 0;

	if (zv_validate(&unit, address, scratch, note, &sum, &result) != accept)
		return false;
	if (result.instructions != SIZE / 8 * 3 || result.violations != !accept)
		return false;
	return sum == (accept ? 0 : address + SIZE / 2 + 6 + ZV_R08_FORBIDDEN);
}

static void *work(void *wrong)
{
	void *scratch = malloc(zv_scratch_size(SIZE));
	uint8_t *mine = malloc(SIZE);

	if (!scratch || !mine)
		abort();
	for (unsigned n = 0; n < ROUNDS; n++) {
		memcpy(mine, n % 2 ? bad : good, SIZE);
		*(unsigned *)wrong += !judge(good, scratch, true, 0x20000);
		*(unsigned *)wrong += !judge(bad, scratch, false, 0x40000000);
		*(unsigned *)wrong += !judge(mine, scratch, n % 2 == 0, 0x20000 + n * 32);
	}
	free(mine);
	free(scratch);
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	unsigned wrong[THREADS] = {0}, sum = 0;

	make();
	for (unsigned n = 0; n < THREADS; n++)
		if (pthread_create(&threads[n], NULL, work, &wrong[n]) != 0)
			return 2;
	for (unsigned n = 0; n < THREADS; n++) {
		pthread_join(threads[n], NULL);
		sum += wrong[n];
	}
	printf("%d verdicts, %u wrong\n", THREADS * ROUNDS * 3, sum);
	return sum != 0;
}

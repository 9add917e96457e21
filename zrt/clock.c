/* SPDX-License-Identifier: Apache-2.0 */
#include "clock.h"

#define NS 1000000000

static int64_t start, now, step = ZRT_CLOCK_STEP;

void zrt_clock_init(int64_t ns, int64_t reading_step)
{
	start = now = ns;
	step = reading_step;
}

int64_t zrt_clock_now(void)
{
	return now;
}

void zrt_clock_peek(int64_t *sec, uint32_t *nsec)
{
	*sec = now / NS;
	*nsec = (uint32_t)(now % NS);
}

int64_t zrt_clock_read(void)
{
	/* At its end in the year 2262 the clock stands. */
	if (now <= INT64_MAX - step)
		now += step;
	return now;
}

int64_t zrt_clock_elapsed(void)
{
	return now - start;
}

void zrt_clock_advance_to(int64_t ns)
{
	if (ns > now)
		now = ns;
}

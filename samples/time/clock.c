/* SPDX-License-Identifier: Apache-2.0 */
/* The clock of the sandbox is fixed and steps: equal in every run. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
	struct timespec a, b;
	char text[64];
	time_t now = time(NULL);
	unsigned char random[4];

	strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", gmtime(&now));
	printf("time %lld, %s UTC\n", (long long)now, text);

	clock_gettime(CLOCK_MONOTONIC, &a);
	sleep(3600); /* takes no time at all */
	clock_gettime(CLOCK_MONOTONIC, &b);
	printf("slept an hour: %s\n", b.tv_sec - a.tv_sec == 3600 ? "yes" : "no");
	printf("two readings differ: %s\n", b.tv_nsec != a.tv_nsec ? "yes" : "no");

	if (getentropy(random, sizeof random))
		return 1;
	printf("random %02x%02x%02x%02x\n", random[0], random[1], random[2], random[3]);
	return 0;
}

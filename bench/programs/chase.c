/* SPDX-License-Identifier: Apache-2.0 */
/* Pointer chasing: linked nodes in a random order, larger than the caches. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct node {
	struct node *next;
	uint64_t value;
	uint64_t padding[6];
};

static uint64_t state = 88172645463325252u;

static uint64_t next_random(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static uint64_t walk(size_t count, uint64_t steps)
{
	struct node *nodes = malloc(count * sizeof *nodes);
	uint32_t *order = malloc(count * sizeof *order);
	uint64_t sum = 0;
	struct node *n;

	if (!nodes || !order)
		exit(1);
	for (size_t i = 0; i < count; i++)
		order[i] = (uint32_t)i;
	for (size_t i = count - 1; i; i--) {
		size_t j = next_random() % (i + 1);
		uint32_t t = order[i];

		order[i] = order[j];
		order[j] = t;
	}
	for (size_t i = 0; i < count; i++) {
		nodes[order[i]].next = &nodes[order[(i + 1) % count]];
		nodes[order[i]].value = next_random();
	}
	n = nodes;
	for (uint64_t i = 0; i < steps; i++) {
		sum += n->value;
		n = n->next;
	}
	free(order);
	free(nodes);
	return sum;
}

int main(void)
{
	printf("%llu\n", (unsigned long long)walk(256, 400000000));
	printf("%llu\n", (unsigned long long)walk(100000, 30000000));
	printf("%llu\n", (unsigned long long)walk(1000000, 5000000));
	return 0;
}

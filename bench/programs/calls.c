/* SPDX-License-Identifier: Apache-2.0 */
/* Function pointers: a bytecode of small functions, and qsort. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct machine {
	uint64_t a, b;
	uint32_t steps;
};

typedef void operation(struct machine *m);

static void op_add(struct machine *m) { m->a += m->b; }
static void op_xor(struct machine *m) { m->b ^= m->a >> 7; }
static void op_mul(struct machine *m) { m->a *= 0x9E3779B97F4A7C15u; }
static void op_swap(struct machine *m) { uint64_t t = m->a; m->a = m->b; m->b = t; }
static void op_rotate(struct machine *m) { m->b = m->b << 13 | m->b >> 51; }
static void op_count(struct machine *m) { m->steps += (uint32_t)(m->a & 1); }

static operation *const table[] = {op_add, op_xor, op_mul, op_swap, op_rotate, op_count, op_add, op_xor};

static int compare(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return (a > b) - (a < b);
}

int main(void)
{
	struct machine m = {1, 2, 0};
	static uint32_t values[1 << 20];

	for (int i = 0; i < 150000000; i++)
		table[(m.a >> 3 ^ (uint64_t)i) & 7](&m);
	for (int round = 0; round < 6; round++) {
		for (size_t i = 0; i < 1 << 20; i++) {
			op_mul(&m);
			op_rotate(&m);
			op_add(&m);
			values[i] = (uint32_t)(m.a >> 32);
		}
		qsort(values, 1 << 20, sizeof *values, compare);
	}
	printf("%llu %u %u %u\n", (unsigned long long)m.a, m.steps, values[0], values[1 << 19]);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A seed of the ELF fuzzer: every kind of segment that a program may have. */
static _Thread_local int tls = 3;
static const char text[] = "constant";
int zero[100], data[4] = {1, 2, 3, 4};
const char *pointer = text;

void _start(void)
{
	for (;;)
		data[zero[0] & 3] += tls + *pointer;
}

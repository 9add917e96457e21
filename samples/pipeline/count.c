/* SPDX-License-Identifier: Apache-2.0 */
/* Lines and bytes of standard input. */
#include <stdio.h>

int main(void)
{
	long lines = 0, bytes = 0;
	int c;

	while ((c = getchar()) != EOF) {
		bytes++;
		lines += c == '\n';
	}
	printf("%ld %ld\n", lines, bytes);
	return 0;
}

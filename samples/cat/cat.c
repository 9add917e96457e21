/* SPDX-License-Identifier: Apache-2.0 */
/* Copies standard input to standard output. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	static char buffer[1 << 16];
	ssize_t n;

	while ((n = read(STDIN_FILENO, buffer, sizeof buffer)) > 0) {
		for (ssize_t done = 0; done < n;) {
			ssize_t w = write(STDOUT_FILENO, buffer + done, (size_t)(n - done));

			if (w < 0) {
				perror("cat: write");
				return 1;
			}
			done += w;
		}
	}
	if (n < 0) {
		perror("cat: read");
		return 1;
	}
	return 0;
}

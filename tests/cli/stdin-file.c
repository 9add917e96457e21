// SPDX-License-Identifier: Apache-2.0
// Standard input that is a file can be read at any place; one that somebody has
// begun to read, and a pipe, go on in order; whoever reads on finds his place.
// RUN: zvm-clang -O2 "$S" -o places && printf 'one\ntwo\nthree\n' >text
// RUN: zvm run places <text
// RUN: { read -r line; zvm run places; } <text
// RUN: cat text | zvm run places
// RUN: { zvm run places first; cat; } <text
// RUN: zvm run places <&-
// RUN: zvm run --save kept places first <text >/dev/null && cat text | zerovm --quiet kept/manifest
// RUN: zvm run --verify-deterministic places <text 2>/dev/null
// OUT: regular 14, at 4: two, end 14
// OUT: fifo, in order: two
// OUT: fifo, in order: one
// OUT: one
// OUT: two
// OUT: three
// OUT: device, in order: nothing
// OUT: one
// OUT: regular 14, at 4: two, end 14
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char line[100] = "nothing\n", kind[100] = "device";
	struct stat st;

	(void)argv;
	if (argc > 1) {
		for (size_t i = 0; i < sizeof line - 1 && read(0, line + i, 1) == 1; i++) {
			line[i + 1] = 0;
			if (line[i] == '\n')
				break;
		}
		return fputs(line, stdout) < 0;
	}
	fstat(0, &st);
	if (S_ISREG(st.st_mode))
		sprintf(kind, "regular %d", (int)st.st_size);
	else if (S_ISFIFO(st.st_mode))
		strcpy(kind, "fifo");
	if (fseek(stdin, 4, SEEK_SET) == 0 && S_ISREG(st.st_mode)) {
		(void)!fgets(line, sizeof line, stdin);
		line[strcspn(line, "\n")] = 0;
		printf("%s, at 4: %s, end %d\n", kind, line, (int)lseek(0, 0, SEEK_END));
	} else {
		(void)!fgets(line, sizeof line, stdin);
		printf("%s, in order: %s", kind, line);
	}
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* handler DATA: answers one HTTP request from DATA, a file of "key value" lines. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int answer(int status, const char *reason, const char *body)
{
	printf("HTTP/1.0 %d %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s",
	       status, reason, strlen(body), body);
	return 0;
}

/* The value of a key, in a static buffer; NULL if there is none. */
static const char *look_up(const char *path, const char *key)
{
	static char line[1024];
	FILE *data = fopen(path, "r");

	while (data && fgets(line, sizeof line, data)) {
		char *value = strchr(line, ' ');

		if (!value)
			continue;
		*value++ = '\0';
		if (!strcmp(line, key)) {
			fclose(data);
			return value;
		}
	}
	if (data)
		fclose(data);
	return NULL;
}

int main(int argc, char **argv)
{
	char request[8192], method[16], path[1024], header[1024];
	const char *value;

	if (argc != 2 || !fgets(request, sizeof request, stdin) ||
	    sscanf(request, "%15s /%1023s", method, path) != 2)
		return answer(400, "Bad Request", "not understood\n");
	while (fgets(header, sizeof header, stdin) && header[strspn(header, "\r\n")])
		; /* the headers say nothing of interest */
	if (strcmp(method, "GET"))
		return answer(405, "Method Not Allowed", "only GET\n");
	if (!strcmp(path, "crash"))
		*(volatile int *)(uintptr_t)0 = 1; /* what a bug may do */
	if (!strcmp(path, "spin"))
		for (;;)
			;
	value = look_up(argv[1], path);
	return value ? answer(200, "OK", value) : answer(404, "Not Found", "no such key\n");
}

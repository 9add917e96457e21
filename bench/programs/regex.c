/* SPDX-License-Identifier: Apache-2.0 */
/* PCRE2's interpreter: several patterns over the text on standard input. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdio.h>
#include <stdlib.h>

static const char *const patterns[] = {
	"[a-z_]+\\([^()]*\\)", "(?i)error|warning|fail(ed|ure)?", "\\b(\\w+)\\s+\\1\\b", "^\\s*#\\s*define\\s+(\\w+)",
	"0x[0-9a-fA-F]{2,8}", "(?<=return )[^;]{1,40};",
};

static unsigned long matches(const char *pattern, const char *text, size_t size)
{
	int error;
	PCRE2_SIZE place, start = 0;
	unsigned long count = 0;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_MULTILINE, &error, &place, NULL);
	pcre2_match_data *data;

	if (!code)
		exit(1);
	data = pcre2_match_data_create_from_pattern(code, NULL);
	while (pcre2_match(code, (PCRE2_SPTR)text, size, start, 0, data, NULL) > 0) {
		PCRE2_SIZE *v = pcre2_get_ovector_pointer(data);

		count++;
		start = v[1] > v[0] ? v[1] : v[1] + 1;
	}
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	return count;
}

int main(void)
{
	size_t size = 0, k, room = 1 << 24;
	char *text = malloc(room);

	while (text && size < room && (k = fread(text + size, 1, room - size, stdin)) > 0)
		size += k;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		printf("%lu\n", matches(patterns[i], text, size));
	return 0;
}

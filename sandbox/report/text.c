/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

size_t text_visible(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;

	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	/* Longer than needed, a half of a surrogate pair, beyond U+10FFFF. */
	if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
	    (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
		return 0;
	if (s[0] < ' ' || s[0] == 127 || (s[0] == 0xC2 && s[1] < 0xA0))
		return 0;
	return n;
}

void text_make_printable(char *text)
{
	while (*text) {
		size_t n = text_visible(text);

		if (n == 0)
			*text = '?';
		text += n ? n : 1;
	}
}

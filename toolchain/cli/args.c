/* SPDX-License-Identifier: Apache-2.0 */
#include "args.h"

#include "common.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void unknown(const struct args *a, const char *option, size_t length)
{
	const char *names[64];
	size_t count = 0;
	const char *meant = NULL;
	char *typed = xprintf("%.*s", (int)length, option);

	for (const struct option_row *o = a->options; o->name && count < 63; o++)
		names[count++] = o->name;
	names[count] = NULL;
	if (!strncmp(typed, "--", 2))
		meant = suggestion(typed + 2, names);
	if (meant)
		fatal("%s: unknown option %s; did you mean --%s?", a->command, typed, meant);
	fatal("%s: unknown option %s; `%s --help` lists the options", a->command, typed, a->command);
}

static int take(struct args *a, int index, const char *attached)
{
	const struct option_row *o = &a->options[index];

	a->value = attached;
	if (!o->value) {
		if (attached)
			fatal("%s: --%s takes no value", a->command, o->name);
		return index;
	}
	if (!attached) {
		a->value = *a->rest;
		if (!a->value)
			fatal("%s: --%s needs %s", a->command, o->name, o->value);
		a->rest++;
	}
	return index;
}

static int long_option(struct args *a, const char *word)
{
	const char *name = word + 2;
	size_t length = strcspn(name, "=");

	for (int i = 0; a->options[i].name; i++)
		if (strlen(a->options[i].name) == length && !strncmp(a->options[i].name, name, length))
			return take(a, i, name[length] ? name + length + 1 : NULL);
	unknown(a, word, length + 2);
}

static int letter_option(struct args *a)
{
	char word[] = {'-', *a->letters++, '\0'};

	for (int i = 0; a->options[i].name; i++) {
		const char *attached;

		if (a->options[i].letter != word[1])
			continue;
		if (!a->options[i].value)
			return take(a, i, NULL);
		attached = *a->letters ? a->letters : NULL;
		a->letters = NULL;
		return take(a, i, attached);
	}
	unknown(a, word, 2);
}

int args_next(struct args *a)
{
	const char *word;

	if (a->letters && *a->letters)
		return letter_option(a);
	a->letters = NULL;
	word = *a->rest;
	if (!word || word[0] != '-' || !word[1])
		return -1;
	a->rest++;
	if (word[1] != '-') {
		a->letters = word + 1;
		return letter_option(a);
	}
	return word[2] ? long_option(a, word) : -1;
}

void args_help(FILE *out, const struct option_row *options)
{
	enum { COLUMN = 30 };

	for (const struct option_row *o = options; o->name; o++) {
		char letter[] = {'-', o->letter, ',', '\0'};
		int width = fprintf(out, "  %-3s --%s%s%s", o->letter ? letter : "", o->name,
		                    o->value ? " " : "", o->value ? o->value : "");

		if (width > COLUMN - 2) {
			fputc('\n', out);
			width = 0;
		}
		for (const char *line = o->help; line;) {
			const char *end = strchr(line, '\n');

			fprintf(out, "%*s%.*s\n", COLUMN - width, "", end ? (int)(end - line) : (int)strlen(line), line);
			line = end ? end + 1 : NULL;
			width = 0;
		}
	}
}

static uint64_t number(const struct args *a, const char *what, uint64_t min, uint64_t max, bool units)
{
	const char *wanted = units ? "a whole number of bytes, or of K, M or G: 64M" : "a whole number of seconds";
	static const char letters[] = "KMG";
	char *end;
	unsigned long long value;
	const char *unit;

	errno = 0;
	value = strtoull(a->value, &end, 0);
	if (end == a->value || !isdigit((unsigned char)a->value[0]))
		fatal("%s '%s': not a number; expected %s", what, a->value, wanted);
	if (errno)
		value = UINT64_MAX;
	if (units && *end && (unit = strchr(letters, toupper((unsigned char)*end)))) {
		unsigned shift = 10 * (unsigned)(unit - letters + 1);

		value = value > UINT64_MAX >> shift ? UINT64_MAX : value << shift;
		end++;
		if (!strcasecmp(end, "b") || !strcasecmp(end, "ib"))
			end += strlen(end);
	}
	if (*end)
		fatal("%s %s: '%s' is not understood; expected %s", what, a->value, end, wanted);
	if (value < min || value > max)
		fatal("%s %s: must be between %llu and %llu", what, a->value,
		      (unsigned long long)min, (unsigned long long)max);
	return value;
}

uint64_t args_number(const struct args *a, const char *what, uint64_t min, uint64_t max)
{
	return number(a, what, min, max, false);
}

uint64_t args_size(const struct args *a, const char *what, uint64_t min, uint64_t max)
{
	return number(a, what, min, max, true);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "nvram.h"

#include <string.h>
#include <sys/stat.h>

#include "clock.h"
#include "heap.h"
#include "nvram_parse.h"

/* Latest second that a clock of 64-bit nanoseconds can show for some years on. */
#define SECONDS_MAX 9000000000

/* One record while it is read: its values by the place of their key in the section. */
#define KEYS_MAX 5
struct values {
	struct zrt_nvram *nvram;
	unsigned line;
	char *text[KEYS_MAX];        /* unescaped; NULL where the key is missing */
	struct zrt_span raw[KEYS_MAX];
};

struct section {
	const char *name;
	void (*apply)(struct values *v);
	struct {
		const char *name;
		bool required;
	} keys[KEYS_MAX];
};

static void complain(struct zrt_nvram *nvram, unsigned line, const char *what, const char *detail)
{
	nvram->errors++;
	if (nvram->tell)
		nvram->tell(line, what, detail);
}

static void wrong(struct values *v, const char *what, const char *detail)
{
	complain(v->nvram, v->line, what, detail);
}

/* Room for one more item, zeroed; NULL if memory ran out. */
static void *grow(struct zrt_nvram *nvram, struct zrt_list *list, size_t size)
{
	if (list->count == list->room) {
		size_t room = list->room ? list->room * 2 : 16;
		void *items = zrt_realloc(list->items, room * size);

		if (!items) {
			nvram->no_memory = true;
			return NULL;
		}
		list->items = items;
		list->room = room;
	}
	return memset((char *)list->items + list->count++ * size, 0, size);
}

static char *take(char **text)
{
	char *taken = *text;

	*text = NULL;
	return taken;
}

static bool number(struct values *v, int key, uint64_t most, uint64_t *out)
{
	const char *p = v->text[key];
	uint64_t value = 0;

	if (!p)
		return false;
	do {
		uint64_t digit = (uint64_t)(*p - '0');

		if (*p < '0' || *p > '9' || value > most / 10 || value * 10 > most - digit || digit > most) {
			wrong(v, "not a number in its range", v->text[key]);
			return false;
		}
		value = value * 10 + digit;
	} while (*++p);
	*out = value;
	return true;
}

/* Position of a value in a list of words that ends with NULL, -1: not there. */
static int word_index(struct values *v, int key, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(v->text[key], words[i]))
			return i;
	wrong(v, "unknown value", v->text[key]);
	return -1;
}

/* --- the sections ---------------------------------------------------------- */

static void apply_args(struct values *v)
{
	struct zrt_span line = v->raw[0], word;
	int more;

	while ((more = zrt_nvram_word(&line, &word)) > 0) {
		char **slot, *text = zrt_alloc(word.length + 1);

		if (!text) {
			v->nvram->no_memory = true;
			return;
		}
		if (!zrt_nvram_unescape(word, text)) {
			wrong(v, "\\x needs two hex digits, not 00", NULL);
			text[0] = 0;
		}
		slot = grow(v->nvram, &v->nvram->args, sizeof *slot);
		if (!slot) {
			zrt_free(text);
			return;
		}
		*slot = text;
	}
	if (more < 0)
		wrong(v, "a quote that is not closed, or is followed by something", NULL);
}

static void apply_env(struct values *v)
{
	size_t name = strlen(v->text[0]), value = strlen(v->text[1]);
	struct zrt_list *env = &v->nvram->env;
	char **slot, *text;
	size_t place;

	if (!name || strchr(v->text[0], '=')) {
		wrong(v, "not a name for a variable", v->text[0]);
		return;
	}
	text = zrt_alloc(name + value + 2);
	if (!text) {
		v->nvram->no_memory = true;
		return;
	}
	memcpy(text, v->text[0], name);
	text[name] = '=';
	memcpy(text + name + 1, v->text[1], value + 1);
	slot = grow(v->nvram, env, sizeof *slot);
	if (!slot) {
		zrt_free(text);
		return;
	}
	*slot = text;
	if (!zrt_env_place(&v->nvram->env_index, env->items, env->count, &place)) {
		v->nvram->no_memory = true;
		env->count--;
		zrt_free(text);
	} else if (place < env->count - 1) { /* a later record replaces an earlier one */
		slot = (char **)env->items + place;
		zrt_free(*slot);
		*slot = text;
		env->count--;
	}
}

static void apply_fstab(struct values *v)
{
	static const char *const accesses[] = {"ro", "wo", NULL};
	static const char *const answers[] = {"no", "yes", NULL};
	int access = word_index(v, 2, accesses);
	int removable = v->text[3] ? word_index(v, 3, answers) : 0;
	struct zrt_mount *mount;

	if (access < 0 || removable < 0)
		return;
	if (v->text[4] && strcmp(v->text[4], "tar")) {
		wrong(v, "unknown value (images are of the kind tar)", v->text[4]);
		return;
	}
	if (v->text[1][0] != '/') {
		wrong(v, "a mountpoint begins with /", v->text[1]);
		return;
	}
	if (access == 1 && removable) {
		wrong(v, "only access=ro can be removable", NULL);
		return;
	}
	mount = grow(v->nvram, &v->nvram->mounts, sizeof *mount);
	if (!mount)
		return;
	mount->channel = take(&v->text[0]);
	mount->mountpoint = take(&v->text[1]);
	mount->export = access == 1;
	mount->removable = removable == 1;
	mount->line = v->line;
}

static void apply_mapping(struct values *v)
{
	static const char *const modes[] = {"char", "pipe", "file", "block", NULL};
	static const uint32_t types[] = {S_IFCHR, S_IFIFO, S_IFREG, S_IFBLK};
	int mode = word_index(v, 1, modes);
	struct zrt_mapping *mapping;

	if (mode < 0)
		return;
	mapping = grow(v->nvram, &v->nvram->mappings, sizeof *mapping);
	if (!mapping)
		return;
	mapping->channel = take(&v->text[0]);
	mapping->type = types[mode];
	mapping->line = v->line;
}

static void apply_time(struct values *v)
{
	uint64_t value;

	if (number(v, 0, SECONDS_MAX, &value))
		v->nvram->seconds = (int64_t)value;
	if (number(v, 1, 999999999, &value))
		v->nvram->nanoseconds = (int64_t)value;
	if (number(v, 2, 1000000000, &value)) {
		if (value)
			v->nvram->step = (int64_t)value;
		else
			wrong(v, "step must be at least 1: a program may wait for time to pass", NULL);
	}
}

static void apply_random(struct values *v)
{
	zrt_free(v->nvram->seed);
	v->nvram->seed = take(&v->text[0]);
}

static void apply_identity(struct values *v)
{
	uint64_t value;

	if (number(v, 0, UINT32_MAX - 1, &value)) {
		v->nvram->uid = (uint32_t)value;
		v->nvram->uid_set = true;
	}
	if (number(v, 1, UINT32_MAX - 1, &value)) {
		v->nvram->gid = (uint32_t)value;
		v->nvram->gid_set = true;
	}
}

static void apply_debug(struct values *v)
{
	(void)number(v, 0, 4, &v->nvram->verbosity);
	(void)number(v, 1, UINT64_MAX, &v->nvram->fail);
	(void)number(v, 2, UINT64_MAX, &v->nvram->fail_from);
}

static void apply_precache(struct values *v)
{
	static const char *const answers[] = {"no", "yes", NULL};

	v->nvram->precache = word_index(v, 0, answers) == 1;
}

static const struct section sections[] = {
	{"args", apply_args, {{"args", true}}},
	{"env", apply_env, {{"name", true}, {"value", true}}},
	{"fstab", apply_fstab, {{"channel", true}, {"mountpoint", true}, {"access", true},
	                        {"removable", false}, {"fsname", false}}},
	{"mapping", apply_mapping, {{"channel", true}, {"mode", true}}},
	{"time", apply_time, {{"seconds", false}, {"nanoseconds", false}, {"step", false}}},
	{"random", apply_random, {{"seed", true}}},
	{"identity", apply_identity, {{"uid", false}, {"gid", false}}},
	{"debug", apply_debug, {{"verbosity", false}, {"fail", false}, {"fail_from", false}}},
	{"precache", apply_precache, {{"precache", true}}},
};

/* --- from records to values ---------------------------------------------------- */

static const struct section *section_named(struct zrt_span name)
{
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		if (zrt_span_is(name, sections[i].name))
			return &sections[i];
	return NULL;
}

static void on_section(void *context, struct zrt_span name, unsigned line)
{
	if (!section_named(name))
		complain(context, line, "unknown section, its records are ignored", NULL);
}

static void on_error(void *context, unsigned line, const char *what)
{
	complain(context, line, what, NULL);
}

/* Puts the record's values in their places; false if one can not be used. */
static bool sort_values(struct values *v, const struct section *s, const struct zrt_nvram_record *r)
{
	bool args = s->apply == apply_args;

	for (size_t i = 0; i < r->count; i++) {
		int key = 0;

		while (key < KEYS_MAX && s->keys[key].name &&
		       !zrt_span_is(r->pairs[i].key, s->keys[key].name))
			key++;
		if (key == KEYS_MAX || !s->keys[key].name) {
			wrong(v, "unknown key in section", s->name);
			return false;
		}
		v->raw[key] = r->pairs[i].value;
		v->text[key] = zrt_alloc(r->pairs[i].value.length + 1);
		if (!v->text[key]) {
			v->nvram->no_memory = true;
			return false;
		}
		/* A command line is divided in words before its escapes are resolved. */
		if (!args && !zrt_nvram_unescape(r->pairs[i].value, v->text[key])) {
			wrong(v, "\\x needs two hex digits, not 00", NULL);
			return false;
		}
	}
	for (int key = 0; key < KEYS_MAX && s->keys[key].name; key++) {
		if (s->keys[key].required && !v->text[key]) {
			wrong(v, "missing key", s->keys[key].name);
			return false;
		}
	}
	return true;
}

static void on_record(void *context, const struct zrt_nvram_record *r)
{
	const struct section *s = section_named(r->section);
	struct values v = {.nvram = context, .line = r->line};

	if (!s)
		return; /* told when the section began */
	if (sort_values(&v, s, r))
		s->apply(&v);
	for (int key = 0; key < KEYS_MAX; key++)
		zrt_free(v.text[key]);
}

void zrt_nvram_read(struct zrt_nvram *nvram, const char *text, size_t size)
{
	const struct zrt_nvram_events events = {on_section, on_record, on_error, nvram};

	nvram->step = ZRT_CLOCK_STEP;
	zrt_nvram_parse(text, size, &events);
	zrt_free(nvram->env_index.places);
	nvram->env_index = (struct zrt_env_index){0};
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Channel = uri[;uri...], alias, type, etag, gets, get_size, puts, put_size */
#include "scan.h"

enum field { URI, ALIAS, TYPE, ETAG, GETS, GET_SIZE, PUTS, PUT_SIZE, FIELDS };

/* The numbers, in the order of the line. The first limit is gets. */
static const struct complaint number_fields[FIELDS] = {
	[TYPE] = {.subject = "type", .expected = "0 to 3: sequential or random access"},
	[ETAG] = {.subject = "etag", .expected = "0 or 1: whether to keep a digest"},
	[GETS] = {.subject = "gets", .expected = "the number of reads allowed, 0 or more"},
	[GET_SIZE] = {.subject = "get_size", .expected = "the number of bytes that may be read, 0 or more"},
	[PUTS] = {.subject = "puts", .expected = "the number of writes allowed, 0 or more"},
	[PUT_SIZE] = {.subject = "put_size", .expected = "the number of bytes that may be written, 0 or more"},
};
static const int64_t number_max[FIELDS] = {
	[TYPE] = ZVM_RGET_RPUT, [ETAG] = 1, [GETS] = INT64_MAX,
	[GET_SIZE] = INT64_MAX, [PUTS] = INT64_MAX, [PUT_SIZE] = INT64_MAX,
};

static const char *const standard[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};

enum { STANDARD = sizeof standard / sizeof *standard };

static bool split_fields(struct parser *p, struct span value, struct span fields[FIELDS])
{
	struct complaint c = {
		.subject = "Channel",
		.expected = "uri, alias, type, etag, gets, get_size, puts, put_size"};
	struct span whole = value;
	unsigned commas = 0;

	for (char *s = value.start; s < value.end; s++)
		commas += *s == ',';
	if (commas != FIELDS - 1) {
		c.reason = commas < FIELDS - 1 ? "has fewer than eight fields" : "has more than eight fields";
		return manifest_fail(p, whole, c);
	}
	for (int i = 0; i < FIELDS; i++)
		fields[i] = span_trim(span_split(&value, ','));
	return true;
}

static bool take_alias(struct parser *p, struct span s, struct manifest_channel *c)
{
	struct complaint what = {.subject = "alias", .expected = "the name of the channel inside, such as /dev/data"};

	if (span_empty(s)) {
		what.reason = "is empty";
		return manifest_fail(p, s, what);
	}
	if (s.end - s.start > MANIFEST_ALIAS_MAX) {
		what.reason = "is longer than 255 bytes";
		return manifest_fail(p, s, what);
	}
	for (char *q = s.start; q < s.end; q++) {
		if (*q == ' ' || *q == '\t' || *q == '\r') {
			what.reason = "holds a blank";
			return manifest_fail(p, s, what);
		}
	}
	c->alias = span_string(s);
	return true;
}

static bool is_network(const struct manifest_source *s)
{
	return s->kind == MANIFEST_TCP || s->kind == MANIFEST_NODE || s->kind == MANIFEST_UNIX;
}

static bool take_sources(struct parser *p, struct span s, struct manifest_channel *c)
{
	struct manifest *m = p->m;
	struct complaint what = {.subject = "uri", .expected = "at most 8 sources in one channel, 16384 in all"};
	struct span part;
	bool more = true;

	c->sources = m->sources + m->source_count;
	while (more) {
		char *end = s.end;
		struct manifest_source *source = m->sources + m->source_count;

		part = span_split(&s, ';');
		more = part.end < end; /* a ';' stood there: another source must follow */
		part = span_trim(part);
		if (c->source_count == MANIFEST_REPLICAS_MAX || m->source_count == MANIFEST_SOURCES_MAX) {
			what.reason = "too many sources";
			what.code = CODE_MANY;
			return manifest_fail(p, part, what);
		}
		if (!manifest_source(p, part, c->reads, source))
			return false;
		source->uri = span_string(part);
		if (is_network(source) && c->type != ZVM_SGET_SPUT)
			return manifest_fail(p, part, (struct complaint){
				.subject = "uri", .reason = "a channel to another instance is sequential",
				.expected = "type 0"});
		m->source_count++;
		c->source_count++;
	}
	return true;
}

/* What the original asks of type and quotas together. */
static bool check_directions(struct parser *p, struct span whole, struct span type,
                             struct manifest_channel *c)
{
	c->reads = c->limits[ZVM_LIMIT_GETS] && c->limits[ZVM_LIMIT_GET_SIZE];
	c->writes = c->limits[ZVM_LIMIT_PUTS] && c->limits[ZVM_LIMIT_PUT_SIZE];
	if (!c->reads && !c->writes)
		return manifest_fail(p, whole, (struct complaint){
			.subject = "Channel", .reason = "can neither be read nor written", .code = CODE_NIL,
			.expected = "gets and get_size, or puts and put_size, above 0"});
	if (c->reads && c->writes && (c->type == ZVM_SGET_SPUT || c->type == ZVM_SGET_RPUT))
		return manifest_fail(p, type, (struct complaint){
			.subject = "type", .reason = "a sequentially read channel goes one way",
			.expected = "type 1 or 3, or the quotas of one direction 0"});
	return true;
}

bool manifest_channel(struct parser *p, struct span value)
{
	struct manifest *m = p->m;
	struct manifest_channel *c = &m->channels[m->channel_count];
	struct span f[FIELDS];
	int64_t number[FIELDS];

	if (m->channel_count == MANIFEST_CHANNELS_MAX)
		return manifest_fail(p, value, (struct complaint){
			.subject = "Channel", .reason = "too many channels", .code = CODE_MANY,
			.expected = "at most 10914"});
	*c = (struct manifest_channel){.line = p->line};
	if (!split_fields(p, value, f))
		return false;
	for (int i = TYPE; i < FIELDS; i++)
		if (!manifest_number(p, f[i], 0, number_max[i], number_fields[i], &number[i]))
			return false;
	c->type = (uint8_t)number[TYPE];
	c->digest = number[ETAG];
	for (int i = 0; i < ZVM_LIMITS; i++)
		c->limits[i] = number[GETS + i];
	if (!check_directions(p, value, f[TYPE], c) || !take_alias(p, f[ALIAS], c) ||
	    !take_sources(p, f[URI], c))
		return false;
	if (c->source_count > 1 && c->reads && c->writes)
		return manifest_fail(p, f[URI], (struct complaint){
			.subject = "uri", .reason = "a channel with several sources goes one way",
			.expected = "the quotas of one direction 0"});
	m->channel_count++;
	return true;
}

/* The guest's order: the standard streams by their number, then by alias. */
static unsigned rank(const struct manifest_channel *c)
{
	unsigned i = 0;

	while (i < STANDARD && !text_equal(c->alias, standard[i]))
		i++;
	return i;
}

static int compare(const struct manifest_channel *a, const struct manifest_channel *b)
{
	unsigned ra = rank(a), rb = rank(b);
	const unsigned char *s = (const unsigned char *)a->alias, *t = (const unsigned char *)b->alias;

	if (ra != rb)
		return ra < rb ? -1 : 1;
	while (*s && *s == *t) {
		s++;
		t++;
	}
	if (*s != *t)
		return *s < *t ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line; /* no order is left to chance */
}

static void sift_down(struct manifest_channel *c, size_t root, size_t count)
{
	for (;;) {
		size_t child = 2 * root + 1;
		struct manifest_channel kept = c[root];

		if (child >= count)
			return;
		if (child + 1 < count && compare(&c[child], &c[child + 1]) < 0)
			child++;
		if (compare(&kept, &c[child]) >= 0)
			return;
		c[root] = c[child];
		c[child] = kept;
		root = child;
	}
}

/* Heap sort: no recursion, no memory, and no input that makes it slow. */
static void sort(struct manifest_channel *c, size_t count)
{
	for (size_t i = count / 2; i-- > 0;)
		sift_down(c, i, count);
	for (size_t i = count; i-- > 1;) {
		struct manifest_channel last = c[i];

		c[i] = c[0];
		c[0] = last;
		sift_down(c, 0, i);
	}
}

bool manifest_number_channels(struct manifest *m, struct manifest_error *error)
{
	struct complaint missing = {
		.subject = "Channel", .expected = "a line for each of /dev/stdin, /dev/stdout and /dev/stderr"};

	if (m->channel_count == 0) {
		missing.reason = "there are no channels";
		return manifest_fail_line(error, 0, missing);
	}
	sort(m->channels, m->channel_count);
	for (size_t i = 1; i < m->channel_count; i++) {
		if (text_equal(m->channels[i - 1].alias, m->channels[i].alias))
			return manifest_fail_line(error, m->channels[i].line, (struct complaint){
				.subject = "alias", .reason = "this channel exists already",
				.expected = "another alias", .first_line = m->channels[i - 1].line});
	}
	for (size_t i = 0; i < STANDARD; i++) {
		if (i >= m->channel_count || !text_equal(m->channels[i].alias, standard[i])) {
			missing.subject = standard[i];
			missing.reason = "this channel is missing";
			return manifest_fail_line(error, 0, missing);
		}
	}
	return true;
}

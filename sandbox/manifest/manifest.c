/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a manifest: a table of keys, and what must hold of them together. */
#include "scan.h"

#include <zvm/layout.h>

static bool key_version(struct parser *p, struct span v)
{
	if (span_is(v, MANIFEST_VERSION))
		return true;
	return manifest_fail(p, v, (struct complaint){
		.subject = "Version", .reason = "this version is not supported", .expected = MANIFEST_VERSION});
}

static bool key_program(struct parser *p, struct span v)
{
	if (!span_unescape(&v))
		return manifest_fail(p, v, (struct complaint){
			.subject = "Program", .reason = "a backslash begins no \\xHH",
			.expected = "\\x5c for a backslash itself, and never \\x00"});
	p->m->program = span_string(v);
	p->m->program_line = p->line;
	return true;
}

static bool key_memory(struct parser *p, struct span v)
{
	struct complaint c = {.subject = "Memory", .code = CODE_MEMORY, .expected = "1 to 4294967296 bytes"};
	struct complaint tag = {.subject = "Memory", .expected = "Memory = BYTES, TAG with tag 0 or 1: a digest of the memory"};
	struct span bytes = span_trim(span_split(&v, ','));
	int64_t number;

	if (!manifest_number(p, bytes, 1, MANIFEST_MEMORY_MAX, c, &number))
		return false;
	p->m->memory = (uint64_t)number;
	if (!manifest_number(p, span_trim(v), 0, 1, tag, &number))
		return false;
	p->m->memory_digest = number;
	return true;
}

static bool seconds(struct parser *p, struct span v, const char *key, uint32_t *out)
{
	struct complaint c = {.subject = key, .expected = "1 to 2147483647 seconds"};
	int64_t number;

	if (!manifest_number(p, v, 1, MANIFEST_SECONDS_MAX, c, &number))
		return false;
	*out = (uint32_t)number;
	return true;
}

static bool key_timeout(struct parser *p, struct span v)
{
	return seconds(p, v, "Timeout", &p->m->timeout);
}

static bool key_cpu_time(struct parser *p, struct span v)
{
	return seconds(p, v, "CpuTime", &p->m->cpu_time);
}

static bool key_stack(struct parser *p, struct span v)
{
	struct complaint c = {.subject = "Stack", .code = CODE_MEMORY, .expected = "65536 to 1073741824 bytes, a multiple of 4096"};
	int64_t number;

	if (!manifest_number(p, v, MANIFEST_STACK_MIN, MANIFEST_STACK_MAX, c, &number))
		return false;
	if ((uint64_t)number % ZVM_PAGE) {
		c.reason = "is no multiple of the page size";
		return manifest_fail(p, v, c);
	}
	p->m->stack = (uint64_t)number;
	return true;
}

static bool key_digest(struct parser *p, struct span v)
{
	for (int i = MANIFEST_SHA256; i <= MANIFEST_MD5; i++) {
		if (span_is(v, manifest_digest_name((enum manifest_digest)i))) {
			p->m->digest = (enum manifest_digest)i;
			return true;
		}
	}
	return manifest_fail(p, v, (struct complaint){
		.subject = "Digest", .reason = "is no known digest", .expected = "sha256, sha1 or md5"});
}

static bool key_jail(struct parser *p, struct span v)
{
	struct complaint c = {.subject = "Jail", .expected = "0 or 1: whether the program may add code"};
	int64_t number;

	if (!manifest_number(p, v, 0, 1, c, &number))
		return false;
	p->m->jail = number;
	return true;
}

static bool key_node(struct parser *p, struct span v)
{
	struct complaint c = {.subject = "Node", .expected = "this instance's id, 1 to 2147483647"};
	int64_t number;

	if (!manifest_number(p, v, 1, INT32_MAX, c, &number))
		return false;
	p->m->node = (uint32_t)number;
	return true;
}

static bool key_name_server(struct parser *p, struct span v)
{
	struct complaint c = {.subject = "NameServer", .expected = "udp:ADDRESS:PORT (IPv4)"};
	struct span protocol = span_split(&v, ':');
	struct span host = span_split(&v, ':');
	int64_t port;

	if (!span_is(protocol, "udp")) {
		c.reason = "the protocol is not udp";
		return manifest_fail(p, protocol, c);
	}
	if (!span_ipv4(host, &p->m->name_server) || !p->m->name_server) {
		c.reason = "is not an IPv4 address";
		return manifest_fail(p, host, c);
	}
	if (!manifest_number(p, v, 1, UINT16_MAX, c, &port))
		return false;
	p->m->name_server_port = (uint16_t)port;
	return true;
}

static bool key_job(struct parser *p, struct span v)
{
	if (!span_unescape(&v))
		return manifest_fail(p, v, (struct complaint){
			.subject = "Job", .reason = "a backslash begins no \\xHH",
			.expected = "\\x5c for a backslash itself, and never \\x00"});
	if (v.end - v.start > MANIFEST_SOCKET_PATH_MAX)
		return manifest_fail(p, v, (struct complaint){
			.subject = "Job", .reason = "the path is too long for a socket", .expected = "at most 107 bytes"});
	p->m->job = span_string(v);
	return true;
}

static bool key_etag(struct parser *p, struct span v)
{
	p->m->etag = span_string(v);
	return true;
}

enum { VERSION, PROGRAM, MEMORY, TIMEOUT, CHANNEL };

static const struct key {
	const char *name;
	bool (*take)(struct parser *p, struct span value);
	const char *required; /* how to write it, if it must be there */
	bool repeats;
} keys[] = {
	[VERSION] = {"Version", key_version, "Version = " MANIFEST_VERSION, false},
	[PROGRAM] = {"Program", key_program, "Program = PATH", false},
	[MEMORY] = {"Memory", key_memory, "Memory = BYTES, TAG", false},
	[TIMEOUT] = {"Timeout", key_timeout, "Timeout = SECONDS", false},
	/* A missing one is told with the aliases: manifest_number_channels. */
	[CHANNEL] = {"Channel", manifest_channel, NULL, true},
	{"NameServer", key_name_server, NULL, false},
	{"Node", key_node, NULL, false},
	{"Job", key_job, NULL, false},
	{"Etag", key_etag, NULL, false},
	{"CpuTime", key_cpu_time, NULL, false},
	{"Stack", key_stack, NULL, false},
	{"Digest", key_digest, NULL, false},
	{"Jail", key_jail, NULL, false},
};

enum { KEYS = sizeof keys / sizeof *keys };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Equal but for case, or for one letter that is wrong, missing or too many. */
static bool is_similar(struct span s, const char *name)
{
	char *end = s.end;
	const char *tail = name + text_length(name);
	ptrdiff_t more = (s.end - s.start) - (tail - name);

	if (more < -1 || more > 1)
		return false;
	while (s.start < end && *name && lower(*s.start) == lower(*name)) {
		s.start++;
		name++;
	}
	while (end > s.start && tail > name && lower(end[-1]) == lower(tail[-1])) {
		end--;
		tail--;
	}
	return end - s.start <= 1 && tail - name <= 1;
}

static const char *expected_key(struct span s)
{
	for (int i = 0; i < KEYS; i++)
		if (is_similar(s, keys[i].name))
			return keys[i].name;
	return "Version, Program, Memory, Timeout, Channel, NameServer, Node, Job, Etag, CpuTime, Stack, Digest or Jail";
}

/* A '#' at the start of a line or behind a blank begins a comment. */
static struct span without_comment(struct span line)
{
	for (char *p = line.start; p < line.end; p++) {
		if (*p == '#' && (p == line.start || p[-1] == ' ' || p[-1] == '\t')) {
			line.end = p;
			break;
		}
	}
	return span_trim(line);
}

static bool check_bytes(struct parser *p, struct span line)
{
	for (char *s = line.start; s < line.end; s++) {
		if ((*s >= 0 && *s < ' ' && *s != '\t' && *s != '\r') || *s == 127)
			return manifest_fail(p, (struct span){s, s}, (struct complaint){
				.subject = "manifest", .reason = "a control character",
				.expected = "text, with \\xHH for anything special in a path"});
	}
	return true;
}

static bool parse_line(struct parser *p, struct span line, uint32_t seen[KEYS])
{
	struct span key, value;
	char *end;

	if (!check_bytes(p, line))
		return false;
	value = line = without_comment(line);
	if (span_empty(line))
		return true;
	end = value.end;
	key = span_split(&value, '=');
	if (key.end == end)
		return manifest_fail(p, line, (struct complaint){
			.subject = "manifest", .reason = "this line has no '='",
			.expected = "Key = value, or # and a comment"});
	key = span_trim(key);
	value = span_trim(value);
	if (span_empty(key))
		return manifest_fail(p, line, (struct complaint){
			.subject = "manifest", .reason = "nothing stands before '='",
			.expected = "Key = value; comments begin with #"});
	for (int i = 0; i < KEYS; i++) {
		if (!span_is(key, keys[i].name))
			continue;
		if (seen[i] && !keys[i].repeats)
			return manifest_fail(p, key, (struct complaint){
				.subject = keys[i].name, .reason = "this key was given before",
				.expected = "one such line", .first_line = seen[i]});
		seen[i] = p->line;
		if (span_empty(value))
			return manifest_fail(p, value, (struct complaint){
				.subject = keys[i].name, .reason = "has no value",
				.expected = keys[i].required ? keys[i].required : "Key = value"});
		return keys[i].take(p, value);
	}
	return manifest_fail(p, key, (struct complaint){
		.subject = "manifest", .reason = "unknown key", .expected = expected_key(key)});
}

/* What no single line can show. */
static bool check_together(struct manifest *m, const uint32_t seen[KEYS], struct manifest_error *error)
{
	bool empty = true;

	for (int i = 0; i < KEYS; i++)
		empty = empty && !seen[i];
	if (empty)
		return manifest_fail_line(error, 0, (struct complaint){
			.subject = "manifest", .reason = "is empty", .expected = "Version = " MANIFEST_VERSION " and other keys"});
	for (int i = 0; i < KEYS; i++) {
		if (keys[i].required && !seen[i])
			return manifest_fail_line(error, 0, (struct complaint){
				.subject = keys[i].name, .reason = "this key is missing", .expected = keys[i].required});
	}
	if (!manifest_number_channels(m, error))
		return false;
	if (m->name_server && !m->node)
		return manifest_fail_line(error, 0, (struct complaint){
			.subject = "Node", .reason = "NameServer is given but Node is missing",
			.expected = "Node = ID of this instance"});
	for (uint32_t i = 0; i < m->channel_count; i++) {
		const struct manifest_channel *c = &m->channels[i];

		for (uint32_t j = 0; j < c->source_count; j++) {
			const struct manifest_source *s = &c->sources[j];

			if (s->kind == MANIFEST_NODE && !m->name_server)
				return manifest_fail_line(error, c->line, (struct complaint){
					.subject = "uri", .reason = "an instance is named by its id, but there is no NameServer",
					.expected = "NameServer = udp:ADDRESS:PORT, or tcp:ADDRESS:PORT"});
			if (s->kind == MANIFEST_NODE && s->number == m->node)
				return manifest_fail_line(error, c->line, (struct complaint){
					.subject = "uri", .reason = "an instance cannot be its own peer",
					.expected = "the id of another instance"});
		}
	}
	return true;
}

bool manifest_parse(struct manifest *m, char *text, size_t size, struct manifest_error *error)
{
	struct parser p = {.m = m, .error = error};
	struct span rest = {text, text + size};
	uint32_t seen[KEYS] = {0};

	m->program = m->job = m->etag = NULL;
	m->memory = 0;
	m->stack = ZVM_STACK_SIZE;
	m->timeout = m->cpu_time = m->node = m->name_server = m->program_line = 0;
	m->name_server_port = 0;
	m->memory_digest = m->jail = false;
	m->digest = MANIFEST_SHA256;
	m->channel_count = m->source_count = 0;
	if (size > MANIFEST_SIZE_MAX)
		return manifest_fail_line(error, 0, (struct complaint){
			.subject = "manifest", .reason = "is too large", .expected = "at most 524288 bytes"});
	while (!span_empty(rest)) {
		struct span line = span_split(&rest, '\n');

		p.line++;
		p.line_start = line.start;
		if (!parse_line(&p, line, seen))
			return false;
	}
	return check_together(m, seen, error);
}

static bool same_channel(const struct manifest_channel *a, const struct manifest_channel *b)
{
	for (int i = 0; i < ZVM_LIMITS; i++)
		if (a->limits[i] != b->limits[i])
			return false;
	return a->type == b->type && text_equal(a->alias, b->alias);
}

bool manifest_continues(const struct manifest *old, const struct manifest *new,
                        struct manifest_error *error)
{
	struct complaint c = {
		.subject = "Channel", .reason = "differs from the daemon's channel of this number",
		.expected = "the same aliases, types and quotas as at the start"};

	for (uint32_t i = 0; i < new->channel_count && i < old->channel_count; i++)
		if (!same_channel(&old->channels[i], &new->channels[i]))
			return manifest_fail_line(error, new->channels[i].line, c);
	if (old->channel_count == new->channel_count)
		return true;
	c.reason = "the number of channels differs from the daemon's";
	return manifest_fail_line(error, 0, c);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* One source of a channel: /path, fd:N, tcp:HOST:PORT, unix:/path. */
#include "scan.h"

static bool take_path(struct parser *p, struct span s, struct span whole, const char **out)
{
	if (span_empty(s) || *s.start != '/')
		return manifest_fail(p, whole, (struct complaint){
			.subject = "uri", .reason = "the path is not absolute",
			.expected = "a path that begins with '/'"});
	if (!span_unescape(&s))
		return manifest_fail(p, whole, (struct complaint){
			.subject = "uri", .reason = "a backslash begins no \\xHH",
			.expected = "\\x5c for a backslash itself, and never \\x00"});
	*out = span_string(s);
	return true;
}

static bool source_path(struct parser *p, struct span rest, struct span whole, bool reads,
                        struct manifest_source *out)
{
	(void)reads;
	return take_path(p, rest, whole, &out->path);
}

static bool source_fd(struct parser *p, struct span rest, struct span whole, bool reads,
                      struct manifest_source *out)
{
	int64_t fd;

	(void)whole;
	(void)reads;
	if (!manifest_number(p, rest, 0, INT32_MAX, (struct complaint){
		    .subject = "uri", .expected = "fd:N with the number of an open descriptor"}, &fd))
		return false;
	out->number = (uint32_t)fd;
	return true;
}

static bool has_dot(struct span s)
{
	while (s.start < s.end && *s.start != '.')
		s.start++;
	return s.start < s.end;
}

static bool source_tcp(struct parser *p, struct span rest, struct span whole, bool reads,
                       struct manifest_source *out)
{
	static const char expected[] = "tcp:ADDRESS:PORT (IPv4) or tcp:ID:PORT (an instance of the name server)";
	struct span host = span_split(&rest, ':');
	int64_t id = 0, port = 0;

	if (has_dot(host)) {
		out->kind = MANIFEST_TCP;
		if (!span_ipv4(host, &out->number))
			return manifest_fail(p, host, (struct complaint){
				.subject = "uri", .reason = "is not an IPv4 address", .expected = expected});
	} else {
		out->kind = MANIFEST_NODE;
		if (!manifest_number(p, host, 1, INT32_MAX,
		                     (struct complaint){.subject = "uri", .expected = expected}, &id))
			return false;
		out->number = (uint32_t)id;
	}
	if (!span_empty(rest) && !manifest_number(p, rest, 0, UINT16_MAX,
	                                          (struct complaint){.subject = "uri", .expected = "a port, 0 to 65535"}, &port))
		return false;
	if (port == 0 && !reads && out->kind == MANIFEST_TCP)
		return manifest_fail(p, whole, (struct complaint){
			.subject = "uri", .reason = "a writer connects and must know the port",
			.expected = "tcp:ADDRESS:PORT, port 1 to 65535"});
	out->port = (uint16_t)port;
	return true;
}

static bool source_unix(struct parser *p, struct span rest, struct span whole, bool reads,
                        struct manifest_source *out)
{
	(void)reads;
	if (!take_path(p, rest, whole, &out->path))
		return false;
	if (text_length(out->path) > MANIFEST_SOCKET_PATH_MAX)
		return manifest_fail(p, whole, (struct complaint){
			.subject = "uri", .reason = "the path is too long for a socket",
			.expected = "at most 107 bytes"});
	return true;
}

/* Not offered: the original knew these names and served none of them. */
static bool source_refused(struct parser *p, struct span rest, struct span whole, bool reads,
                           struct manifest_source *out)
{
	(void)rest;
	(void)reads;
	(void)out;
	return manifest_fail(p, whole, (struct complaint){
		.subject = "uri", .reason = "this protocol is not supported", .code = CODE_PROTOCOL,
		.expected = "an absolute path, fd:N, tcp:HOST:PORT or unix:/PATH"});
}

static const struct scheme {
	const char *name; /* lower case; the manifest may use any */
	enum manifest_source_kind kind;
	bool (*parse)(struct parser *p, struct span rest, struct span whole, bool reads,
	              struct manifest_source *out);
} schemes[] = {
	{"fd", MANIFEST_FD, source_fd},
	{"tcp", MANIFEST_TCP, source_tcp},
	{"unix", MANIFEST_UNIX, source_unix},
	{"udp", MANIFEST_TCP, source_refused},
	{"ipc", MANIFEST_TCP, source_refused},
	{"inproc", MANIFEST_TCP, source_refused},
	{"pgm", MANIFEST_TCP, source_refused},
	{"epgm", MANIFEST_TCP, source_refused},
	{"opaque", MANIFEST_TCP, source_refused},
};

static bool is_scheme(struct span s, const char *name)
{
	for (; s.start < s.end && *name; s.start++, name++) {
		char c = *s.start >= 'A' && *s.start <= 'Z' ? (char)(*s.start + 32) : *s.start;

		if (c != *name)
			return false;
	}
	return s.start == s.end && !*name;
}

bool manifest_source(struct parser *p, struct span s, bool reads, struct manifest_source *out)
{
	struct span rest = s, scheme;

	*out = (struct manifest_source){.kind = MANIFEST_PATH};
	if (span_empty(s))
		return manifest_fail(p, s, (struct complaint){
			.subject = "uri", .reason = "is empty", .expected = "a path or another source"});
	if (*s.start == '/')
		return source_path(p, rest, s, reads, out);
	scheme = span_split(&rest, ':');
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		if (scheme.end < s.end && is_scheme(scheme, schemes[i].name)) {
			out->kind = schemes[i].kind;
			return schemes[i].parse(p, rest, s, reads, out);
		}
	}
	return manifest_fail(p, s, (struct complaint){
		.subject = "uri", .reason = "is neither an absolute path nor a known source",
		.expected = "/path, fd:N, tcp:HOST:PORT or unix:/PATH"});
}

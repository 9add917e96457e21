/* SPDX-License-Identifier: Apache-2.0 */
#include "name_server.h"

#include "session.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/*
 * All numbers are big-endian: our id, the counts of both tables, then the tables
 * {u32 peer, u16 port}.  In the answer the wanted ones have become
 * {u32 IPv4 address, u16 port}.
 */
#define HEADER 12
#define RECORD 6
#define TABLE_MAX MANIFEST_CHANNELS_MAX
#define DATAGRAM_MAX 65507
#define TRY_MS 1200
#define TRIES 3

struct record {
	uint32_t id;
	uint16_t port;
};

static struct record bound[TABLE_MAX], wanted[TABLE_MAX];
static uint32_t bound_count, wanted_count;
static uint8_t datagram[DATAGRAM_MAX], answer[DATAGRAM_MAX + 1];

void name_server_bound(uint32_t id, uint16_t port)
{
	if (bound_count < TABLE_MAX)
		bound[bound_count++] = (struct record){id, port};
}

void name_server_wanted(uint32_t id)
{
	if (wanted_count < TABLE_MAX)
		wanted[wanted_count++] = (struct record){id, 0};
}

static uint8_t *put32(uint8_t *p, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*p++ = (uint8_t)(v >> shift);
	return p;
}

static uint8_t *put_table(uint8_t *p, const struct record *table, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		p = put32(p, table[i].id);
		*p++ = (uint8_t)(table[i].port >> 8);
		*p++ = (uint8_t)table[i].port;
	}
	return p;
}

static bool ask(int fd, size_t size)
{
	struct timeval patience = {.tv_usec = TRY_MS % 1000 * 1000, .tv_sec = TRY_MS / 1000};

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	for (int i = 0; i < TRIES; i++) {
		if (send(fd, datagram, size, 0) != (ssize_t)size)
			continue;
		if (recv(fd, answer, sizeof answer, 0) == (ssize_t)size)
			return true;
	}
	return false;
}

void name_server_exchange(const struct manifest *m)
{
	size_t size = HEADER + ((size_t)bound_count + wanted_count) * RECORD;
	struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(m->name_server_port),
	                             .sin_addr.s_addr = htonl(m->name_server)};
	uint8_t *p;
	int fd;

	if (bound_count + wanted_count == 0)
		return;
	if (m->name_server == 0)
		refuse(SESSION_CHANNEL, EFAULT, "NameServer is missing: channels name other instances by number");
	if (size > sizeof datagram)
		refuse(SESSION_CHANNEL, ENFILE, "NameServer: too many channels for one datagram");
	p = put32(put32(put32(datagram, m->node), bound_count), wanted_count);
	put_table(put_table(p, bound, bound_count), wanted, wanted_count);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof server))
		refuse_errno(SESSION_CHANNEL, "NameServer: cannot be reached");
	if (!ask(fd, size))
		refuse(SESSION_CHANNEL, EFAULT, "NameServer: no answer, or one of wrong size");
	close(fd);
}

void name_server_find(const struct channel *c, uint32_t id, struct sockaddr_in *address)
{
	const uint8_t *record = answer + HEADER + (size_t)bound_count * RECORD;

	for (uint32_t i = 0; i < wanted_count; i++, record += RECORD) {
		if (wanted[i].id != id)
			continue;
		memset(address, 0, sizeof *address);
		address->sin_family = AF_INET;
		memcpy(&address->sin_addr.s_addr, record, 4);
		memcpy(&address->sin_port, record + 4, 2);
		wanted[i].id = 0; /* the next channel to the same instance takes the next record */
		return;
	}
	refuse(SESSION_CHANNEL, EFAULT, "line %u, channel %s: the name server does not know %s", c->line, c->alias, c->uri);
}

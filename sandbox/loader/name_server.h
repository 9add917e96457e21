/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The name server's client: one datagram tells it where we listen and whom we look
 * for; its answer says where they listen.  docs/manifest-and-channels.md has the
 * format.
 */
#ifndef ZVM_LOADER_NAME_SERVER_H
#define ZVM_LOADER_NAME_SERVER_H

#include "channel.h"

#include <netinet/in.h>

/* Records that this instance listens on `port` for data from instance `id`. */
void name_server_bound(uint32_t id, uint16_t port);

/* Records that this instance writes to instance `id`. */
void name_server_wanted(uint32_t id);

/* The exchange, if anything was recorded. Refuses the session if it fails. */
void name_server_exchange(const struct manifest *m);

/* Where instance `id` listens for us. */
void name_server_find(const struct channel *c, uint32_t id, struct sockaddr_in *address);

#endif

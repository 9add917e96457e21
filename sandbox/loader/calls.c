/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runtime calls.  Everything that a guest can ask of the host is in this
 * table; arguments are 64 bits of anything and are copied in by registers.
 */
#include "channel.h"
#include "gate.h"
#include "guest.h"
#include "jail.h"
#include "job.h"
#include "session.h"

#include <errno.h>

#include <zvm/call.h>

static struct channel *find_channel(uint64_t number)
{
	uint32_t n = (uint32_t)number;

	return n < channel_count ? &channels[n] : NULL;
}

static int64_t call_exit(uint64_t code, uint64_t b, uint64_t c, uint64_t d)
{
	(void)b, (void)c, (void)d;
	session_result.state = SESSION_OK;
	session_result.guest_code = (int32_t)(uint32_t)code;
	session_end();
}

static int64_t call_pread(uint64_t number, uint64_t buffer, uint64_t size, uint64_t offset)
{
	struct channel *c = find_channel(number);

	if (!c || !c->reads)
		return -EBADF;
	if (!guest_writable(buffer, size))
		return -EFAULT;
	return channel_read(c, guest_pointer(buffer), size, (int64_t)offset);
}

static int64_t call_pwrite(uint64_t number, uint64_t buffer, uint64_t size, uint64_t offset)
{
	struct channel *c = find_channel(number);

	if (!c || !c->writes)
		return -EBADF;
	if (!guest_readable(buffer, size))
		return -EFAULT;
	return channel_write(c, guest_pointer(buffer), size, (int64_t)offset);
}

static int64_t call_jail(uint64_t address, uint64_t size, uint64_t c, uint64_t d)
{
	(void)c, (void)d;
	return jail(address, size);
}

static int64_t call_unjail(uint64_t address, uint64_t size, uint64_t c, uint64_t d)
{
	(void)c, (void)d;
	return unjail(address, size);
}

static int64_t call_fork(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	(void)a, (void)b, (void)c, (void)d;
	return job_fork();
}

static int64_t (*const calls[ZVM_CALLS])(uint64_t, uint64_t, uint64_t, uint64_t) = {
	[ZVM_CALL_EXIT] = call_exit,     [ZVM_CALL_PREAD] = call_pread,
	[ZVM_CALL_PWRITE] = call_pwrite, [ZVM_CALL_JAIL] = call_jail,
	[ZVM_CALL_UNJAIL] = call_unjail, [ZVM_CALL_FORK] = call_fork,
};

int64_t gate_dispatch(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint32_t number)
{
	return number < ZVM_CALLS ? calls[number](a, b, c, d) : -ENOSYS;
}

void gate_cancelled(void)
{
	session_end();
}

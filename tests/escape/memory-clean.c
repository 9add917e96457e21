/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing of the host's is in the guest's memory: not at the start, and not after
 * runtime calls, which never use the guest's stack.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; head -c 3000000 /dev/urandom >in
 * RUN: manifest "Channel = $T/in, /dev/in, 3, 0, 999, 9999999, 0, 0"
 * RUN: run
 * OUT: ok
 */
#include "check.h"

enum { RED = 0x2000 }; /* bytes of the stack that this program may have used */

static uint64_t first_nonzero(uint64_t start, uint64_t end)
{
	for (; start < end; start += 8)
		if (*(volatile uint64_t *)(uintptr_t)start)
			return start;
	return 0;
}

static uint64_t stack_pointer(void)
{
	uint64_t here;

	__asm__("mov %%rsp, %0" : "=r"(here));
	return here;
}

static void at_start(const struct zvm_session *s)
{
	uint64_t table = s->channels, end = table;

	CHECK(first_nonzero(ZVM_THREAD, ZVM_THREAD_END), 0);
	CHECK(first_nonzero(s->heap_start, s->heap_end), 0);
	CHECK(first_nonzero(s->stack_start, s->stack_end - RED), 0);
	CHECK(first_nonzero(s->stack_end - 64, s->stack_end), 0);
	/* Behind the last channel's name. */
	for (uint32_t i = 0; i < s->channel_count; i++) {
		const struct zvm_channel *c = (const struct zvm_channel *)(uintptr_t)table + i;
		const char *name = (const char *)(uintptr_t)c->name;

		end = (uint64_t)c->name + text_length(name) + 1;
	}
	for (; end % 8; end++)
		CHECK(*(volatile char *)(uintptr_t)end, 0);
	CHECK(first_nonzero(end, ZVM_SESSION_END), 0);
	for (uint64_t at = ZVM_GATE + (ZVM_SLOT_RETURN + 1) * ZVM_SLOT; at < ZVM_GATE_END; at++)
		CHECK(*(volatile unsigned char *)(uintptr_t)at, 0xF4);
}

/* The pages below rsp, filled before and looked at after calls that succeed, fail and are refused. */
static void after_calls(const struct zvm_session *s)
{
	const uint64_t pattern = 0x0123456789ABCDEF;
	int32_t in = channel("/dev/in");
	uint64_t end = stack_pointer() - RED;

	for (uint64_t at = s->stack_start; at < end; at += 8)
		*(volatile uint64_t *)(uintptr_t)at = pattern;
	CHECK(zvm_pread(in, heap(), 3000000, 0), 3000000);
	CHECK(zvm_pread(in, heap(), 3000000, 2999999), 1);
	CHECK(zvm_pread(in, (void *)(uintptr_t)ZVM_GATE, 1, 0), -ZVM_EFAULT);
	CHECK(zvm_pwrite(2, heap(), 0, 0), 0);
	CHECK(zvm_pwrite(99, heap(), 1, 0), -ZVM_EBADF);
	CHECK(zvm_jail(heap(), ZVM_PAGE), -ZVM_EPERM);
	CHECK(zvm_fork(), -ZVM_EPERM);
	for (uint64_t at = s->stack_start; at < end; at += 8)
		if (*(volatile uint64_t *)(uintptr_t)at != pattern)
			CHECK((int64_t)at, 0);
	CHECK(first_nonzero(ZVM_THREAD, ZVM_THREAD_END), 0);
	CHECK(first_nonzero(s->heap_start + 3000000, s->heap_end), 0);
}

void _start(void)
{
	at_start(zvm_session());
	after_calls(zvm_session());
	print("ok\n");
	zvm_exit(0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arguments of runtime calls that point where they must not, or overflow.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; head -c 100000 /dev/zero >zeros
 * RUN: manifest "Channel = $T/zeros, /dev/in, 3, 0, 99, 9999999, 0, 0"
 * RUN: run
 * OUT: ok
 */
#include "check.h"

/* Exactly as the guest could pass them: all 64 bits of each register. */
typedef int64_t raw_call(uint64_t a, uint64_t b, uint64_t c, uint64_t d);
static raw_call *const pread_call = (raw_call *)(ZVM_GATE + ZVM_CALL_PREAD * ZVM_SLOT);
static raw_call *const pwrite_call = (raw_call *)(ZVM_GATE + ZVM_CALL_PWRITE * ZVM_SLOT);

static volatile char last_data = 1; /* there is writable data */

static void reads(int32_t ch)
{
	const struct zvm_session *s = zvm_session();
	static const struct {
		uint64_t address, size;
	} bad[] = {
		{0, 1}, {ZVM_NULL_END - 1, 1}, {ZVM_GATE, 1}, {ZVM_SESSION, 1}, {ZVM_SESSION, 64},
		{ZVM_THREAD - 1, 2}, {ZVM_TEXT, 1}, {ZVM_THREAD_END - 1, 2}, {ZVM_STACK_TOP, 1},
		{ZVM_STACK_TOP - 1, 2}, {ZVM_TOP - 1, 1}, {ZVM_TOP, 1}, {ZVM_TOP + ZVM_THREAD, 1},
		{ZVM_GUARD_END, 1}, {ZVM_THREAD, UINT64_MAX}, {ZVM_THREAD, -ZVM_THREAD},
		{UINT64_MAX, 1}, {UINT64_MAX, UINT64_MAX}, {1ULL << 63 | ZVM_THREAD, 1},
		{ZVM_THREAD, 1ULL << 32}, {ZVM_THREAD, 1ULL << 63},
	};

	for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(pread_call((uint64_t)ch, bad[i].address, bad[i].size, 0), -ZVM_EFAULT);
	CHECK(pread_call((uint64_t)ch, s->heap_end - 1, 2, 0), -ZVM_EFAULT);
	CHECK(pread_call((uint64_t)ch, s->stack_start - 1, 2, 0), -ZVM_EFAULT);
	CHECK(pread_call((uint64_t)ch, s->data_start, 1, 0), -ZVM_EFAULT); /* constants */
	CHECK(pread_call((uint64_t)ch, s->heap_end - 1, 1, 0), 1);
	CHECK(pread_call((uint64_t)ch, s->stack_start, 1, 0), 1);
	CHECK(pread_call((uint64_t)ch, ZVM_THREAD, 1, 0), 1);
	CHECK(last_data, 1);
	CHECK(pread_call((uint64_t)ch, s->data_end - 1, 2, 0), 2); /* from data into heap */
	/* Channel numbers are 32 bits; the rest of the register is not looked at. */
	CHECK(pread_call(0xABCD00000000 | (uint64_t)ch, ZVM_THREAD, 1, 0), 1);
	CHECK(pread_call(UINT32_MAX, ZVM_THREAD, 1, 0), -ZVM_EBADF);
	CHECK(pread_call(s->channel_count, ZVM_THREAD, 1, 0), -ZVM_EBADF);
	CHECK(pread_call(1ULL << 31, ZVM_THREAD, 1, 0), -ZVM_EBADF);
}

static void writes(void)
{
	CHECK(pwrite_call(1, 0, 1, 0), -ZVM_EFAULT);
	CHECK(pwrite_call(1, ZVM_TOP, 1, 0), -ZVM_EFAULT);
	CHECK(pwrite_call(1, ZVM_GATE, 1ULL << 40, 0), -ZVM_EFAULT);
	CHECK(pwrite_call(1, ZVM_STACK_TOP - 1, 2, 0), -ZVM_EFAULT);
	CHECK(pwrite_call(1, UINT64_MAX - 1, 4, 0), -ZVM_EFAULT);
	CHECK(pwrite_call(2, ZVM_GATE, 0, 0), 0); /* readable, all of it */
}

void _start(void)
{
	int32_t in = channel("/dev/in");

	reads(in);
	writes();
	CHECK(zvm_jail(heap(), ZVM_PAGE), -ZVM_EPERM); /* the manifest has no Jail */
	CHECK(zvm_unjail(heap(), ZVM_PAGE), -ZVM_EINVAL);
	CHECK(zvm_fork(), -ZVM_EPERM);
	print("ok\n");
	zvm_exit(0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading: quotas, the end of the data, positions.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile
 * RUN: printf 0123456789 >ten; mkfifo pipe; printf 0123456789 >pipe &
 * RUN: manifest "Channel = $T/ten, /dev/seq, 0, 0, 2, 10, 0, 0" \
 * RUN:     "Channel = $T/ten, /dev/few, 0, 0, 9, 4, 0, 0" \
 * RUN:     "Channel = $T/ten, /dev/random, 3, 0, 4, 8, 0, 0" \
 * RUN:     "Channel = $T/pipe, /dev/pipe, 0, 0, 3, 10, 0, 0"
 * RUN: run; report channels /dev/seq; report channels /dev/pipe
 * OUT: ok
 * OUT: {'alias': '/dev/seq', 'network': False, 'gets': 2, 'get_bytes': 10, 'puts': 0, 'put_bytes': 0, 'digest': None}
 * OUT: {'alias': '/dev/pipe', 'network': False, 'gets': 2, 'get_bytes': 10, 'puts': 0, 'put_bytes': 0, 'digest': None}
 */
#include "check.h"

static char buffer[64];

/* Both quotas are used up exactly at the end: the guest must still see the end. */
static void sequential(int32_t ch)
{
	CHECK(zvm_pread(ch, buffer, 4, 1000), 4);
	CHECK(equal(buffer, "0123", 4), true);
	CHECK(zvm_pread(ch, buffer, 0, 0), 0);
	CHECK(zvm_pread(ch, buffer, sizeof buffer, -1), 6);
	CHECK(equal(buffer, "456789", 6), true);
	CHECK(zvm_pread(ch, buffer, sizeof buffer, 0), 0);
	CHECK(zvm_pread(ch, buffer, sizeof buffer, 0), 0);
}

static void quota(int32_t ch)
{
	CHECK(zvm_pread(ch, buffer, sizeof buffer, 0), 4);
	CHECK(zvm_pread(ch, buffer, sizeof buffer, 0), -ZVM_EDQUOT);
	CHECK(zvm_pread(ch, buffer, 0, 0), 0);
	CHECK(zvm_pread(ch, buffer, sizeof buffer, 0), -ZVM_EDQUOT);
}

static void random_access(int32_t ch)
{
	CHECK(zvm_pread(ch, buffer, 3, 8), 2);
	CHECK(equal(buffer, "89", 2), true);
	CHECK(zvm_pread(ch, buffer, 3, 10), 0);
	CHECK(zvm_pread(ch, buffer, 3, 11), 0);
	CHECK(zvm_pread(ch, buffer, 3, INT64_MAX), 0);
	CHECK(zvm_pread(ch, buffer, 3, -1), -ZVM_EINVAL);
	CHECK(zvm_pread(ch, buffer, 3, INT64_MIN), -ZVM_EINVAL);
	CHECK(zvm_pread(ch, buffer, 0, 4), 0);
	CHECK(zvm_pread(ch, buffer, 10, 1), 6); /* what is left of the bytes */
	CHECK(zvm_pread(ch, buffer, 10, 1), -ZVM_EDQUOT);
	CHECK(zvm_pread(ch, buffer, 10, 10), 0); /* the end is free */
}

void _start(void)
{
	const struct zvm_channel *c = (const struct zvm_channel *)zvm_session()->channels;

	CHECK(c[channel("/dev/seq")].size, 0);
	CHECK(c[channel("/dev/random")].size, 10);
	CHECK(c[channel("/dev/pipe")].kind, ZVM_KIND_PIPE);
	CHECK(c[0].kind, ZVM_KIND_NULL);
	sequential(channel("/dev/seq"));
	sequential(channel("/dev/pipe"));
	quota(channel("/dev/few"));
	random_access(channel("/dev/random"));
	CHECK(zvm_pread(0, buffer, sizeof buffer, 0), 0);
	CHECK(zvm_pread(1, buffer, sizeof buffer, 0), -ZVM_EBADF);
	print("ok\n");
	zvm_exit(0);
}

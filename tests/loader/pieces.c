/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A read of a stream gives what has come and does not wait for a full buffer: a guest
 * that echoes /dev/in to /dev/out answers each line before the next is written.  Two
 * instances that ask and answer each other do not wait for ever, and the pieces between
 * them are the writer's, however the socket cuts them.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; mkfifo in out; big=9999999999
 * RUN: manifest "Channel = $T/in, /dev/in, 0, 0, $big, $big, 0, 0" "Channel = $T/out, /dev/out, 0, 0, 0, 0, $big, $big"
 * RUN: zerovm --exit-status --report report manifest & p=$!; exec 5>in 6<out
 * RUN: for line in one two three; do echo $line >&5; read -t 20 -r answer <&6; echo "$answer"; done; exec 5>&-; wait $p; report state
 * RUN: manifest "Channel = unix:$T/ask, /dev/in, 0, 0, $big, $big, 0, 0" "Channel = unix:$T/answer, /dev/out, 0, 0, 0, 0, $big, $big"; mv manifest echo
 * RUN: manifest "Channel = unix:$T/ask, /dev/ask, 0, 0, 0, 0, $big, $big" "Channel = unix:$T/answer, /dev/in, 0, 0, $big, $big, 0, 0"; mv manifest asks
 * RUN: zerovm --exit-status --report report.e echo & p=$!; zerovm --exit-status --report report asks; wait $p; report state
 * OUT: one
 * OUT: two
 * OUT: three
 * OUT: ok
 * OUT: 5 300000 7
 * OUT: ok
 */
#include "check.h"

static void number(uint64_t n)
{
	char digits[21];
	int at = sizeof digits - 1;

	digits[at] = 0;
	do
		digits[--at] = (char)('0' + n % 10);
	while (n /= 10);
	print(digits + at);
}

static void echo(int32_t in, int32_t out)
{
	int64_t n;

	while ((n = zvm_pread(in, heap(), 1 << 20, 0)) > 0)
		CHECK(zvm_pwrite(out, heap(), (uint64_t)n, 0), n);
	zvm_exit((int32_t)-n);
}

static void ask(int32_t out, int32_t in)
{
	static const uint64_t sizes[] = {5, 300000, 7};

	for (int i = 0; i < 3; i++) {
		CHECK(zvm_pwrite(out, heap(), sizes[i], 0), (int64_t)sizes[i]);
		number((uint64_t)zvm_pread(in, heap(), 1 << 20, 0));
		print(i < 2 ? " " : "\n");
	}
	zvm_exit(0);
}

void _start(void)
{
	const struct zvm_channel *c = (const struct zvm_channel *)zvm_session()->channels;

	if (((const char *)(uintptr_t)c[3].name)[5] == 'a')
		ask(channel("/dev/ask"), channel("/dev/in"));
	echo(channel("/dev/in"), channel("/dev/out"));
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Daemon mode: the guest starts once, then each request goes on from there with
 * channels of its own; job.py is the client.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile
 * RUN: b=9999; manifest "Job = $T/job" "Channel = /dev/null, /dev/in, 3, 0, $b, $b, 0, 0" \
 * RUN:   "Channel = /dev/null, /dev/out, 0, 1, 0, 0, $b, $b"
 * RUN: run; report state; report daemon; stat -c %a job
 * RUN: python3 "$D/job.py" manifest
 * NEEDS: procfs
 * OUT: started
 * OUT: ok
 * OUT: True
 * OUT: 700
 * OUT: all is well
 */
#include "check.h"

/* What a request's input asks for. */
static void serve(char *line, int64_t length)
{
	static int served;
	volatile int zero = 0;

	CHECK(++served, 1); /* the memory of other requests is not ours */
	switch (length > 0 ? line[0] : 0) {
	case 'e': /* echo */
		CHECK(zvm_pwrite(channel("/dev/out"), line + 1, (uint64_t)length - 1, 0), length - 1);
		zvm_exit(line[1]);
	case 'd':
		zvm_exit(10 / zero);
	case 's':
		for (;;)
			;
	case 'f':
		CHECK(zvm_fork(), -ZVM_EPERM);
		zvm_exit(77);
	}
	zvm_exit(99);
}

void _start(void)
{
	static char line[100];
	const struct zvm_channel *c = (const struct zvm_channel *)zvm_session()->channels;
	int32_t in = channel("/dev/in");
	int64_t n;

	CHECK(zvm_pread(in, line, sizeof line, 0), 0);
	print("started\n");
	CHECK(zvm_fork(), 0);
	/* The channel is a file now, with its size. */
	n = zvm_pread(in, line, sizeof line, 0);
	CHECK(n, c[in].size);
	serve(line, n);
}

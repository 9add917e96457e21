/* SPDX-License-Identifier: Apache-2.0 */
/*
 * While nobody listens on a port out of which the kernel takes those of clients, TCP
 * connects a socket with itself, sooner or later; here soon, as there are only two.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; chmod 777 .
 * RUN: manifest "Channel = tcp:127.0.0.1:40000, /dev/out, 0, 0, 0, 0, 9, 99"; mv manifest writer
 * RUN: manifest "Channel = tcp:127.0.0.1:40000, /dev/in, 0, 0, 9, 99, 0, 0"; mv manifest reader
 * RUN: printf '%s\n' 'import fcntl, socket, struct' 'fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sH14x", b"lo", 0x41))' \
 * RUN:   'open("/proc/sys/net/ipv4/ip_local_port_range", "w").write("40000 40001")' >lo.py
 * RUN: echo 'python3 lo.py; zerovm --exit-status --report /dev/null writer & sleep 0.5; zerovm --exit-status --report /dev/null reader && wait $!' >both
 * RUN: unshare -n sh both
 * NEEDS: root procfs
 * OUT: data
 */
#include "check.h"

void _start(void)
{
	const struct zvm_channel *c = (const struct zvm_channel *)zvm_session()->channels;
	char text[8];

	if (c[3].limits[ZVM_LIMIT_PUTS]) {
		CHECK(zvm_pwrite(3, "data\n", 5, 0), 5);
	} else {
		CHECK(zvm_pread(3, text, sizeof text, 0), 5);
		zvm_pwrite(1, text, 5, 0);
	}
	zvm_exit(0);
}

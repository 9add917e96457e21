/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program's file is cut and overwritten while the program runs: what it has not
 * touched so far is still what was validated, for nothing of the guest is a mapping
 * of the file.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile; mkfifo go; exec 5<>go
 * RUN: manifest "Channel = $T/go, /dev/go, 0, 0, 9, 9, 0, 0" "Channel = $T/ready, /dev/ready, 0, 0, 0, 0, 9, 9"
 * RUN: run & p=$!; until [ -s ready ]; do sleep 0.05; done
 * RUN: size=$(stat -c %s guest); head -c $size /dev/urandom >noise; cat noise >guest; : >guest
 * RUN: echo x >&5; expect 0 wait $p
 * OUT: ok
 */
#include "check.h"

#define FAR 200000

static const char constants[FAR + 8] = {[FAR] = 'c', 'o', 'n', 's', 't'};
static char data[FAR + 8] = {[FAR] = 'd', 'a', 't', 'a'};

void _start(void)
{
	char byte;
	volatile int far = FAR;

	CHECK(zvm_pwrite(channel("/dev/ready"), "r", 1, 0), 1);
	CHECK(zvm_pread(channel("/dev/go"), &byte, 1, 0), 1);
	CHECK(equal(constants + far, "const", 5), true);
	CHECK(equal(data + far, "data", 4), true);
	print("ok\n");
	zvm_exit(0);
}

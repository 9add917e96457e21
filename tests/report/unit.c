/* SPDX-License-Identifier: Apache-2.0 */
// RUN: "$BUILD/host/tests/report/report-unit" json hostile | python3 -c 'import json, sys; r = json.load(sys.stdin); assert r["message"] == "a\n\"b\\\ufffd\u00fc", r; assert r["channels"][1]["alias"] == "/dev/stdout"; assert r["guest_code"] is None; assert r["fault"]["ip"] == "0x20040"'
// RUN: "$BUILD/host/tests/report/report-unit" json many | python3 -c 'import json, sys; assert len(json.load(sys.stdin)["channels"]) == 10914'
// RUN: "$BUILD/host/tests/report/report-unit" lines plain
// RUN: "$BUILD/host/tests/report/report-unit" lines hostile | wc -l
// RUN: "$BUILD/host/tests/report/report-unit" codes
// OUT: 0
// OUT: 0
// OUT: -3
// OUT: /dev/stdout 00ff /dev/memory 0102
// OUT: 0.01 1.50 2 20 3 30 1 5 0 0
// OUT: ok
// OUT:
// OUT: 7
// OUT: ok 0 253
// OUT: fault 4 139
// OUT: timeout 110 124
// OUT: cpu-limit 62 124
// OUT: interrupted 4 130
// OUT: blocked 1 139
// OUT: killed 4 137
// OUT: usage 22 125
// OUT: manifest 14 125
// OUT: no-program 2 127
// OUT: not-zvm 8 126
// OUT: rejected 8 126
// OUT: cpu-missing 95 126
// OUT: no-memory 12 125
// OUT: channel 5 125
// OUT: io 5 125
// OUT: peer 32 125
// OUT: host 1 125
// OUT: internal 25 125
// OUT: no-program 13 126
/* Formats made-up results; the head above says what must come out. */
#include "report.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static struct session_channel channels[10914] = {
	{.alias = "/dev/stdin", .gets = 2, .get_bytes = 20},
	{.alias = "/dev/stdout", .puts = 3, .put_bytes = 30, .digest = {2, {0x00, 0xff}}},
	{.alias = "/dev/peer", .network = true, .gets = 1, .get_bytes = 5},
};

static struct session_result result = {
	.guest_code = -3,
	.system_ns = 9999999,
	.user_ns = 1500000000,
	.channels = channels,
	.channel_count = 3,
	.memory_digest = {2, {1, 2}},
};

static bool to_stdout(void *context, const char *text, size_t size)
{
	(void)context;
	return fwrite(text, 1, size, stdout) == size;
}

static void codes(void)
{
	result.fault.signal = SIGSEGV;
	result.signal = SIGINT;
	for (int i = 0; i < SESSION_STATES; i++) {
		result.state = (enum session_state)i;
		printf("%s %d %d\n", session_state_name(result.state), session_exit_code(&result),
		       session_exit_status(&result));
	}
	result.state = SESSION_NO_PROGRAM;
	result.code = 13;
	printf("no-program %d %d\n", session_exit_code(&result), session_exit_status(&result));
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "codes")) {
		codes();
		return 0;
	}
	if (argc != 3)
		return 2;
	if (!strcmp(argv[2], "hostile")) {
		result.state = SESSION_FAULT;
		result.error = "a\n\"b\\\xff\xc3\xbc";
		result.fault = (struct session_fault){.signal = SIGSEGV, .ip = 0x20040};
	}
	if (!strcmp(argv[2], "many")) {
		for (int i = 3; i < 10914; i++)
			channels[i].alias = "/dev/many";
		result.channel_count = 10914;
	}
	return !report_write(&result, !strcmp(argv[1], "json") ? REPORT_JSON : REPORT_LINES, to_stdout, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nvram of any bytes: no crash, nothing beyond its end is read, and what comes
 * out is well formed.
 *
 * RUN: $BUILD/host/tests/zrt/host/fuzz_nvram -n 8000 $SRC/tests/zrt/corpus/nvram
 * OUT~: ^ok: [1-9]\d* inputs, 8000 mutations$
 * TIMEOUT: 180
 */
#include <string.h>

#include "fuzz.h"
#include "heap.h"
#include "nvram.h"
#include "shim.h"

const char *const fuzz_words[] = {"[args]\n", "[env]\n", "[fstab]\n", "[time]\n", "args=", "name=", "value=", ",", "=",
                                  "\"", "\\x", "\\x41", "#", "\n", "\r", " ", "channel=/dev/a", "mountpoint=/",
                                  "access=ro", "removable=yes", "18446744073709551616", "[", "]", NULL};

static unsigned errors;

static void tell(unsigned line, const char *what, const char *detail)
{
	CHECK(line && what && strlen(what) && (!detail || strlen(detail) < 1u << 20));
	errors++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zrt_nvram n = {.tell = tell};
	static int started;

	if (!started++)
		shim_start(64u << 20);
	/* The heap's tables must be zero at its start: use fresh ones each time. */
	static uintptr_t at;
	const uintptr_t slice = 4u << 20;

	if (!at || at + slice > zvm_session()->heap_end) {
		shim_start(64u << 20);
		at = zvm_session()->heap_start;
	}
	zrt_heap_init(at, at + slice);
	at += slice;
	errors = 0;
	zrt_nvram_read(&n, (const char *)data, size);
	CHECK_EQ(errors, n.errors);
	for (size_t i = 0; i < n.env.count; i++) {
		const char *equals = strchr(((char **)n.env.items)[i], '=');

		CHECK(equals && equals != ((char **)n.env.items)[i]);
	}
	for (size_t i = 0; i < n.args.count; i++)
		CHECK(((char **)n.args.items)[i]);
	for (size_t i = 0; i < n.mounts.count; i++)
		CHECK(((struct zrt_mount *)n.mounts.items)[i].mountpoint[0] == '/');
	CHECK(n.step > 0 && n.nanoseconds < 1000000000 && n.verbosity <= 4);
	return 0;
}

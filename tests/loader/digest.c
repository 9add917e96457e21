/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digests of channels are those of sha256sum and friends over the bytes that
 * passed; the memory's is the same in each run and differs with the contents.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; compile
 * RUN: for d in sha256 sha1 md5; do seq 1 100000 >in
 * RUN:   manifest "Digest = $d" "Memory = 67108864, 1" "Channel = $T/in, /dev/in, 0, 1, 999999, 9999999, 0, 0" \
 * RUN:     "Channel = $T/out, /dev/out, 0, 1, 0, 0, 999999, 9999999"
 * RUN:   run; same "$(report channels /dev/in digest)" "$(${d}sum <in | cut -d' ' -f1)"
 * RUN:   same "$(report channels /dev/out digest)" "$(${d}sum <in | cut -d' ' -f1)"; cmp in out
 * RUN:   first=$(report memory_digest); run; same "$(report memory_digest)" "$first"
 * RUN:   seq 2 100001 >in; run; [ "$(report memory_digest)" != "$first" ]
 * RUN:   same "$(report channels /dev/in digest)" "$(${d}sum <in | cut -d' ' -f1)"
 * RUN: done
 */
#include "check.h"

void _start(void)
{
	int32_t in = channel("/dev/in"), out = channel("/dev/out");
	int64_t n;

	while ((n = zvm_pread(in, heap(), 10007, 0)) > 0)
		CHECK(zvm_pwrite(out, heap(), (uint64_t)n, 0), n);
	zvm_exit((int32_t)n);
}

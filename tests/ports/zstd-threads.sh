# SPDX-License-Identifier: Apache-2.0
# A library with worker threads of its own, unmodified: zstd's multithreaded
# compression gives the same bytes as natively.
# RUN: bash -e "$S"
# TIMEOUT: 400
. "$D/build.sh"

build() {
	sources=(lib/common/*.c lib/compress/*.c)
	flags=(-O1 -w -DZSTD_MULTITHREAD -DZSTD_DISABLE_ASM -Ilib)
	printf '%s\n' "${sources[@]}" "$D/zstd_workers.c" |
		xargs -P 2 -n 6 sh -c '"$0" "$@" -c' "$CC" "${flags[@]}"
	"$CC" -o workers ./*.o -lpthread
}
both zstd build

for i in 1 2 3 4 5; do cat native/lib/compress/*.c native/lib/common/*.h; done >input
same workers
[ -s sandbox.out ]
grep -q ' to ' sandbox.err

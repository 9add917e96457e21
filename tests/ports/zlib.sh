# SPDX-License-Identifier: Apache-2.0
# zlib, unmodified, by its own configure script: example and minigzip.
# RUN: bash -e "$S"
# TIMEOUT: 300
. "$D/build.sh"

build() {
	CHOST=$HOST ./configure --static
	make -j2 example minigzip libz.a
}
both zlib build

same example
grep -q 'zlib version' sandbox.out

# Compressed by one, decompressed by the other, in every level.
for i in $(seq 400); do cat native/inflate.c native/zlib.h; done | head -c 3000000 >plain
for level in -1 -6 -9; do
	cp plain input
	same minigzip $level
	cp sandbox.out input
	same minigzip -d
	cmp sandbox.out plain
done
echo 'this is no compressed file' >input
same minigzip -d

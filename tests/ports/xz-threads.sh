# SPDX-License-Identifier: Apache-2.0
# xz with threads, unmodified, built by its configure script: compressing in
# blocks with several threads gives the same bytes as natively, and so does
# decompressing with threads.
# RUN: bash -e "$S"
# TIMEOUT: 900
. "$D/build.sh"

build() {
	./configure ${HOST:+--host=$HOST} --disable-shared --disable-nls --disable-scripts --disable-doc --disable-lzmainfo \
		--disable-lzmadec --disable-xzdec --enable-threads=posix CFLAGS="-O1 -w" &&
		make -j 2 ACLOCAL=: AUTOCONF=: AUTOMAKE=: AUTOHEADER=: && cp src/xz/xz xz
}
both xz build

for i in 1 2 3 4 5 6; do cat native/src/liblzma/*/*.c; done >input
for options in "-T4 --block-size=300KiB -1" "-T3 --block-size=1MiB -2 --check=sha256" "-T1 -1"; do
	same xz $options -c
	cp sandbox.out packed.xz
	mv input plain
	cp packed.xz input
	same xz -dc -T4
	cmp sandbox.out plain
	mv plain input
done
same xz -l - || true
cp packed.xz input
same xz -t -v

# SPDX-License-Identifier: Apache-2.0
# bzip2, unmodified: its own test vectors, both directions.
# RUN: bash -e "$S"
# TIMEOUT: 300
. "$D/build.sh"

build() { make -j2 CC="$CC" AR="$AR" RANLIB="$RANLIB" bzip2; }
both bzip2 build

for n in 1 2 3; do
	cp native/sample$n.ref input
	same bzip2 -$n
	cmp sandbox.out native/sample$n.bz2
	cp native/sample$n.bz2 input
	same bzip2 -d
	cmp sandbox.out native/sample$n.ref
done
same bzip2 -ds # sample3.bz2 again, with little memory
head -c 1000 native/sample1.bz2 >input
same bzip2 -d # truncated: the same error
grep -q 'unexpectedly' sandbox.err

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Images through the whole SDK: read lazily, written the same twice.
#
# RUN: bash $S $D
# OUT: /m/dir/file: contents
# OUT: /m/dir/link -> file
# OUT: big: 524288000 z
# OUT: left behind: ./dir/ ./dir/file ./new
# OUT: same bytes
# TIMEOUT: 180
set -euo pipefail
mkdir -p tree/dir
echo contents >tree/dir/file
ln -s file tree/dir/link
tar -cf small.tar -C tree .
# 500 MB, not sparse to tar, though the host's file is.
python3 - <<'END'
import tarfile
info = tarfile.TarInfo("big")
info.size = 500 << 20
with open("big.tar", "wb") as f:
    f.write(info.tobuf())
    f.seek(512 + 400000000)
    f.write(b"z")
    f.truncate(512 + info.size + 1024)
END
zvm-clang -O2 "$1/images.c" -o t
zvm run --image small.tar:/m t list
# The image is larger than the memory: only what is touched can be there.
zvm run --mem 64M --image big.tar:/m t big
for i in 1 2; do
	cp small.tar out$i.tar
	zvm run --time 1000 --image "out$i.tar:/m:rw" t change
done
echo "left behind: $(tar -tf out1.tar | sed 's,^\(\./\)*,./,' | sort | tr '\n' ' ' | sed 's/ $//')"
cmp out1.tar out2.tar && echo same bytes

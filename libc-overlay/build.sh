#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh SDK WORK MUSL_TARBALL: the C library of the sandbox, compiled from
# pristine musl and this folder by SDK/bin/zvm-clang, installed in
# SDK/x86_64-zvm-linux-musl.  Only what changed is built again.
set -euo pipefail

[ $# = 3 ] || { echo "usage: build.sh SDK WORK MUSL_TARBALL" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$2"
sdk=$1 work=$(cd "$2" && pwd) archive=$3

# The archive's checksum names the tree: another one is unpacked anew.
sum=$(sha256sum <"$archive" | cut -c1-64)
tree=$work/musl-${sum:0:16}
if [ ! -d "$tree" ]; then
	rm -rf "$work"/musl-*
	mkdir "$tree.new"
	tar -C "$tree.new" --strip-components=1 --no-same-owner -xf "$archive"
	mv "$tree.new" "$tree"
fi

# Builds of several trees on one machine can share their objects: they are kept
# in this folder, if it exists, under a digest of all that goes into them.
cache=${ZVM_CACHE:-${HOME:-/}/.cache/zvm-sdk}
if [ -d "$cache" ]; then
	exec 9>"$cache/.objects"
	flock 9
else
	cache=
fi

python3 "$here/build.py" --sdk "$sdk" --musl "$tree" --overlay "$here" --out "$work/build.ninja" --cache "$cache"
ninja -C "$work" --quiet -j "${ZVM_JOBS:-2}"

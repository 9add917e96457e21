#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# kernel_headers.sh SDK: Linux's own headers (linux/, asm/, asm-generic/, mtd/),
# which programs include beside the C library's, as Debian's linux-libc-dev has
# them.  They name constants and structures; which calls work is ZRT's matter.
set -euo pipefail

[ $# = 1 ] || { echo "usage: kernel_headers.sh SDK" >&2; exit 2; }
include=$1/x86_64-zvm-linux-musl/include
system=/usr/include
machine=$system/x86_64-linux-gnu
for folder in "$system"/{linux,asm-generic,mtd} "$machine/asm"; do
	[ -d "$folder" ] || { echo "$folder: is missing; apt-get install linux-libc-dev" >&2; exit 1; }
done
mkdir -p "$include"
# What is there and not older stays.
cp -R -u --preserve=mode,timestamps "$system"/{linux,asm-generic,mtd} "$machine/asm" "$include/"

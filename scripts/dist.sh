#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# dist.sh [--verify] [FILE]: packs the SDK into one archive (default
# build/zvm-sdk-VERSION-x86_64.tar.xz) that works from any folder of a Debian 12
# machine.  The same sources give the same bytes.
#
#   --verify   builds all a second time, from a copy of the sources in another
#              folder and with another umask, and compares
. "$(dirname "$0")/lib.sh"

verify=0
if [ "${1:-}" = --verify ]; then verify=1; shift; fi
[ $# -le 1 ] || die "usage: dist.sh [--verify] [FILE]"
version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" "$SRC/meson.build" | head -n 1)
name=zvm-sdk-$version
out=${1:-$BUILD/$name-x86_64.tar.xz}

# The time of the files: that of the last change, or any fixed one.
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$SRC" log -1 --format=%ct 2>/dev/null || echo 0)}

"$SRC/scripts/install-deps.sh"
# A folder of its own: no ports, nothing that a user has added to the SDK.
ZVM_BUILD=$BUILD/dist "$SRC/scripts/build.sh"
sdk=$BUILD/dist/sdk

say "packing $out"
stage=$BUILD/dist/stage
rm -rf "$stage"
mkdir -p "$stage"
cp -a "$sdk" "$stage/$name"
doc=$stage/$name/share/doc/zvm
mkdir -p "$doc"
cp "$SRC"/README.md "$SRC"/LICENSE* "$doc/" 2>/dev/null || true
cp "$SRC"/docs/*.md "$doc/" 2>/dev/null || true
for license in "$BUILD"/dist/guest/musl/musl-*/COPYRIGHT; do
	[ ! -e "$license" ] || cp "$license" "$doc/musl-COPYRIGHT"
done
cp /usr/share/doc/linux-libc-dev/copyright "$doc/linux-headers-COPYRIGHT" 2>/dev/null || true
cat >"$stage/$name/README" <<END
The ZVM SDK $version.  It works from any folder:

  apt-get install $("$SRC/scripts/install-deps.sh" --list-sdk)
  export PATH=\$PWD/bin:\$PATH
  zvm cc -O2 hello.c -o hello
  zvm run hello

Documentation is in share/doc/zvm.
END
# Modes depend on the umask of who built.
chmod -R u=rwX,go=rX "$stage/$name"
tar -C "$stage" --sort=name --format=gnu --mtime="@$epoch" --owner=0 --group=0 --numeric-owner \
	-cf - "$name" | xz -T1 -6 >"$out.new"
mv "$out.new" "$out"
rm -rf "$stage"
say "$(sha256sum "$out")"

if [ $verify = 1 ]; then
	say "building a second time to compare"
	again=$(mktemp -d "$BUILD/again-XXXXXX")
	mkdir -p "$again/dist/sources" "$again/tree"
	tar -C "$SRC" --exclude=./.git --exclude=./build --exclude="./${BUILD#"$SRC"/}" -cf - . | tar -C "$again/tree" -xf -
	cp -a "$BUILD"/dist/sources/*.tar.* "$again/dist/sources/" 2>/dev/null || true
	(umask 077 && SOURCE_DATE_EPOCH=$epoch ZVM_BUILD=$again "$again/tree/scripts/dist.sh" "$again/second.tar.xz")
	cmp "$out" "$again/second.tar.xz" || die "the two archives differ; the second is $again/second.tar.xz"
	rm -rf "$again"
	say "both archives are identical"
fi

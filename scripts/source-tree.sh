#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# source-tree.sh NAME: fetches and unpacks what ports/NAME.lock names, once, and
# prints the folder.  The tree is shared: builds copy it or work outside it.
# A `prepare:` line of the lock file is a command to run once in the tree.
. "$(dirname "$0")/lib.sh"

[ $# = 1 ] || die "usage: source-tree.sh NAME (one of: $(cd "$SRC/ports" && echo *.lock | sed 's/\.lock//g'))"
lock=$SRC/ports/$1.lock
[ -r "$lock" ] || die "$1: there is no $lock"
archive=$("$SRC/scripts/fetch.sh" "$lock")
tree=$BUILD/sources/trees/$1
mkdir -p "$BUILD/sources/trees"
(
	flock 9
	# The lock file is the tree's version: a change makes it anew.
	if ! cmp -s "$lock" "$tree/.lock"; then
		rm -rf "$tree" "$tree.new"
		mkdir "$tree.new"
		tar -C "$tree.new" --strip-components=1 --no-same-owner -xf "$archive"
		prepare=$(sed -n 's/^prepare: *//p' "$lock")
		[ -z "$prepare" ] || (cd "$tree.new" && logged "prepare-$1" bash -c "$prepare")
		cp "$lock" "$tree.new/.lock"
		mv "$tree.new" "$tree"
	fi
) 9>"$BUILD/sources/trees/.lock-$1" >&2
printf '%s\n' "$tree"

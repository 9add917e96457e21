#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# fetch.sh LOCKFILE [DIRECTORY]: gets the source archive that a lock file names,
# checks its SHA-256, and prints its path.  Tries in this order: the directory
# itself (default build/sources), the machine's own Debian mirror through a
# private sources list (the machine's apt configuration stays as it is), and the
# lock file's upstream address.
. "$(dirname "$0")/lib.sh"

[ $# -ge 1 ] && [ $# -le 2 ] || die "usage: fetch.sh LOCKFILE [DIRECTORY]"
lock=$1
dir=${2:-$BUILD/sources}
[ -r "$lock" ] || die "$lock: cannot read the lock file"
field() { sed -n "s/^$1: *//p" "$lock" | head -n 1; }
name=$(field name) file=$(field file) sha256=$(field sha256) upstream=$(field upstream)
package=$(field package)
package=${package:-$name}
for f in name file sha256; do [ -n "${!f}" ] || die "$lock: the line '$f: ...' is missing"; done
mkdir -p "$dir"

good() { [ -f "$1" ] && [ "$(sha256sum <"$1")" = "$sha256  -" ]; }

# A private apt state that knows the mirror's sources and nothing else.
apt_private() {
	local apt=$dir/.apt
	mkdir -p "$apt/lists/partial" "$apt/cache"
	if [ ! -s "$apt/sources.list" ]; then
		python3 "$SRC/scripts/deb-src-list.py" >"$apt/sources.list" || return 1
	fi
	local options=(-o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
		-o Dir::State::lists="$apt/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
		-o APT::Get::List-Cleanup=0 -o Acquire::Languages=none -o APT::Sandbox::User=root)
	if [ ! -e "$apt/updated" ] || [ -n "${1:-}" ]; then
		apt-get "${options[@]}" update >>"$LOGS/fetch.log" 2>&1 && touch "$apt/updated" || return 1
	fi
	# A security update's archive need not lie in the suite that names it last: the others are asked, too.
	local of
	for of in "$package" $(awk -v p="$package" '{ print p "/" (/\]/ ? $4 : $3) }' "$apt/sources.list"); do
		(cd "$dir" && apt-get "${options[@]}" source --download-only --tar-only "$of" >>"$LOGS/fetch.log" 2>&1) && return
	done
	return 1
}

if ! good "$dir/$file"; then
	rm -f "$dir/$file"
	(
		flock 9 # parallel tests share one download
		good "$dir/$file" || apt_private || apt_private again ||
			{ [ -n "$upstream" ] && command -v curl >/dev/null &&
				curl -fsSL -o "$dir/$file" "$upstream" >>"$LOGS/fetch.log" 2>&1; } || true
	) 9>"$dir/.lock"
	[ -f "$dir/$file" ] || die "$name: could not fetch $file from the Debian mirror or upstream; see $LOGS/fetch.log, or put the file into $dir"
	good "$dir/$file" || die "$dir/$file: its SHA-256 is $(sha256sum <"$dir/$file" | cut -c1-64), but $lock says $sha256"
fi
printf '%s\n' "$dir/$file"

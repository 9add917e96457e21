#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# port.sh [--check] NAME...: builds unmodified libraries and programs for the
# sandbox by their recipes under ports/, and installs them where the SDK's
# compiler, pkg-config, CMake and Meson find them.  What a recipe needs is built
# first; what is there already is left alone.
#
#   --check   also runs the project's own tests, in the sandbox
#   --list    what recipes there are
#
# A recipe ports/NAME.port is a piece of bash beside its lock file.  It sets
#   needs=(NAME...)   other ports
# and defines
#   build             in a fresh copy of the source tree
#   install           into $STAGE, for the prefix /usr
#   check             the project's own tests; `tests=none` and a reason if it has none
# with the functions and variables set up below.
. "$(dirname "$0")/lib.sh"

usage="usage: port.sh [--check] NAME... | --list"
list() { (cd "$SRC/ports" && for p in *.port; do
	printf '%-10s %s\n' "${p%.port}" "$(sed -n '2s/^# *//p' "$p")"; done); }

check=0
case ${1:-} in
--list) list; exit 0 ;;
--check) check=1; shift ;;
esac
[ $# -gt 0 ] || die "$usage"
for name; do
	[ -r "$SRC/ports/$name.port" ] || die "$name: there is no recipe ports/$name.port; --list shows all"
done

TARGET=x86_64-zvm-linux-musl
SYSROOT=$SDK/$TARGET
JOBS=${ZVM_JOBS:-2}
export PATH=$SDK/bin:$PATH
export CONFIG_SITE=$SDK/share/zvm/config.site
unset CFLAGS CPPFLAGS LDFLAGS

# What recipes call.
run_configure() { ./configure --host=$TARGET --prefix=/usr "$@"; }
run_cmake() {
	cmake -B build -DCMAKE_TOOLCHAIN_FILE="$SDK/share/zvm/zvm.cmake" -DCMAKE_BUILD_TYPE=Release \
		-DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_INSTALL_LIBDIR:STRING=lib "$@"
	cmake --build build --parallel "$JOBS"
}
run_meson() {
	meson setup --cross-file "$SDK/share/zvm/zvm.meson" --prefix=/usr --libdir=lib \
		--buildtype=release --wrap-mode=nodownload "$@" build
	ninja -C build -j "$JOBS"
}
run_make() { make -j "$JOBS" "$@"; }

# step NAME FUNCTION: as logged, but any command that fails ends the function
# (bash forgets `set -e` in a function whose status is tested).
step() {
	local log=$LOGS/$1.log status
	set +e
	(set -e; "$2") >"$log" 2>&1
	status=$?
	set -e
	[ $status -eq 0 ] && return
	tail -n 25 "$log" >&2
	die "$1 failed (exit $status); the whole log: $log"
}

build_port() { # in a subshell: recipes define functions of the same names
	local name=$1 recipe=$SRC/ports/$1.port tree
	local work=$BUILD/ports/$name
	mkdir -p "$BUILD/ports"
	exec 8>"$BUILD/ports/.lock-$name"
	flock 8 # several ports may need the same one at once
	# The tools' own change makes a port anew, as that of its recipe does.
	local version
	version=$(cat "$recipe" "$SRC/ports/$name.lock" "$SDK/libexec/zvm/zvm-rewrite" "$SDK/bin/zvm-clang" \
		"$SYSROOT/lib/libc.a" "$SYSROOT/lib/libzrt.a" | sha256sum)
	local needs=() tests=own
	. "$recipe"
	for other in "${needs[@]}"; do (build_port "$other"); done
	if [ "$(cat "$work/version" 2>/dev/null)" != "$version" ] || { [ $check = 1 ] && [ ! -e "$work/checked" ]; }; then
		tree=$("$SRC/scripts/source-tree.sh" "$name")
		if [ "$(cat "$work/version" 2>/dev/null)" != "$version" ]; then
			say "$name: building"
			rm -rf "$work"
			mkdir -p "$work"
			cp -r "$tree" "$work/tree"
			cd "$work/tree"
			step "port-$name-build" build
			STAGE=$work/stage
			step "port-$name-install" install
			find "$STAGE" -name '*.la' -delete # they hold this machine's paths
			# pkg-config moves what is said by way of ${prefix} to where the SDK lies.
			find "$STAGE" -name '*.pc' -exec sed -i '/^prefix=/!s|/usr/|${prefix}/|g; /^prefix=/!s|=/usr$|=${prefix}|' {} +
			mkdir -p "$SYSROOT"
			cp -a "$STAGE/usr/." "$SYSROOT/"
			printf '%s\n' "$version" >"$work/version"
		fi
		if [ $check = 1 ] && [ "$tests" = own ]; then
			say "$name: running its own tests in the sandbox"
			cd "$work/tree"
			export ZVM_TEST_FOLDERS=$work/tree
			step "port-$name-check" check
			tail -n 3 "$LOGS/port-$name-check.log" | sed 's/^/  /'
			touch "$work/checked"
		fi
	fi
}

for name; do
	(build_port "$name")
done

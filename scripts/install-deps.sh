#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that building and testing need (as root).
# Does nothing when all are there; never touches apt's configuration.
. "$(dirname "$0")/lib.sh"

# The build: compilers, linker and LLVM tools, meson; musl and nettle for the loader.
build_packages=(gcc libc6-dev linux-libc-dev musl-dev clang-19 lld-19 llvm-19 meson ninja-build python3
	pkg-config nettle-dev binutils make dpkg-dev ca-certificates)
# The tests: second decoders, native oracles, and what ports' own builds use.
test_packages=(musl-tools libzydis-dev util-linux procps libclang-rt-19-dev tcl bzip2 xz-utils
	gdb cmake pkgconf csmith libcsmith-dev frama-c-base)
# What a machine needs that only uses an SDK from dist.sh.
sdk_packages=(clang-19 lld-19 llvm-19 gcc-12 pkgconf)

# What the ports of the samples need to be built.
demo_packages=(tcl cmake pkgconf)

# The benchmarks: WebAssembly peers (Node is used if the machine has it).
bench_packages=(wabt wasi-libc libclang-rt-19-dev-wasm32)

packages=("${build_packages[@]}")
for option in "$@"; do
	case $option in
	--tests) packages+=("${test_packages[@]}") ;;
	--list-sdk) echo "${sdk_packages[*]}"; exit 0 ;;
	--demo) packages+=("${demo_packages[@]}") ;;
	--bench) packages+=("${bench_packages[@]}") ;;
	*) die "unknown option $option" ;;
	esac
done

missing=()
for p in "${packages[@]}"; do
	[ "$(dpkg-query -W -f '${Status}' "$p" 2>/dev/null)" = "install ok installed" ] || missing+=("$p")
done
[ ${#missing[@]} -gt 0 ] || exit 0

say "installing ${#missing[@]} Debian packages: ${missing[*]}"
[ "$(id -u)" = 0 ] || die "these packages are missing; run as root, or install them: apt-get install ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y --no-install-recommends "${missing[@]}"; }
# The package lists may be absent or old: refresh them only if that is needed.
apt-get install -s --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || logged apt-update apt-get update
logged apt-install install || { logged apt-update apt-get update; logged apt-install install; }

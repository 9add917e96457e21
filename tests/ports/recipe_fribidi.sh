# SPDX-License-Identifier: Apache-2.0
# FriBidi by its recipe: Meson's cross file; Unicode's conformance tests and its
# own run in the sandbox.
# RUN: bash -e "$S"
# TIMEOUT: 900
"$SRC/scripts/port.sh" --check fribidi >log 2>&1 || { cat log >&2; exit 1; }
x86_64-zvm-linux-musl-pkg-config --exists fribidi

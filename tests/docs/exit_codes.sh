#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$BUILD/host/tests/report/report-unit" codes | cut -d' ' -f1 | uniq | sort -u >code
# RUN: sed -n '/^## Exit codes/,$s/^| `\([a-z-]*\)` .*/\1/p' "$SRC/docs/manifest-and-channels.md" | sort -u >docs
# RUN: diff code docs && sed -n 's/.*{"\([A-Z][A-Za-z]*\)", key_.*/\1/p; s/.*{"\(Channel\)", manifest_.*/\1/p' "$SRC/sandbox/manifest/manifest.c" | sort >keys
# RUN: sed -n 's/^| `\([A-Z][A-Za-z]*\)` .*/\1/p' "$SRC/docs/manifest-and-channels.md" | sort -u | diff keys -
# The documented states and keys are exactly those of the code.

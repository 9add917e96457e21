#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$D/run.sh" "$D" 2>errors; cat errors >&2
# RUN: python3 "$D/serve_test.py" >&2
# NEEDS: landlock
# OUT-FILE: expected
# ERR~: handler: segmentation fault at 0x0 .* in function main \(handler\.c:[0-9]+\)
# ERR~: handler: ended: the time limit of 1 s is over
set -x
zvm-clang -O2 -g "$1/handler.c" -o handler
printf 'moon 384400 km\nsun 149597870 km\n' >distances
chmod a-w distances
request() {
	printf 'GET /%s HTTP/1.0\r\nHost: example\r\n\r\n' "$1" | zvm run --mem 64M --timeout 1 handler @distances | tr -d '\r'
	return "${PIPESTATUS[1]}"
}
request moon
request mars
request crash; echo "exit status $?"
request spin; echo "exit status $?"
request sun

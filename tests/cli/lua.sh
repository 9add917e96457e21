#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$SRC/scripts/port.sh" lua >port.log
# RUN: cp "$SDK/x86_64-zvm-linux-musl/bin/lua" lua && python3 "$D/lua.py"
# OUT: all well
# TIMEOUT: 600

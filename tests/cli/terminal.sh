#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: zvm-clang -O1 -g "$D/probe.c" -o probe
# RUN: python3 "$D/terminal.py"
# OUT: all well
# TIMEOUT: 300

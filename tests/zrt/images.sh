#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Images of GNU tar and Python in all formats, read and written: images.py.
#
# RUN: python3 $D/images.py $BUILD/host/tests/zrt/host/image_tool $T
# OUT: ok
# TIMEOUT: 240

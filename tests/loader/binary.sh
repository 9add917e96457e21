#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The loader's own file: position independent and static, no executable stack, no
# shadow stack marking, nothing writable and executable.
#
# RUN: p=$SDK/bin/zerovm; readelf -hlnW $p >elf
# RUN: grep -c 'Type: *DYN' elf; grep -c INTERP elf || true; grep -E 'GNU_STACK' elf | grep -oE ' RWE? ' | tr -d ' '
# RUN: grep -cE 'SHSTK|IBT' elf || true; grep -cE 'LOAD.* RWE' elf || true; grep -c GNU_RELRO elf
# OUT: 1
# OUT: 0
# OUT: RW
# OUT: 0
# OUT: 0
# OUT: 1

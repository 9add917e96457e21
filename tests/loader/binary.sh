#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The loader's own file: position independent and static, no executable stack, no
# shadow stack marking, nothing writable and executable.  No x87 instructions but in the
# gate, and in musl's printf for floating-point numbers, which the loader has none of;
# nettle's assembly holds constants that look like some.
#
# RUN: p=$SDK/bin/zerovm; readelf -hlnW $p >elf
# RUN: grep -c 'Type: *DYN' elf; grep -c INTERP elf || true; grep -E 'GNU_STACK' elf | grep -oE ' RWE? ' | tr -d ' '
# RUN: grep -cE 'SHSTK|IBT' elf || true; grep -cE 'LOAD.* RWE' elf || true; grep -c GNU_RELRO elf
# RUN: objdump -d --no-show-raw-insn $p | awk '/>:$/ { f = $2 } $2 ~ /^f[a-z]/ { print f }' | sort -u |
# RUN:   grep -vE '^<(gate_.*|fmt_fp|frexpl|pop_arg|_nettle_.*)>:$' | grep -c . || true
# OUT: 1
# OUT: 0
# OUT: RW
# OUT: 0
# OUT: 0
# OUT: 1
# OUT: 0

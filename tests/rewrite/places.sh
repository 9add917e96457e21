# SPDX-License-Identifier: Apache-2.0
# Errors name the source: by .loc, by marks, in macros, or the assembly's own line.
# RUN: bash "$S"
# OUT: dir/a.c:12: error: R08: `sysenter` belongs to the system; the sandbox has no such thing
# OUT: marked.c:5: error: R08: `sysenter` belongs to the system; the sandbox has no such thing
# OUT: in.s:2: error: R08: `sysenter` belongs to the system; the sandbox has no such thing
# OUT: <stdin>:2: error: R08: `sysenter` belongs to the system; the sandbox has no such thing
# OUT: named.s:3: error: R08: `sysenter` belongs to the system; the sandbox has no such thing
# OUT: m.s:5: error: R08: `sysenter` belongs to the system; the sandbox has no such thing
# OUT: usage 2 2 2
cd "$T"
rewrite() { "$SDK/libexec/zvm/zvm-rewrite" "$@" 2>&1 >/dev/null || true; }
printf '\t.file 1 "dir" "a.c" md5 0x0\nf:\n\t.loc 1 12 3\n\tnop\n\tsysenter\n' >a.s
rewrite a.s
printf 'f:\n#APP\n# 4 "marked.c" 1\n\tnop\n\tsysenter\n# 0 "" 2\n' >b.s
rewrite b.s
printf 'f:\nsysenter\n' >in.s
rewrite in.s
rewrite - <in.s
printf 'f:\n\n\tsysenter\n' | rewrite --source named.s -
printf '.macro m\nsysenter\n.endm\nnop\nm\n' >m.s
rewrite m.s
status() { "$SDK/libexec/zvm/zvm-rewrite" "$@" >/dev/null 2>&1; printf ' %d' $?; }
printf 'usage'; status; status --bogus in.s; status missing.s; echo

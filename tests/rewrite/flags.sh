# SPDX-License-Identifier: Apache-2.0
# Flags that live across an emulated instruction are an error, others are none.
# RUN: bash "$S"
# OUT: live: f.s:4: error: R09: `rdtsc` becomes a call, and the flags of an instruction before it are used behind it
# OUT: through a jump: f.s:4: error: R09: `xgetbv` becomes a call, and the flags of an instruction before it are used behind it
# OUT: mxcsr: f.s:4: error: R09: `ldmxcsr` needs a mask, and the flags of an instruction before it are used behind it
# OUT: replaced:
# OUT: before a call:
# OUT: vector code between:
# OUT: at the end:
cd "$T"
try() {
	printf 'f:\n\tnop\n\tcmpl %%eax, %%ecx\n%b' "$2" >f.s
	echo "$1:$("$SDK/libexec/zvm/zvm-rewrite" f.s 2>&1 >/dev/null | sed 's/^/ /')"
}
try live '\trdtsc\n\tmovl %eax, %edx\n\tjne f\n'
try 'through a jump' '\txgetbv\n\tjmp .Lx\n\tret\n.Lx:\n\tsete %al\n'
try mxcsr '\tldmxcsr (%rdi)\n\tcmovel %eax, %ecx\n'
try replaced '\trdtsc\n\ttestl %eax, %eax\n\tjne f\n'
try 'before a call' '\trdtsc\n\tcall g\n\tjne f\n'
try 'vector code between' '\trdtsc\n\taddps %xmm0, %xmm1\n\tshlxq %rax, %rcx, %rdx\n\taddl $1, %eax\n\tje f\n'
try 'at the end' '\trdtsc\n\tret\n'

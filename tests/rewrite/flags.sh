# SPDX-License-Identifier: Apache-2.0
# Which flags live across an emulated instruction: only then they are kept.
# What a called function left in the flags is lost, and an error.
# RUN: bash "$S"
# OUT: live: kept
# OUT: through a jump: kept
# OUT: mxcsr: kept
# OUT: carry beside inc: kept
# OUT: a shift by nothing: kept
# OUT: replaced: lost
# OUT: before a call: lost
# OUT: vector code between: lost
# OUT: not the one that inc leaves: lost
# OUT: x87 comparison: lost
# OUT: at the end: lost
# OUT: of a call: f.s:4: error: R07: flags do not survive a return, and those of `g` are used behind this call; return them in a register
# OUT: of a call behind a move: f.s:4: error: R07: flags do not survive a return, and those of `%rax` are used behind this call; return them in a register
# OUT: of a call, behind a label: lost
cd "$T"
try() {
	printf 'f:\n\tnop\n\tcmpl %%eax, %%ecx\n%b' "$2" >f.s
	if "$SDK/libexec/zvm/zvm-rewrite" f.s >out.s 2>err; then
		echo "$1: $(grep -q 'rorb' out.s && echo kept || echo lost)"
	else
		echo "$1: $(cat err)"
	fi
}
try live '\trdtsc\n\tmovl %eax, %edx\n\tjne f\n'
try 'through a jump' '\txgetbv\n\tjmp .Lx\n\tret\n.Lx:\n\tsete %al\n'
try mxcsr '\tldmxcsr (%rdi)\n\tcmovel %eax, %ecx\n'
try 'carry beside inc' '\trdtsc\n\tincl %eax\n\tadcl %eax, %edx\n'
try 'a shift by nothing' '\trdtsc\n\tshll %cl, %eax\n\tje f\n'
try replaced '\trdtsc\n\ttestl %eax, %eax\n\tjne f\n'
try 'before a call' '\trdtsc\n\tcall g\n\tmovl %eax, %ecx\n'
try 'vector code between' '\trdtsc\n\taddps %xmm0, %xmm1\n\tshlxq %rax, %rcx, %rdx\n\taddl $1, %eax\n\tje f\n'
try 'not the one that inc leaves' '\trdtsc\n\tincl %eax\n\tje f\n'
try 'x87 comparison' '\trdtsc\n\tfucompi %st(1), %st\n\tfcmovne %st(1), %st\n'
try 'at the end' '\trdtsc\n\tret\n'
try 'of a call' '\tcall g\n\tjc f\n'
try 'of a call behind a move' '\tcall *%rax\n\tmovl %eax, %ecx\n\tadcl $0, %ecx\n'
try 'of a call, behind a label' '\tje .Lx\n\tcall g\n.Lx:\n\tjc f\n'

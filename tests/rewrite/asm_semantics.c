/* SPDX-License-Identifier: Apache-2.0
 * What the rewriter makes of single instructions does what they do: the same
 * program natively and in the sandbox.
 * RUN: clang-19 -O1 -o "$T/native" "$S" && "$T/native" > "$T/expected"
 * RUN: for cc in zvm-clang zvm-gcc; do for level in -O0 -O2; do
 * RUN:   $cc $level -o "$T/p" "$S"; zvm run "$T/p" > "$T/got"; diff "$T/expected" "$T/got"
 * RUN: done; done; tail -n 1 "$T/got"
 * OUT: end
 * TIMEOUT: 300
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint64_t u64;


static void show(const char *what, u64 a, u64 b)
{
	printf("%s %016llx %016llx\n", what, (unsigned long long)a, (unsigned long long)b);
}

static void bit_scans(void)
{
	static const u64 values[] = {0, 1, 2, 0x80000000, 0x8000000000000000, 0xf0f0, ~0ull, 0x100000000, 0x8000};

	for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
		u64 v = values[i], d = 0x1122334455667788, s = v;
		unsigned char z;

		__asm__("bsfq %2,%0\n\tsetz %1" : "+r"(d), "=q"(z) : "r"(v) : "cc");
		show("bsfq", d, z);
		d = 0x1122334455667788;
		__asm__("bsrq %2,%0\n\tsetz %1" : "+r"(d), "=q"(z) : "m"(v) : "cc");
		show("bsrq", d, z);
		d = 0x1122334455667788;
		if ((uint32_t)v) {
			__asm__("bsfl %k2,%k0\n\tsetz %1" : "+r"(d), "=q"(z) : "r"(v) : "cc");
			show("bsfl", d, z);
			__asm__("bsrl %k2,%k0\n\tsetz %1" : "+r"(d), "=q"(z) : "m"(v) : "cc");
			show("bsrl", d, z);
		}
		d = 0x1122334455667788;
		__asm__("bsrw %w2,%w0\n\tsetz %1" : "+r"(d), "=q"(z) : "r"(v) : "cc");
		show("bsrw", d, z);
		__asm__("bsfq %0,%0\n\tsetz %1" : "+r"(s), "=q"(z) : : "cc");
		show("bsf self", s, z);
	}
}

static void bit_strings(void)
{
	u64 words[8];
	unsigned char c;

	for (long bit = -64; bit < 256; bit += 13) {
		memset(words, 0x5a, sizeof words);
		__asm__("btq %2,%1\n\tsetc %0" : "=q"(c) : "m"(words[2]), "r"(bit), "m"(words) : "cc");
		show("btq", c, words[2]);
		__asm__("btsq %2,%1\n\tsetc %0" : "=q"(c), "+m"(words[2]) : "r"(bit) : "cc", "memory");
		show("btsq", c, words[1] ^ words[2] * 3 ^ words[3] * 5 ^ words[4] * 7 ^ words[5] * 9);
		__asm__("btrl %k2,%1\n\tsetc %0" : "=q"(c), "+m"(words[2]) : "r"(bit + 1) : "cc", "memory");
		show("btrl", c, words[1] ^ words[2] * 3 ^ words[3] * 5 ^ words[4] * 7 ^ words[5] * 9);
		__asm__("btcw %w2,%1\n\tsetc %0" : "=q"(c), "+m"(words[2]) : "r"(bit + 5) : "cc", "memory");
		show("btcw", c, words[1] ^ words[2] * 3 ^ words[3] * 5 ^ words[4] * 7 ^ words[5] * 9);
		__asm__("btl $5,%1\n\tsetc %0" : "=q"(c) : "m"(words[3]) : "cc");
		show("btl imm", c, 0);
	}
}

/* With counts that are defined: below 16 in the low five bits. */
static void double_shifts(void)
{
	for (u64 count = 0; count < 16; count++) {
		u64 a = 0x1122334455668775, b = 0x99aabbccddeeff03, m = b, c = count | 0x60;
		uint16_t halves[4] = {0x8775, 0x5566, 0x3344, 0x1122};

		__asm__("shldw %%cl,%w2,%w0" : "+r"(a), "+c"(c) : "r"(b) : "cc");
		show("shldw", a, c);
		__asm__("shrdw %%cl,%w1,%w0" : "+r"(a) : "r"(b), "c"(c) : "cc");
		show("shrdw", a, b);
		__asm__("shldw %%cl,%w0,%w0\n\tshrdw %%cl,%w1,%w0" : "+r"(a) : "r"(b), "c"(c) : "cc");
		show("shldw self", a, b);
		__asm__("shrdw %%cl,%w2,%0" : "+m"(m) : "c"(c), "r"(a) : "cc");
		__asm__("shldw %%cl,%w2,%0" : "+m"(halves[1]) : "c"(c), "r"(a) : "cc");
		show("shrdw memory", m, halves[0] | halves[1] << 16 | (u64)halves[2] << 32);
		__asm__("shldw %%cl,%w1,%%cx" : "+c"(c) : "r"(a) : "cc");
		show("shldw to cx", c, a);
	}
}

static void exchanges(void)
{
	u64 m = 0x0123456789abcdef, r = 0xfedcba9876543210, old = 7;
	unsigned char z;

	__asm__ volatile("xchgq %0,%1" : "+r"(r), "+m"(m));
	show("xchgq", r, m);
	__asm__ volatile("xchgl %k0,%1" : "+r"(r), "+m"(m));
	show("xchgl", r, m);
	__asm__ volatile("xchgw %1,%w0" : "+r"(r), "+m"(m));
	show("xchgw", r, m);
	__asm__ volatile("xchgb %b0,%1" : "+q"(r), "+m"(m));
	show("xchgb", r, m);
	__asm__ volatile("xchgb %h0,%1" : "+Q"(r), "+m"(m));
	show("xchgb high", r, m);
	__asm__ volatile("stc\n\txchgq %0,%1\n\tsetc %2" : "+r"(r), "+m"(m), "=q"(z) : : "cc");
	show("xchg keeps flags", z, m);
	__asm__ volatile("lock; xaddq %0,%1" : "+r"(r), "+m"(m) : : "cc");
	show("xadd", r, m);
	__asm__ volatile("lock cmpxchgq %3,%1\n\tsetz %2" : "+a"(old), "+m"(m), "=q"(z) : "r"(r) : "cc");
	show("cmpxchg", old ^ m, z);
	__asm__ volatile("lock\n\tincq %0\n\tsetz %1" : "+m"(m), "=q"(z) : : "cc");
	show("inc", m, z);
}

static void strings(void)
{
	char a[64], b[64];
	char *d = a, *s = b;
	u64 n = 40, al = 'x';
	unsigned char z;

	for (int i = 0; i < 64; i++)
		a[i] = (char)i, b[i] = (char)(i * 3);
	__asm__ volatile("rep movsb" : "+D"(d), "+S"(s), "+c"(n) : : "memory");
	show("movsb", (u64)(d - a), (u64)(s - b) + n);
	n = 3, d = a;
	__asm__ volatile("rep; stosq" : "+D"(d), "+c"(n) : "a"(al) : "memory");
	show("stosq", (u64)(d - a), (u64)a[16] << 8 | (unsigned char)a[24]);
	n = 64, d = a, al = 9;
	__asm__ volatile("repne scasb\n\tsetz %2" : "+D"(d), "+c"(n), "=q"(z) : "a"(al) : "memory", "cc");
	show("scasb", (u64)(d - a) << 8 | n, z);
	n = 64, d = a, s = b;
	__asm__ volatile("repe cmpsb\n\tsetb %3" : "+D"(d), "+S"(s), "+c"(n), "=q"(z) : : "memory", "cc");
	show("cmpsb", (u64)(d - a) << 8 | n, z);
	d = a, s = b + 10;
	__asm__ volatile("std\n\tlodsb\n\tcld\n\tmovsl\n\tstosw" : "+D"(d), "+S"(s), "+a"(al) : : "memory", "cc");
	show("single", (u64)(d - a) << 16 | (u64)(s - b), al);
	for (int i = 0; i < 64; i++)
		show("byte", (u64)(unsigned char)a[i], 0);
	s = b, al = 5;
	__asm__("xlat" : "+a"(al) : "b"(s) : "memory");
	show("xlat", al, 0);
}

static void loops(void)
{
	u64 n = 5, sum = 0, cf;

	__asm__("1: addq %1,%0\n\tloop 1b" : "+r"(sum), "+c"(n) : : "cc");
	show("loop", sum, n);
	n = 9, sum = 0;
	__asm__("1: incq %0\n\tcmpq $4,%0\n\tloopne 1b" : "+r"(sum), "+c"(n) : : "cc");
	show("loopne", sum, n);
	n = 9, sum = 0;
	__asm__("1: incq %0\n\tcmpq $100,%0\n\tsete %%al\n\tcmpb $0,%%al\n\tloope 1b" : "+r"(sum), "+c"(n) : : "cc", "rax");
	show("loope", sum, n);
	for (n = 0; n < 2; n++) {
		sum = 1;
		__asm__("jrcxz 1f\n\tmovq $2,%0\n1:" : "+r"(sum) : "c"(n));
		show("jrcxz", sum, n);
	}
	n = 3, cf = 0;
	__asm__("stc\n1: loop 1b\n\tadcq $0,%0" : "+r"(cf), "+c"(n) : : "cc");
	show("loop keeps flags", cf, n);
}

static void stack(void)
{
	u64 a = 1, b = 2, c;

	__asm__ volatile("leaq -128(%%rsp),%%rsp\n\tpushq %0\n\tpushq %1\n\tpopq %0\n\tpopq %1\n\tsubq $-128,%%rsp" : "+r"(a), "+r"(b) : : "memory", "cc");
	show("push pop", a, b);
	__asm__ volatile("movq %%rsp,%0\n\tsubq $4096,%%rsp\n\tandq $-64,%%rsp\n\tmovq %%rsp,%1\n\txchgq %%rsp,%0\n\tsubq %1,%0"
			 : "=&r"(a), "=&r"(b) : : "memory", "cc");
	show("stack pointer", a, b & 63);
	__asm__ volatile("movq %%rsp,%%rcx\n\tsubq $512,%%rsp\n\tmovq $7,(%%rsp)\n\tpushq %%rsp\n\tpopq %%rax\n\tmovq (%%rax),%0\n\t"
			 "cmpq %%rax,%%rax\n\tcmoveq %%rcx,%%rsp\n\tcmovneq %%rax,%%rsp" : "=r"(c) : : "rax", "rcx", "memory", "cc");
	show("conditional", c, 0);
	__asm__ volatile("leaq -128(%%rsp),%%rsp\n\tenter $64,$0\n\tmovq $9,-8(%%rbp)\n\tmovq -8(%%rbp),%%rax\n\tleave\n\tleaq 128(%%rsp),%%rsp"
			 : "=a"(c) : : "memory", "cc");
	show("enter leave", c, 0);
}

static void floating(void)
{
	unsigned csr, set = 0x7f80;
	float x = 1.0f, y = 3.0f, z;

	__asm__ volatile("stmxcsr %0" : "=m"(csr));
	show("mxcsr", csr & 0x7f80, 0);
	__asm__ volatile("ldmxcsr %0" : : "m"(set));
	__asm__ volatile("movss %1,%0\n\tdivss %2,%0" : "=&x"(z) : "m"(x), "m"(y));
	__asm__ volatile("ldmxcsr %0" : : "m"(csr));
	memcpy(&csr, &z, 4);
	show("rounded", csr, 0);
}

static void emulated(void)
{
	uint32_t a = 0, b, c = 0, d;
	u64 r11 = 0x1234, random = 0, kept[3] = {1, 2, 3};

	__asm__ volatile("movq %4,%%r11\n\tcpuid\n\tmovq %%r11,%5" : "+a"(a), "=&b"(b), "+c"(c), "=&d"(d), "+m"(r11), "=m"(kept[0]) : : "r11");
	show("cpuid keeps r11", kept[0], a >= 1);
	__asm__ volatile("rdtsc" : "=a"(a), "=d"(d));
	__asm__ volatile("movq $5,-8(%%rsp)\n\tcpuid\n\tmovq -8(%%rsp),%%rdi" : "+a"(a), "=b"(b), "+c"(c), "=d"(d), "=D"(kept[1]) : : "memory");
	show("red zone", kept[1], 0);
	__asm__ volatile("movq $77,%%rax\n\t1: rdrand %0\n\tjnc 1b\n\tmovq %%rax,%1" : "=r"(random), "=r"(kept[2]) : : "rax", "cc");
	show("rdrand keeps rax", kept[2], random != 0);
}

int main(void)
{
	bit_scans();
	bit_strings();
	double_shifts();
	exchanges();
	strings();
	loops();
	stack();
	floating();
	emulated();
	puts("end");
	return 0;
}

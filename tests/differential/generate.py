#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""generate.py SEED [--without FEATURE]...: writes a C program to standard output.

The program exercises what the rewriter touches: switches with dense and sparse
cases, computed gotos, calls through tables and structures, tail calls,
recursion, variable arguments, structures by value, variable-length arrays and
alloca, setjmp, thread-local and static variables, bit operations, 128-bit and
long double arithmetic, atomics, string functions and callbacks of the C
library.  It has no undefined behaviour and prints one checksum per function, so
its output is the same whatever compiles and runs it.
"""
import argparse
import random

FEATURES = ["switch", "goto", "table", "tail", "varargs", "struct", "vla", "setjmp", "tls", "bits", "wide", "longdouble",
            "atomic", "string", "callback", "nested", "float", "asm"]

HEAD = r"""#include <alloca.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint32_t u32;
typedef uint64_t u64;
typedef u64 (*function)(u64, u64);

static u64 mix(u64 h, u64 v)
{
	h ^= v + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
	return h * 0xff51afd7ed558ccdu;
}

static u64 rotate(u64 v, unsigned n)
{
	n &= 63;
	return n ? v << n | v >> (64 - n) : v;
}

static unsigned budget = 200000;

static u64 fuel(void)
{
	return budget ? budget-- : 0;
}
"""


class Program:
    def __init__(self, seed, without):
        self.random = random.Random(seed)
        self.features = [f for f in FEATURES if f not in without]
        self.out = [f"/* generate.py {seed}" + "".join(f" --without {w}" for w in without) + " */", HEAD]
        self.functions = []  # names of u64 (u64, u64) functions made so far
        self.mains = []

    def emit(self, text):
        self.out.append(text)

    def constant(self):
        r = self.random
        return r.choice([str(r.randrange(16)), str(r.randrange(256)), hex(r.randrange(1 << 32)), hex(r.randrange(1 << 64)) + "u"])

    def expression(self, names, depth=0):
        r = self.random
        if depth > 2 or r.random() < 0.25:
            return r.choice(names + [self.constant()])
        a, b = self.expression(names, depth + 1), self.expression(names, depth + 1)
        form = r.randrange(12)
        if form < 6:
            return f"((u64)({a}) {r.choice(['+', '-', '*', '^', '&', '|'])} (u64)({b}))"
        if form == 6:
            return f"((u64)({a}) {r.choice(['/', '%'])} ((u64)({b}) | 1))"
        if form == 7:
            return f"((u64)({a}) {r.choice(['<<', '>>'])} ((u64)({b}) & 63))"
        if form == 8:
            return f"((u64)({a}) {r.choice(['<', '>', '==', '!=', '<=', '>='])} (u64)({b}) ? {self.expression(names, depth + 1)} : {a})"
        if form == 9:
            return f"rotate({a}, {b})"
        if form == 10:
            return f"(u64)({r.choice(['int8_t', 'int16_t', 'int32_t', 'uint8_t', 'uint16_t', 'u32'])})({a})"
        return f"mix({a}, {b})"

    def call(self, names):
        """A call of an earlier function, direct or through a table."""
        r = self.random
        if not self.functions:
            return self.expression(names)
        a, b = self.expression(names, 2), self.expression(names, 2)
        if "table" in self.features and r.random() < 0.5:
            return f"table_call({self.expression(names, 2)}, {a}, {b})"
        return f"{r.choice(self.functions)}({a}, {b})"

    def statements(self, names, indent, count):
        r = self.random
        lines = []
        for _ in range(count):
            target = r.choice(names)
            value = self.call(names) if r.random() < 0.15 else self.expression(names)
            lines.append(f"{indent}{target} = {value};")
        return "\n".join(lines)

    # ---- one maker for each feature; each adds one u64 NAME(u64 a, u64 b) ----

    def make_switch(self, name):
        r = self.random
        dense = r.random() < 0.6
        count = r.randrange(3, 24)
        values = range(count) if dense else sorted(r.sample(range(1000), count))
        cases = []
        for v in values:
            end = r.choice(["break;", "break;", "continue;", "return mix(a, b);", "/* falls through */"])
            cases.append(f"\t\tcase {v}:\n{self.statements(['a', 'b', 's'], chr(9) * 3, r.randrange(1, 4))}\n\t\t\t{end}")
        # The last case may not fall out of the switch's end.
        limit = count + r.randrange(3) if dense else 1000
        self.emit(f"""
{self.static()}u64 {name}(u64 a, u64 b)
{{
	u64 s = a ^ b;

	for (unsigned i = 0; i < {r.randrange(3, 40)} && fuel(); i++) {{
		s = mix(s, i);
		switch ((s >> 8) % {limit}) {{
{chr(10).join(cases)}
			break;
		default:
			a += s;
		}}
		b ^= a;
	}}
	return mix(a, b ^ s);
}}""")

    def make_goto(self, name):
        r = self.random
        count = r.randrange(2, 12)
        labels = ", ".join(f"&&l{i}" for i in range(count))
        bodies = []
        for i in range(count):
            jump = f"goto *{r.choice(['labels', 'again'])}[code[++p] % {count}u];"
            bodies.append(f"l{i}:\n{self.statements(['a', 'b', 's'], chr(9), r.randrange(1, 4))}\n"
                          f"\tif (p >= {r.randrange(20, 200)} || !fuel())\n\t\treturn mix(a, mix(b, s));\n\t{jump}")
        self.emit(f"""
{self.static()}u64 {name}(u64 a, u64 b)
{{
	static const void *const labels[] = {{{labels}}};
	const void *again[{count}];
	unsigned char code[256];
	u64 s = a + b;
	unsigned p = 0;

	memcpy(again, labels, sizeof again);
	for (unsigned i = 0; i < sizeof code; i++)
		code[i] = (unsigned char)(mix(a, i) >> 20);
	goto *labels[code[0] % {count}u];
{chr(10).join(bodies)}
}}""")

    def make_tail(self, name):
        r = self.random
        self.emit(f"""
static u64 {name}_odd(u64 a, u64 b, u64 n);
static u64 {name}_even(u64 a, u64 b, u64 n)
{{
	if (!n || !fuel())
		return mix(a, b);
	return {name}_odd({self.expression(['a', 'b', 'n'])}, a, n - 1);
}}
static u64 {name}_odd(u64 a, u64 b, u64 n)
{{
	if (!n)
		return mix(b, a);
	return {name}_even(b, {self.expression(['a', 'b', 'n'])}, n - 1);
}}
{self.static()}u64 {name}(u64 a, u64 b)
{{
	return {name}_even(a, b, {r.randrange(1, 60)});
}}""")

    def make_varargs(self, name):
        r = self.random
        kinds = [r.choice(["int", "u64", "double"]) for _ in range(r.randrange(1, 14))]
        reads = "\n".join(f"\ts = mix(s, (u64)va_arg(list, {k}));" for k in kinds)
        values = ", ".join({"int": "(int)(a & 0xffff)", "u64": "a ^ b", "double": "(double)(b & 0xffffff)"}[k] for k in kinds)
        self.emit(f"""
static u64 {name}_va(u64 s, ...)
{{
	va_list list;

	va_start(list, s);
{reads}
	va_end(list);
	return s;
}}
{self.static()}u64 {name}(u64 a, u64 b)
{{
	char text[80];
	u64 s = {name}_va(b, {values});

	s = mix(s, (u64)snprintf(text, sizeof text, "%u %llx %.3f", (unsigned)a, (unsigned long long)b, (double)(a & 4095) / 8));
	for (unsigned i = 0; text[i]; i++)
		s = mix(s, (unsigned char)text[i]);
	return s;
}}""")

    def make_struct(self, name):
        r = self.random
        fields = [r.choice(["u64", "u32", "uint8_t", "double", "int16_t"]) for _ in range(r.randrange(1, 9))]
        self.emit(f"""
struct {name}_s {{
{chr(10).join(f"	{t} f{i};" for i, t in enumerate(fields))}
}};
static struct {name}_s {name}_make(u64 a, u64 b)
{{
	struct {name}_s s;

{chr(10).join(f"	s.f{i} = ({t})({'(a ^ b) & 0xffff' if t == 'double' else self.expression(['a', 'b'])});" for i, t in enumerate(fields))}
	return s;
}}
static u64 {name}_sum(struct {name}_s x, u64 h, struct {name}_s *y)
{{
{chr(10).join(f"	h = mix(h, (u64)x.f{i}) + (u64)y->f{i};" for i in range(len(fields)))}
	return h;
}}
{self.static()}u64 {name}(u64 a, u64 b)
{{
	struct {name}_s many[{r.randrange(2, 9)}];

	for (unsigned i = 0; i < sizeof many / sizeof *many; i++)
		many[i] = {name}_make(mix(a, i), b);
	return {name}_sum(many[a % (sizeof many / sizeof *many)], b, &many[b % (sizeof many / sizeof *many)]);
}}""")

    def make_vla(self, name):
        self.emit(f"""
{self.static()}u64 {name}(u64 a, u64 b)
{{
	u64 s = 0;

	for (unsigned round = 0; round < 4; round++) {{
		unsigned n = (unsigned)((a >> (8 * round)) & 63) + 1;
		u32 array[n];
		unsigned char *space = alloca(n * 3);

		memset(space, (int)(b & 255), n * 3);
		for (unsigned i = 0; i < n; i++)
			array[i] = (u32)mix(b, i);
		for (unsigned i = 0; i < n; i++)
			s = mix(s, array[(i * 7) % n] + space[i * 3]);
		s += {self.call(['a', 'b', 's'])};
	}}
	return s;
}}""")

    def make_setjmp(self, name):
        self.emit(f"""
static jmp_buf {name}_env;
static u64 {name}_deep(u64 a, unsigned n)
{{
	volatile u64 keep = a;

	if (n == 0)
		longjmp({name}_env, (int)(a % 5) + 1);
	return {name}_deep(mix(a, n), n - 1) + keep;
}}
{self.static()}u64 {name}(u64 a, u64 b)
{{
	volatile u64 s = b;
	volatile unsigned rounds = 0;
	int r = setjmp({name}_env);

	s = mix(s, (u64)r);
	if (rounds++ < {self.random.randrange(1, 6)})
		{name}_deep(a + rounds, (unsigned)(b & 7));
	return s;
}}""")

    def make_tls(self, name):
        self.emit(f"""
static _Thread_local u64 {name}_t = {self.constant()};
_Thread_local u32 {name}_array[{self.random.randrange(1, 20)}];
static u64 {name}_s[] = {{{self.constant()}, {self.constant()}}};
{self.static()}u64 {name}(u64 a, u64 b)
{{
	u64 *p = &{name}_t;
	u32 *q = &{name}_array[a % (sizeof {name}_array / sizeof *{name}_array)];

	*q += (u32)b;
	*p = mix(*p, a) + *q;
	{name}_s[b & 1] ^= *p;
	return {self.expression(['a', 'b', f'{name}_t', f'{name}_s[0]', f'{name}_s[1]'])};
}}""")

    def make_bits(self, name):
        self.emit(f"""
{self.static()}u64 {name}(u64 a, u64 b)
{{
	u64 s = a;

	for (unsigned i = 0; i < 16; i++) {{
		u64 v = mix(a, i) >> (i * 3);

		s += (u64)__builtin_popcountll(v) + (v ? (u64)__builtin_ctzll(v) : 64) + (v ? (u64)__builtin_clzll(v) : 64);
		s = rotate(s, (unsigned)__builtin_ffs((int)v)) ^ __builtin_bswap64(v) ^ __builtin_bswap32((u32)b);
		s += (u64)__builtin_parityll(v) + (u64)(u32)__builtin_bswap16((uint16_t)v);
		if (s >> (b & 63) & 1)
			s |= (u64)1 << (v & 63);
		else
			s &= ~((u64)1 << (v & 31));
	}}
	return mix(s, b);
}}""")

    def make_wide(self, name):
        self.emit(f"""
{self.static()}u64 {name}(u64 a, u64 b)
{{
	unsigned __int128 x = (unsigned __int128)a * b + {self.constant()}, y = ((unsigned __int128)b << 64 | a) | 1;
	__int128 z = (__int128)(int64_t)a * (int64_t)b;

	x = x / y + x % (y >> 17 | 1);
	z = z / ((__int128)(int64_t)(b >> 1) + 1) - (z >> 3);
	return mix((u64)x ^ (u64)(x >> 64), (u64)z ^ (u64)(z >> 64));
}}""")

    def make_longdouble(self, name):
        self.emit(f"""
{self.static()}u64 {name}(u64 a, u64 b)
{{
	long double x = (long double)(a >> 8) / 3, y = (long double)(int64_t)b;

	for (unsigned i = 0; i < 8; i++) {{
		x = x * {self.random.randrange(2, 9)}.5L + y / (long double)(i + 1);
		if (x > 1e30L || x < -1e30L)
			x = x / 1e25L;
		y = y < x ? y + 1.25L : -y / 2;
	}}
	return mix((u64)(int64_t)(x / 1e15L), (u64)(int64_t)(y / 16));
}}""")

    def make_float(self, name):
        self.emit(f"""
{self.static()}u64 {name}(u64 a, u64 b)
{{
	double v[32];
	float f = (float)(b & 0xffff);
	u64 bits, s = 0;

	for (unsigned i = 0; i < 32; i++)
		v[i] = (double)(mix(a, i) >> 12) * {self.random.randrange(1, 100)}.0 / 1024.0;
	for (unsigned i = 1; i < 32; i++) {{
		v[i] = v[i] > v[i - 1] ? v[i] - v[i - 1] : v[i] + (double)f;
		f = (float)i * f + (float)(int)(v[i] > 1e9 ? 7 : v[i]);
		if (f > 1e20f)
			f = 1.5f;
	}}
	for (unsigned i = 0; i < 32; i++) {{
		memcpy(&bits, &v[i], sizeof bits);
		s = mix(s, bits);
	}}
	return s + (u64)f % 1000;
}}""")

    def make_atomic(self, name):
        self.emit(f"""
static u64 {name}_x;
static uint8_t {name}_y;
static u32 {name}_z;
{self.static()}u64 {name}(u64 a, u64 b)
{{
	u64 s = __atomic_fetch_add(&{name}_x, a, __ATOMIC_SEQ_CST), old = s;

	s ^= __atomic_exchange_n(&{name}_x, b, __ATOMIC_ACQ_REL) + __atomic_exchange_n(&{name}_y, (uint8_t)a, __ATOMIC_SEQ_CST);
	s += (u64)__atomic_compare_exchange_n(&{name}_x, &old, s, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	s += old;
	s ^= __atomic_or_fetch(&{name}_z, (u32)b, __ATOMIC_SEQ_CST) + __atomic_fetch_nand(&{name}_y, (uint8_t)b, __ATOMIC_SEQ_CST);
	__atomic_store_n(&{name}_z, (u32)s, __ATOMIC_SEQ_CST);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	s += (u64)(__atomic_fetch_or(&{name}_x, (u64)1 << {self.random.randrange(64)}, __ATOMIC_SEQ_CST) >> 3 & 1);
	return mix(s, {name}_x);
}}""")

    def make_string(self, name):
        self.emit(f"""
{self.static()}u64 {name}(u64 a, u64 b)
{{
	char one[200], two[200];
	size_t n = (size_t)(a % 150);
	u64 s = b;

	memset(one, 0, sizeof one);
	memset(two, 'x', sizeof two);
	for (size_t i = 0; i < n; i++)
		one[i] = (char)('a' + mix(b, i) % 26);
	memcpy(two, one, n + 1);
	memmove(two + 3, two, n);
	s = mix(s, strlen(one)) + (u64)(memcmp(one, two, n) < 0) + (u64)(strcmp(one, two) > 0);
	s += strchr(one, 'q') ? (u64)(strchr(one, 'q') - one) : 999;
	s += (u64)strtoul(n & 1 ? "123xyz" : "0x7f", NULL, 0);
	for (size_t i = 0; i < sizeof two; i++)
		s = mix(s, (unsigned char)two[i]);
	return s;
}}""")

    def make_callback(self, name):
        self.emit(f"""
static int {name}_compare(const void *x, const void *y)
{{
	u64 a = *(const u64 *)x, b = *(const u64 *)y;

	return {self.random.choice(['(a > b) - (a < b)', '(a < b) - (a > b)', '(a % 100 > b % 100) - (a % 100 < b % 100) + 0 * (int)(a - b)'])};
}}
{self.static()}u64 {name}(u64 a, u64 b)
{{
	u64 array[48], s = 0, *found;

	for (unsigned i = 0; i < 48; i++)
		array[i] = mix(a, i * b) >> 30;
	qsort(array, 48, sizeof *array, {name}_compare);
	found = bsearch(&array[b % 48], array, 48, sizeof *array, {name}_compare);
	for (unsigned i = 1; i < 48; i++)
		s += (u64)({name}_compare(&array[i - 1], &array[i]) <= 0);
	return mix(s, found ? *found % 100 : 0);
}}""")

    def make_nested(self, name):
        r = self.random
        self.emit(f"""
struct {name}_object {{
	const struct {name}_class *class;
	u64 state;
}};
struct {name}_class {{
	u64 (*step)(struct {name}_object *, u64);
	u64 (*other[3])(struct {name}_object *, u64);
}};
static u64 {name}_first(struct {name}_object *o, u64 v)
{{
	o->state = {self.expression(['o->state', 'v'])};
	return o->state ^ v;
}}
static u64 {name}_second(struct {name}_object *o, u64 v)
{{
	u64 r = fuel() && v & 1 ? o->class->other[v % 3](o, v >> 1) : v;

	return r + o->state;
}}
static u64 {name}_third(struct {name}_object *o, u64 v)
{{
	o->state += v;
	return fuel() && v > 9 ? o->class->step(o, v / 3) : v;
}}
static const struct {name}_class {name}_classes[] = {{
	{{{name}_first, {{{name}_second, {name}_third, {name}_first}}}},
	{{{name}_third, {{{name}_third, {name}_first, {name}_second}}}},
	{{{name}_second, {{{name}_first, {name}_second, {name}_third}}}},
}};
{self.static()}u64 {name}(u64 a, u64 b)
{{
	struct {name}_object o = {{&{name}_classes[a % 3], b}};

	for (unsigned i = 0; i < {r.randrange(2, 30)}; i++) {{
		a = mix(a, o.class->step(&o, a >> 5));
		o.class = &{name}_classes[a % 3];
	}}
	return mix(a, o.state);
}}""")

    def make_asm(self, name):
        self.emit(f"""
{self.static()}u64 {name}(u64 a, u64 b)
{{
#ifdef __x86_64__
	u64 index = 7, words[8], carry = 0;
	u32 low = (u32)b;
	unsigned char *to, *from;
	size_t n;

	for (unsigned i = 0; i < 8; i++)
		words[i] = mix(a, i);
	__asm__("bsf %1,%0" : "+r"(index) : "r"(a | 1 << {self.random.randrange(20)}) : "cc");
	a += index;
	__asm__("bsrq %1,%0\\n\\tjnz 1f\\n\\tmov $99,%0\\n1:" : "+r"(index) : "rm"(b & 0xff00) : "cc");
	a = mix(a, index);
	__asm__ volatile("btsq %2,%0\\n\\tadcq $0,%1" : "+m"(words), "+r"(carry) : "r"(b & 511) : "cc", "memory");
	__asm__ volatile("btrl %k2,%0\\n\\tadcq $0,%1" : "+m"(words), "+r"(carry) : "r"(low & 511) : "cc", "memory");
	__asm__ volatile("xchgq %0,%1" : "+r"(a), "+m"(words[3]));
	__asm__ volatile("lock; xaddl %0,%1" : "+r"(low), "+m"(words[5]) : : "cc");
	n = b & 31, to = (unsigned char *)words, from = to + 32;
	__asm__ volatile("rep; movsb" : "+D"(to), "+S"(from), "+c"(n) : : "memory");
	n = 3, to = (unsigned char *)words;
	__asm__ volatile("rep\\n\\tstosq" : "+D"(to), "+c"(n) : "a"(b) : "memory");
	for (unsigned i = 0; i < 8; i++)
		a = mix(a, words[i]);
	return a + carry + low;
#else
	return mix(a, b);
#endif
}}""")

    def static(self):
        return "static " if self.random.random() < 0.5 else ""

    # ---- the whole ----

    def build(self):
        r = self.random
        makers = [f for f in self.features if f != "table"]
        if "table" in self.features:
            self.emit("static u64 table_call(u64 n, u64 a, u64 b);")
        for n in range(r.randrange(4, 12)):
            name = f"f{n}"
            getattr(self, "make_" + r.choice(makers))(name)
            self.functions.append(name)
        if "table" in self.features:
            self.emit(f"""
static const function table[] = {{{', '.join(self.functions)}}};
static unsigned depth;
static u64 table_call(u64 n, u64 a, u64 b)
{{
	u64 s;

	if (depth > 3 || !fuel())
		return mix(a, b);
	depth++;
	s = table[n % (sizeof table / sizeof *table)](a, b);
	depth--;
	return s;
}}""")
        calls = "\n".join(f'\tbudget = 200000;\n\tprintf("{f} %016llx\\n", (unsigned long long){f}({self.constant()}, {self.constant()}));'
                          for f in self.functions)
        self.emit(f"""
int main(void)
{{
{calls}
	return 0;
}}""")
        return "\n".join(self.out) + "\n"


def generate(seed, without=()):
    return Program(seed, list(without)).build()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("--without", action="append", default=[], choices=FEATURES)
    args = parser.parse_args()
    print(generate(args.seed, args.without), end="")

/* SPDX-License-Identifier: Apache-2.0 */
/* An interpreter's inner loop: a switch over a small program. */
#include <stdint.h>
#include <stdio.h>

enum { PUSH, ADD, SUB, MUL, DUP, SWAP, OVER, DROP, JNZ, ROT, AND, XOR, SHR, INC, DEC, HALT };

static const int16_t code[] = {
	PUSH, 1, PUSH, 2, PUSH, 7,            /* loop: */
	ROT, DUP, ROT, ADD, SWAP, OVER, XOR, PUSH, 3, MUL, INC, SWAP, DUP, PUSH, 5, SHR, XOR,
	ROT, DUP, PUSH, 255, AND, ADD, DEC, OVER, PUSH, 1, AND, JNZ, 2, DUP, DROP, PUSH, 1, JNZ, -38, HALT,
};

static uint64_t run(uint64_t limit)
{
	uint64_t stack[64] = {0}, *sp = stack + 4, t, steps = 0;
	const int16_t *pc = code;

	while (steps++ < limit) {
		switch (*pc++) {
		case PUSH: *++sp = (uint64_t)*pc++; break;
		case ADD: sp[-1] += sp[0]; sp--; break;
		case SUB: sp[-1] -= sp[0]; sp--; break;
		case MUL: sp[-1] *= sp[0]; sp--; break;
		case DUP: sp[1] = sp[0]; sp++; break;
		case SWAP: t = sp[0]; sp[0] = sp[-1]; sp[-1] = t; break;
		case OVER: sp[1] = sp[-1]; sp++; break;
		case DROP: sp--; break;
		case JNZ: t = *sp--; pc += t ? *pc : 1; break;
		case ROT: t = sp[-2]; sp[-2] = sp[-1]; sp[-1] = sp[0]; sp[0] = t; break;
		case AND: sp[-1] &= sp[0]; sp--; break;
		case XOR: sp[-1] ^= sp[0]; sp--; break;
		case SHR: sp[-1] >>= sp[0] & 63; sp--; break;
		case INC: ++*sp; break;
		case DEC: --*sp; break;
		default: return sp[0] ^ sp[-1];
		}
		if (sp < stack + 4 || sp > stack + 56)
			sp = stack + 4;
	}
	return sp[0] ^ sp[-1] ^ (uint64_t)(pc - code);
}

int main(void)
{
	printf("%llu\n", (unsigned long long)run(600000000));
	return 0;
}

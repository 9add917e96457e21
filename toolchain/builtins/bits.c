/* SPDX-License-Identifier: Apache-2.0 */
/* Counting bits.  Results for 0 are what the instructions give: the width. */
#include "types.h"

#define COUNT(mode, type, bits)                                                  \
	int __clz##mode##2(type a);                                                  \
	int __ctz##mode##2(type a);                                                  \
	int __ffs##mode##2(type a);                                                  \
	int __clrsb##mode##2(type a);                                                \
	int __popcount##mode##2(type a);                                             \
	int __parity##mode##2(type a);                                               \
	int __ffs##mode##2(type a) { return a ? __ctz##mode##2(a) + 1 : 0; }         \
	int __clrsb##mode##2(type a)                                                 \
	{                                                                            \
		type sign = (type)(a >> (bits - 1) ? ~(type)0 : 0);                      \
		return __clz##mode##2(a ^ sign) - 1;                                     \
	}                                                                            \
	int __parity##mode##2(type a) { return __popcount##mode##2(a) & 1; }

COUNT(si, uint32_t, 32)
COUNT(di, uint64_t, 64)
COUNT(ti, uti, 128)

uint32_t __bswapsi2(uint32_t a);
uint64_t __bswapdi2(uint64_t a);

int __clzsi2(uint32_t a)
{
	return a ? __builtin_clz(a) : 32;
}

int __clzdi2(uint64_t a)
{
	return a ? __builtin_clzll(a) : 64;
}

int __clzti2(uti a)
{
	uint64_t high = (uint64_t)(a >> 64);
	return high ? __clzdi2(high) : 64 + __clzdi2((uint64_t)a);
}

int __ctzsi2(uint32_t a)
{
	return a ? __builtin_ctz(a) : 32;
}

int __ctzdi2(uint64_t a)
{
	return a ? __builtin_ctzll(a) : 64;
}

int __ctzti2(uti a)
{
	uint64_t low = (uint64_t)a;
	return low ? __ctzdi2(low) : 64 + __ctzdi2((uint64_t)(a >> 64));
}

/* Without the instruction, so that objects of every level may call it. */
int __popcountdi2(uint64_t a)
{
	a -= a >> 1 & 0x5555555555555555;
	a = (a & 0x3333333333333333) + (a >> 2 & 0x3333333333333333);
	a = (a + (a >> 4)) & 0x0F0F0F0F0F0F0F0F;
	return (int)(a * 0x0101010101010101 >> 56);
}

int __popcountsi2(uint32_t a)
{
	return __popcountdi2(a);
}

int __popcountti2(uti a)
{
	return __popcountdi2((uint64_t)(a >> 64)) + __popcountdi2((uint64_t)a);
}

uint32_t __bswapsi2(uint32_t a)
{
	return __builtin_bswap32(a);
}

uint64_t __bswapdi2(uint64_t a)
{
	return __builtin_bswap64(a);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* _Float16 and __bf16. */
#include "convert.h"

CONVERT(extend, hf, HALF, sf, SINGLE)
CONVERT(extend, hf, HALF, df, DOUBLE)
CONVERT(extend, hf, HALF, xf, EXTENDED)
CONVERT(extend, bf, BRAIN, sf, SINGLE)
CONVERT(trunc, sf, SINGLE, hf, HALF)
CONVERT(trunc, df, DOUBLE, hf, HALF)
CONVERT(trunc, xf, EXTENDED, hf, HALF)
CONVERT(trunc, sf, SINGLE, bf, BRAIN)
CONVERT(trunc, df, DOUBLE, bf, BRAIN)
CONVERT(trunc, xf, EXTENDED, bf, BRAIN)

INTEGERS(hf, HALF)

/* The older names, with the half in an integer. */
float __gnu_h2f_ieee(uint16_t h);
uint16_t __gnu_f2h_ieee(float f);

float __gnu_h2f_ieee(uint16_t h)
{
	return value_sf(pack(SINGLE, unpack(HALF, h)));
}

uint16_t __gnu_f2h_ieee(float f)
{
	return (uint16_t)pack(HALF, unpack(SINGLE, bits_sf(f)));
}

comparison __eqhf2(hf a, hf b);
comparison __nehf2(hf a, hf b);

comparison __eqhf2(hf a, hf b)
{
	return (float)a != (float)b;
}

comparison __nehf2(hf a, hf b)
{
	return (float)a != (float)b;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes functions that convert between floating-point formats, and between them
 * and integers.  The files convert_*.c part them so that a program links only
 * what is near to what it needs.
 */
#ifndef ZVM_BUILTINS_CONVERT_H
#define ZVM_BUILTINS_CONVERT_H

#include "soft.h"

/* extend and trunc: one name for each pair. */
#define CONVERT(how, from, from_format, to, to_format)                   \
	to __##how##from##to##2(from x);                                     \
	to __##how##from##to##2(from x)                                      \
	{                                                                    \
		return value_##to(pack(to_format, unpack(from_format, bits_##from(x)))); \
	}

#define FIX(from, format, to, type, bits)                                          \
	type __fix##from##to(from x);                                                  \
	u##type __fixuns##from##to(from x);                                            \
	type __fix##from##to(from x)                                                   \
	{                                                                              \
		return (type)to_integer(unpack(format, bits_##from(x)), bits, true);       \
	}                                                                              \
	u##type __fixuns##from##to(from x)                                             \
	{                                                                              \
		return (u##type)to_integer(unpack(format, bits_##from(x)), bits, false);   \
	}

#define FLOAT(from, type, to, format)                                              \
	to __float##from##to(type x);                                                  \
	to __floatun##from##to(u##type x);                                             \
	to __float##from##to(type x)                                                   \
	{                                                                              \
		uti magnitude = x < 0 ? -(uti)x : (uti)x;                                  \
		return value_##to(pack(format, from_integer(magnitude, x < 0)));           \
	}                                                                              \
	to __floatun##from##to(u##type x)                                              \
	{                                                                              \
		return value_##to(pack(format, from_integer(x, false)));                   \
	}

#define INTEGERS(mode, format)        \
	FIX(mode, format, si, int32_t, 32) \
	FIX(mode, format, di, int64_t, 64) \
	FIX(mode, format, ti, ti, 128)     \
	FLOAT(si, int32_t, mode, format)   \
	FLOAT(di, int64_t, mode, format)   \
	FLOAT(ti, ti, mode, format)

#endif

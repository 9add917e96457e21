/* SPDX-License-Identifier: Apache-2.0 */
#include "complex.h"

#define LARGEST 0x1.ffffffffffffffffffffffffffffp+16383Q
#define LEAST 0x1p-16382Q
#define EPSILON 0x1p-112Q

COMPLEX(tc, tf)
DIVIDE_SCALED(tc, tf, LARGEST, LEAST, EPSILON)

POWER(tf, tf)

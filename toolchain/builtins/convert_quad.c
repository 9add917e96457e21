/* SPDX-License-Identifier: Apache-2.0 */
/* __float128 to and from everything else. */
#include "convert.h"

CONVERT(extend, hf, HALF, tf, QUAD)
CONVERT(extend, sf, SINGLE, tf, QUAD)
CONVERT(extend, df, DOUBLE, tf, QUAD)
CONVERT(extend, xf, EXTENDED, tf, QUAD)
CONVERT(trunc, tf, QUAD, hf, HALF)
CONVERT(trunc, tf, QUAD, bf, BRAIN)
CONVERT(trunc, tf, QUAD, sf, SINGLE)
CONVERT(trunc, tf, QUAD, df, DOUBLE)
CONVERT(trunc, tf, QUAD, xf, EXTENDED)

INTEGERS(tf, QUAD)

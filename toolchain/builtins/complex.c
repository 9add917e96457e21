/* SPDX-License-Identifier: Apache-2.0 */
#include "complex.h"

COMPLEX(sc, sf)
COMPLEX(dc, df)
COMPLEX(xc, xf)
DIVIDE_WIDE(sc, sf, df)
DIVIDE_SCALED(dc, df, __DBL_MAX__, __DBL_MIN__, __DBL_EPSILON__)
DIVIDE_SCALED(xc, xf, __LDBL_MAX__, __LDBL_MIN__, __LDBL_EPSILON__)

POWER(sf, sf)
POWER(df, df)
POWER(xf, xf)

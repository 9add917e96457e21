/* SPDX-License-Identifier: Apache-2.0 */
/* float, double and long double to and from integers of all widths. */
#include "convert.h"

CONVERT(extend, sf, SINGLE, df, DOUBLE)
CONVERT(trunc, df, DOUBLE, sf, SINGLE)

INTEGERS(sf, SINGLE)
INTEGERS(df, DOUBLE)
INTEGERS(xf, EXTENDED)

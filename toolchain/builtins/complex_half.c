/* SPDX-License-Identifier: Apache-2.0 */
#include "complex.h"

COMPLEX(hc, hf)
DIVIDE_WIDE(hc, hf, sf)

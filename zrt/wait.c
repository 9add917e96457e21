/* SPDX-License-Identifier: Apache-2.0 */
#include "wait.h"

uint64_t zrt_events;

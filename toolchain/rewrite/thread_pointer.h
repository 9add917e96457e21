/* SPDX-License-Identifier: Apache-2.0 */
/* Thread-local storage lies below a constant address, so it costs nothing. */
#ifndef ZVM_REWRITE_THREAD_POINTER_H
#define ZVM_REWRITE_THREAD_POINTER_H

#include "asm.h"
#include "out.h"

#define ZVM_TP_TEXT "0x1F000"

/* Writes an expression; every thread-local model becomes the local one. */
void put_tls_expression(struct out *o, struct str expression);

#endif

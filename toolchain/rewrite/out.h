/* SPDX-License-Identifier: Apache-2.0 */
/* The text that is written, and a small formatter for assembly. */
#ifndef ZVM_REWRITE_OUT_H
#define ZVM_REWRITE_OUT_H

#include "asm.h"

#include <stdarg.h>

struct out {
	char *p;
	size_t n, room;
};

void out_text(struct out *o, const char *p, size_t n);
void out_str(struct out *o, struct str s);
void out_free(struct out *o);

/*
 * %s    const char *
 * %S    struct str
 * %d    int
 * %u    unsigned
 * %r    int number, int width: a register, with its '%'
 * %o    const struct operand *: a memory operand in confined form, others as they are
 * %%    a percent sign
 */
void out_format(struct out *o, const char *format, ...);
void out_vformat(struct out *o, const char *format, va_list args);

#endif

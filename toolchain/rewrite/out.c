/* SPDX-License-Identifier: Apache-2.0 */
#include "out.h"

#include "confine.h"
#include "memory.h"

#include <stdlib.h>

void out_text(struct out *o, const char *p, size_t n)
{
	if (n == 0) /* `p` may be NULL, which memcpy forbids */
		return;
	if (n > o->room - o->n) {
		size_t room = o->room ? o->room * 2 : 65536;

		while (n > room - o->n)
			room *= 2;
		o->p = grow(o->p, room, 1);
		o->room = room;
	}
	memcpy(o->p + o->n, p, n);
	o->n += n;
}

void out_str(struct out *o, struct str s)
{
	out_text(o, s.p, s.n);
}

void out_free(struct out *o)
{
	free(o->p);
	*o = (struct out){0};
}

static void out_c(struct out *o, const char *s)
{
	out_text(o, s, strlen(s));
}

static void out_unsigned(struct out *o, unsigned value)
{
	char digits[12];
	size_t n = sizeof digits;

	do
		digits[--n] = (char)('0' + value % 10);
	while (value /= 10);
	out_text(o, digits + n, sizeof digits - n);
}

static void out_int(struct out *o, int value)
{
	if (value < 0)
		out_text(o, "-", 1);
	out_unsigned(o, value < 0 ? 0u - (unsigned)value : (unsigned)value);
}

static void out_register(struct out *o, int number, int width)
{
	out_text(o, "%", 1);
	out_c(o, reg_name(number, width));
}

void out_vformat(struct out *o, const char *format, va_list args)
{
	int number;

	for (const char *f = format; *f; f++) {
		size_t n = strcspn(f, "%");

		out_text(o, f, n);
		f += n;
		if (!*f)
			return;
		switch (*++f) {
		case 's': out_c(o, va_arg(args, const char *)); break;
		case 'S': out_str(o, va_arg(args, struct str)); break;
		case 'd': out_int(o, va_arg(args, int)); break;
		case 'u': out_unsigned(o, va_arg(args, unsigned)); break;
		case 'o': confined_operand(o, va_arg(args, const struct operand *)); break;
		case 'r':
			number = va_arg(args, int);
			out_register(o, number, va_arg(args, int));
			break;
		default: out_text(o, f, 1);
		}
	}
}

void out_format(struct out *o, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	out_vformat(o, format, args);
	va_end(args);
}

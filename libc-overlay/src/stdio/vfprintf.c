/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Most formats hold text, strings, characters and integers only.  They are
 * put together here and given to the stream in one piece; musl's function,
 * which hands on each piece by itself, does the others.
 */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Weverything" /* musl's own style */
#define vfprintf __vfprintf_any
#include <../stdio/vfprintf.c>
#undef vfprintf
#pragma clang diagnostic pop

#include <stdbool.h>

#define ROOM 256      /* bytes that are collected on the stack */
#define WIDTH_MAX 999 /* of the fast way; no number of its own has more digits */

struct collector {
	FILE *f;
	size_t used, total;
	unsigned char text[ROOM];
};

struct conversion {
	bool left, zero, limited; /* -, 0, and a precision (strings only) */
	int width, precision;     /* -1: the next argument */
	enum { AS_INT, AS_LONG } size;
	char letter; /* one of diuxXcs; 0: not for the fast way */
};

static inline bool is_digit(char c)
{
	return (unsigned)(c - '0') < 10;
}

/* Reads digits; a number that is too large gets a value above WIDTH_MAX. */
static inline const char *read_number(const char *s, int *value)
{
	int n = 0;
	for (; is_digit(*s); s++)
		if (n <= WIDTH_MAX)
			n = 10 * n + (*s - '0');
	*value = n;
	return s;
}

/* s is behind the percent sign; returns what is behind the conversion. */
static inline const char *read_conversion(const char *s, struct conversion *c)
{
	*c = (struct conversion){ 0 };
	for (;; s++) {
		if (*s == '-')
			c->left = true;
		else if (*s == '0')
			c->zero = true;
		else
			break;
	}
	if (*s == '*') {
		c->width = -1;
		s++;
	} else if (is_digit(*s)) {
		s = read_number(s, &c->width);
	}
	if (*s == '.') {
		c->limited = true;
		if (s[1] == '*') {
			c->precision = -1;
			s += 2;
		} else {
			s = read_number(s + 1, &c->precision);
		}
	}
	if (*s == 'l' || *s == 'z' || *s == 'j' || *s == 't') {
		c->size = AS_LONG;
		s += s[0] == 'l' && s[1] == 'l' ? 2 : 1;
	}
	switch (*s) {
	case 'c':
	case 's':
		c->letter = c->size == AS_INT ? *s : 0; /* wide ones are not for here */
		break;
	case 'd':
	case 'i':
	case 'u':
	case 'x':
	case 'X':
		c->letter = c->limited ? 0 : *s;
		break;
	}
	if (c->width > WIDTH_MAX || c->precision > WIDTH_MAX)
		c->letter = 0;
	return s + 1;
}

static inline const char *next_percent(const char *s)
{
	while (*s && *s != '%')
		s++;
	return s;
}

static bool is_simple(const char *s)
{
	struct conversion c;
	while (*(s = next_percent(s))) {
		if (s[1] == '%') {
			s += 2;
			continue;
		}
		s = read_conversion(s + 1, &c);
		if (!c.letter)
			return false;
	}
	return true;
}

static void hand_on(struct collector *o, const void *text, size_t size)
{
	if (size && !(o->f->flags & F_ERR))
		__fwritex(text, size, o->f);
}

static void put(struct collector *o, const void *text, size_t size)
{
	o->total += size;
	if (o->total > INT_MAX)
		return;
	if (size > ROOM - o->used) {
		hand_on(o, o->text, o->used);
		o->used = 0;
		if (size > ROOM) {
			hand_on(o, text, size);
			return;
		}
	}
	memcpy(o->text + o->used, text, size);
	o->used += size;
}

static void fill(struct collector *o, char c, int count)
{
	char many[32];
	if (count <= 0)
		return;
	memset(many, c, sizeof many);
	for (; count > (int)sizeof many; count -= (int)sizeof many)
		put(o, many, sizeof many);
	put(o, many, (size_t)count);
}

/* `sign` stands before the zeros that fill up. */
static void put_field(struct collector *o, const struct conversion *c, const char *sign, const char *text, size_t size)
{
	int missing = size < (size_t)c->width ? c->width - (int)size - (*sign != 0) : 0;
	bool zeros = c->zero && !c->left;
	if (missing <= 0 && !*sign) {
		put(o, text, size);
		return;
	}
	if (!c->left && !zeros)
		fill(o, ' ', missing);
	put(o, sign, *sign != 0);
	if (zeros)
		fill(o, '0', missing);
	put(o, text, size);
	if (c->left)
		fill(o, ' ', missing);
}

static char *to_decimal(uint64_t n, char *end)
{
	for (; n > UINT32_MAX; n /= 10)
		*--end = (char)('0' + n % 10);
	uint32_t small = (uint32_t)n; /* is divided faster */
	do
		*--end = (char)('0' + small % 10);
	while (small /= 10);
	return end;
}

static char *to_hexadecimal(uint64_t n, char *end, char letter)
{
	const char *digits = letter == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
	do
		*--end = digits[n & 15];
	while (n >>= 4);
	return end;
}

static void put_integer(struct collector *o, const struct conversion *c, uint64_t n)
{
	char digits[24], *end = digits + sizeof digits, *at;
	bool negative = (c->letter == 'd' || c->letter == 'i') && (int64_t)n < 0;
	if (c->letter == 'x' || c->letter == 'X')
		at = to_hexadecimal(n, end, c->letter);
	else
		at = to_decimal(negative ? 0 - n : n, end);
	put_field(o, c, negative ? "-" : "", at, (size_t)(end - at));
}

static void put_string(struct collector *o, struct conversion *c, const char *s)
{
	if (!s)
		s = "(null)";
	c->zero = false;
	put_field(o, c, "", s, c->limited && c->precision >= 0 ? strnlen(s, (size_t)c->precision) : strlen(s));
}

/* A width that is an argument; below 0 it stands for the flag -. */
static void take_width(struct conversion *c, int width)
{
	c->left |= width < 0;
	c->width = width >= 0 ? width : width == INT_MIN ? INT_MAX : -width;
}

static int finish(struct collector *o)
{
	FILE *f = o->f;
	if (f->buf_size) {
		hand_on(o, o->text, o->used);
	} else {
		/* Without a buffer each call writes; that of snprintf ends its text, too. */
		if (!(f->flags & F_ERR))
			f->write(f, o->text, o->used);
		f->wpos = f->wbase = f->wend = 0;
	}
	if (o->total > INT_MAX) {
		errno = EOVERFLOW;
		return -1;
	}
	return f->flags & F_ERR ? -1 : (int)o->total;
}

int vfprintf(FILE *restrict f, const char *restrict format, va_list arguments)
{
	struct collector o;
	struct conversion c;
	va_list ap;
	int old_error, result = -1;

	if (!is_simple(format))
		return __vfprintf_any(f, format, arguments);
	va_copy(ap, arguments);
	FLOCK(f);
	old_error = f->flags & F_ERR;
	if (f->mode < 1)
		f->flags &= ~F_ERR;
	o.f = f;
	o.used = o.total = 0;
	if (f->wend || !__towrite(f)) {
		for (const char *s = format; *s;) {
			const char *end = next_percent(s);
			if (end > s)
				put(&o, s, (size_t)(end - s));
			if (!*end)
				break;
			if (end[1] == '%') {
				put(&o, "%", 1);
				s = end + 2;
				continue;
			}
			s = read_conversion(end + 1, &c);
			if (c.width < 0)
				take_width(&c, va_arg(ap, int));
			if (c.precision < 0)
				c.precision = va_arg(ap, int);
			if (c.letter == 's') {
				put_string(&o, &c, va_arg(ap, const char *));
			} else if (c.letter == 'c') {
				char byte = (char)va_arg(ap, int);
				c.zero = false;
				put_field(&o, &c, "", &byte, 1);
			} else if (c.size == AS_LONG) {
				put_integer(&o, &c, va_arg(ap, unsigned long));
			} else if (c.letter == 'd' || c.letter == 'i') {
				put_integer(&o, &c, (uint64_t)(int64_t)va_arg(ap, int));
			} else {
				put_integer(&o, &c, va_arg(ap, unsigned));
			}
		}
		result = finish(&o);
	}
	f->flags |= old_error;
	FUNLOCK(f);
	va_end(ap);
	return result;
}

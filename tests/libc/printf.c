/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The printf and scanf families and number conversion: every conversion with
 * flags, widths and precisions; exact decimal output and input of doubles and
 * long doubles.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static uint64_t state = 88172645463325252u;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void integers(void)
{
	static const char *const flags[] = { "", "-", "+", " ", "#", "0", "+0", "-#", " 0" };
	static const char *const sizes[] = { "", "1", "12", ".0", ".5", "12.5" };
	static const char conversions[] = "diouxX";
	static const long values[] = { 0, 1, -1, 42, 65535, INT_MAX, INT_MIN, 123456789 };
	char format[32];
	for (unsigned f = 0; f < sizeof flags / sizeof *flags; f++)
		for (unsigned s = 0; s < sizeof sizes / sizeof *sizes; s++)
			for (const char *c = conversions; *c; c++) {
				snprintf(format, sizeof format, "%%%s%s%c|", flags[f], sizes[s], *c);
				printf("%s ", format);
				for (unsigned v = 0; v < sizeof values / sizeof *values; v++)
					printf(format, (int)values[v]);
				printf("\n");
			}
	printf("%hhd %hd %ld %lld %jd %zd %td\n", 300, 70000, LONG_MIN, LLONG_MIN, INTMAX_MAX, (size_t)-1,
	       (ptrdiff_t)-5);
	printf("%*d|%-*d|%.*d|%.*s|%c%c|%%|%5s|%-5s|%.2s\n", 6, 42, 6, 42, 4, 42, 2, "abc", 'x', 0, "ab", "ab", "abc");
	printf("%p %p %s\n", (void *)0, (void *)0x1234, (char *)NULL);
	int n = 0;
	printf("abc%n", &n);
	printf(" %d\n", n);
	printf("%2$s %1$s %3$*4$d\n", "one", "two", 5, 4);
	printf("%ls %lc %.3ls\n", L"wide", (wint_t)L'x', L"cut off");
	char small[5];
	int r = snprintf(small, sizeof small, "%s", "too long");
	printf("%d %s\n", r, small);
	char *allocated;
	r = asprintf(&allocated, "%0100d", 5);
	printf("%d %s\n", r, allocated);
	free(allocated);
}

static void floats(void)
{
	static const char *const formats[] = { "%e", "%f", "%g", "%a", "%.0e", "%.0f", "%.0g", "%#.0f", "%#g", "%+.3e",
		"%020.5f", "%-20.10g|", "%.17g", "%.20e", "%.40g", "%A", "%E", "%G", "%.1a", "%.13a", "% f" };
	static const double values[] = { 0.0, -0.0, 1.0, -1.5, 0.1, 1.0 / 3, 123456789.0, 1e10, 1e-10, 1e100, 1e-100,
		DBL_MAX, DBL_MIN, DBL_TRUE_MIN, INFINITY, -INFINITY, NAN, 0.5, 1.5, 2.5, 999999.5, 9.5, 1e22, 1e23,
		4503599627370497.5, 0.000123456789 };
	for (unsigned v = 0; v < sizeof values / sizeof *values; v++) {
		for (unsigned f = 0; f < sizeof formats / sizeof *formats; f++) {
			printf(formats[f], values[v]);
			printf(" ");
		}
		printf("\n");
	}
	printf("%.700f\n%.300f\n", DBL_TRUE_MIN, DBL_MAX);
	static const long double longs[] = { 0.1L, 1e4000L, LDBL_MIN, LDBL_TRUE_MIN, LDBL_MAX, 3.14159265358979323846L };
	for (unsigned v = 0; v < sizeof longs / sizeof *longs; v++)
		printf("%Lg %.25Le %La %.30Lg\n", longs[v], longs[v], longs[v], longs[v]);
	/* What is printed with 17 digits reads back as the same number. */
	int wrong = 0;
	uint64_t hash = 0;
	for (int i = 0; i < 20000; i++) {
		union { uint64_t u; double d; } x = { next() }, y;
		char text[64];
		if (x.d != x.d)
			continue;
		snprintf(text, sizeof text, "%.17g", x.d);
		y.d = strtod(text, NULL);
		wrong += x.u != y.u;
		for (char *p = text; *p; p++)
			hash = (hash ^ (unsigned char)*p) * 1099511628211u;
	}
	printf("wrong %d, hash %016" PRIx64 "\n", wrong, hash);
}

static void conversions(void)
{
	static const char *const texts[] = { "0", "1.5", "-1.5e3", "1e400", "1e-400", "0x1.8p3", "inf", "-Infinity",
		"nan", "nan(123)", "  +7", "1e", "1e+", ".5", ".", "", "0x", "0xg", "123abc", "1_0",
		"179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096"
		"330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730"
		"270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
		"2.2250738585072011e-308", "2.4703282292062327208e-324", "9007199254740993", "9007199254740993.0000001",
		"0.1e1000000000000", "1e-1000000000000", "0x1.fffffffffffff8p0", "0x1.fffffffffffff7p0" };
	for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++) {
		char *end;
		errno = 0;
		double d = strtod(texts[i], &end);
		printf("%a %d %d; ", d, (int)(end - texts[i]), errno);
		errno = 0;
		float f = strtof(texts[i], &end);
		printf("%a %d; ", f, errno);
		errno = 0;
		long double l = strtold(texts[i], &end);
		printf("%La %d\n", l, errno);
	}
	static const char *const integers[] = { "0", "42", "-42", "+7", " 9", "0x1F", "0b1", "077", "9223372036854775807",
		"9223372036854775808", "-9223372036854775809", "18446744073709551616", "zz", "", "-", "12x" };
	for (unsigned i = 0; i < sizeof integers / sizeof *integers; i++)
		for (int base = 0; base <= 36; base += base ? 13 : 10) {
			char *end;
			errno = 0;
			long s = strtol(integers[i], &end, base);
			int e = errno, n = (int)(end - integers[i]);
			errno = 0;
			unsigned long u = strtoul(integers[i], &end, base);
			printf("%d: %ld %d %d %lu %d; ", base, s, n, e, u, errno);
		}
	printf("\n%d %ld %lld %g\n", atoi("12x"), atol("-5"), atoll("7"), atof("2.5e1"));
}

static void scanning(void)
{
	int a = 0, b = 0, n = 0;
	char s[20] = "", t[20] = "";
	double d = 0;
	long long l = 0;
	wchar_t w[10] = L"";
	printf("%d", sscanf("12 0x1f abc", "%d %i %s", &a, &b, s));
	printf(" %d %d %s\n", a, b, s);
	printf("%d", sscanf("a,b;3.5e2", "%[^,],%[a-z];%lf%n", s, t, &d, &n));
	printf(" %s %s %g %d\n", s, t, d, n);
	printf("%d", sscanf("123456", "%3d%*2d%lld", &a, &l));
	printf(" %d %lld\n", a, l);
	printf("%d", sscanf("%x", "%%%c", s));
	printf(" %c\n", s[0]);
	printf("%d %d %d\n", sscanf("", "%d", &a), sscanf("x", "%d", &a), sscanf("5", "%d%d", &a, &b));
	char *m = NULL;
	printf("%d", sscanf("allocated text", "%ms", &m));
	printf(" %s\n", m);
	free(m);
	printf("%d", sscanf("wide", "%ls", w));
	printf(" %ls\n", w);
	printf("%d", sscanf("0x1.8p1 inf nan -.5", "%lf", &d));
	printf(" %g\n", d);
	unsigned short h;
	unsigned char c;
	printf("%d", sscanf("70000 300 777", "%hu %hhu %o", &h, &c, (unsigned *)&a));
	printf(" %u %u %d\n", h, c, a);
}

/* Formats of text, strings and integers alone, of which programs have most. */
static void random_formats(void)
{
	static const char *const flags[] = { "", "", "", "-", "0", "-0", "+", " " }, *const widths[] = { "", "", "1", "7", "40", "300" };
	static const char *const numbers[] = { "d", "i", "u", "x", "X", "ld", "lu", "llx", "zu", "jd", "hhd" };
	static const char *const precisions[] = { "", "", ".", ".3", ".*", ".70" };
	static const char *const texts[] = { "", "a", "percent %%", "of text that is somewhat longer\n", "\n", "%%%%" };
	static char large[700], output[2000];
	memset(large, 'L', sizeof large - 1);
	const char *const strings[] = { "", "one", "several words", NULL, large };
	for (int i = 0; i < 3000; i++) {
		char format[200];
		const char *number = numbers[next() % 11], *precision = precisions[next() % 6], *string = strings[next() % 5];
		unsigned shift = next() % 64;
		long value = shift % 3 ? (long)next() >> shift : (long)(shift % 3) - 1;
		int letter = "abc"[next() % 3], width = (int)(next() % 30) - 5;
		bool star = precision[0] && precision[1] == '*';
		unsigned r[12]; /* arguments are evaluated in any order */
		for (unsigned k = 0; k < sizeof r / sizeof *r; k++)
			r[k] = (unsigned)next();
		snprintf(format, sizeof format, "%s%%%s%s%s%s%%%s%s%ss%%%s%sc%s", texts[r[0] % 6], flags[r[1] % 8], widths[r[2] % 6],
		         number, texts[r[3] % 6], flags[r[4] % 6], widths[r[5] % 6], precision, flags[r[6] % 4], widths[r[7] % 5],
		         texts[r[8] % 6]);
		size_t room = next() % 4 ? sizeof output : next() % 40;
		int n = star ? snprintf(output, room, format, value, width, string, letter)
		             : snprintf(output, room, format, value, string, letter);
		uint32_t sum = 0;
		for (const char *p = output; room && *p; p++)
			sum = sum * 31 + (unsigned char)*p;
		printf("%s: %d %x\n", format, n, sum);
		if (i % 100 == 0 && star)
			printf(format, value, width, string, letter);
		else if (i % 100 == 0)
			printf(format, value, string, letter);
	}
	static const int star_widths[] = { 0, 1, 5, -7, 300, -1200, 1500 };
	for (unsigned i = 0; i < sizeof star_widths / sizeof *star_widths; i++) {
		int w = star_widths[i];
		printf("%*d|%0*ld|%-*u|%*s|%*.*s|%*c|%0*s\n", w, -42, w, 17L, w, 5u, w, "text", w, 2, "abc", w, 'x', w, "z");
		printf("%*s|%*s\n", w, large, 5, large);
	}
	printf("%d\n", printf("%s", ""));
	printf("%d\n", printf(""));
	printf("%d\n", snprintf(NULL, 0, "%d %s", 12345, large));
	printf("%d\n", snprintf(output, 1, "%c", 'x'));
	fflush(stdout);
	setvbuf(stderr, NULL, _IONBF, 0);
	dprintf(1, "%s and %d\n", "directly", 5);
	FILE *closed = fopen("/dev/null", "r");
	printf("not for writing: %d", fprintf(closed, "%d", 5));
	printf(" %d\n", ferror(closed) != 0);
	fclose(closed);
	FILE *full = fopen("/dev/full", "w");
	setvbuf(full, NULL, _IONBF, 0);
	printf("full: %d", fprintf(full, "%d %s", 5, "five"));
	printf(" %s\n", strerror(errno));
	fclose(full);
}

int main(void)
{
	integers();
	floats();
	conversions();
	scanning();
	random_formats();
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strtod and strtof, bit for bit: random numbers of every size printed with few
 * and many digits, numbers exactly between two others, ends of the range, all
 * rounding modes, and what is almost a number.  scanf and atof agree.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 * TIMEOUT: 120
 */
#include <errno.h>
#include <fenv.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u, digest = 14695981039346656037u;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void mix(uint64_t x)
{
	digest = (digest ^ x) * 1099511628211u;
}

static uint64_t bits(double d)
{
	uint64_t u;

	memcpy(&u, &d, sizeof u);
	return u;
}

static uint32_t bits_f(float f)
{
	uint32_t u;

	memcpy(&u, &f, sizeof u);
	return u;
}

static void both(const char *text)
{
	char *end;

	errno = 0;
	mix(bits(strtod(text, &end)));
	mix((uint64_t)(end - text) << 8 | (unsigned)errno);
	errno = 0;
	mix(bits_f(strtof(text, &end)));
	mix((uint64_t)(end - text) << 8 | (unsigned)errno);
}

static void tell(const char *text)
{
	char *end;
	double d, scanned = -1;
	float f;

	errno = 0;
	d = strtod(text, &end);
	printf("%s: %016" PRIx64 " %td %d", text, bits(d), end - text, errno);
	errno = 0;
	f = strtof(text, &end);
	printf(" %08" PRIx32 " %td %d", bits_f(f), end - text, errno);
	int n = sscanf(text, "%lf", &scanned);
	printf(" %d %d %d\n", n, n != 1 || bits(scanned) == bits(d), bits(atof(text)) == bits(d));
}

static void random_numbers(void)
{
	char text[1200];

	for (int i = 0; i < 60000; i++) {
		uint64_t u = next();
		double d;
		float f;

		if (i % 3 == 0)
			u = (u & 0x800fffffffffffff) | (uint64_t)(1023 - 60 + next() % 120) << 52;
		memcpy(&d, &u, sizeof d);
		snprintf(text, sizeof text, "%.*e", (int)(next() % 22), d);
		both(text);
		if (i % 8 == 0) {
			snprintf(text, sizeof text, "%.*f", (int)(next() % 30), d);
			both(text);
		}
		/* One call in each statement: arguments are evaluated in any order. */
		int shift = (int)(next() % 64), power = (int)(next() % 700) - 350;
		u = next();
		snprintf(text, sizeof text, "%" PRIu64 "e%d", u >> shift, power);
		both(text);
		snprintf(text, sizeof text, "%u.%u", (unsigned)(u % 100000), (unsigned)(u >> 32) >> shift / 2);
		both(text);
		/* Half way between two floats, and two doubles, and next to it. */
		uint32_t v = (uint32_t)next() & 0x7effffff;
		memcpy(&f, &v, sizeof f);
		snprintf(text, sizeof text, "%.60e", (double)f + ((double)f * 0x1p-24));
		both(text);
		u = next() & 0x7fffffffffffffff;
		memcpy(&d, &u, sizeof d);
		if (i % 10 == 0 && d < 1e200 && d > 1e-200) {
			uint64_t w = u + 1;
			double e;

			memcpy(&e, &w, sizeof e);
			snprintf(text, sizeof text, "%.800Le", ((long double)d + e) / 2);
			both(text);
			size_t at = strcspn(text, "e");
			text[at - 1]++;
			both(text);
		}
	}
	printf("random numbers: %016" PRIx64 "\n", digest);
}

/* Integers between 2^53 and 2^54 that are odd: a tie each. */
static void ties(void)
{
	char text[100];

	for (int i = 0; i < 20000; i++) {
		uint64_t u = ((uint64_t)1 << 53) + (next() & (((uint64_t)1 << 53) - 1));

		snprintf(text, sizeof text, "%" PRIu64, u | 1);
		both(text);
		snprintf(text, sizeof text, "%" PRIu64 ".000000000000000000000000000000%d", u | 1, (int)(next() % 2));
		both(text);
		snprintf(text, sizeof text, "%" PRIu64 "e-%d", (u | 1) * 125, 3);
		both(text);
	}
	printf("ties: %016" PRIx64 "\n", digest);
}

static void modes(void)
{
	static const int all[] = { FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO, FE_TONEAREST };

	for (size_t i = 0; i < 4; i++) {
		fesetround(all[i]);
		tell("0.1");
		tell("-0.1");
		tell("1e23");
		tell("-9007199254740993");
		tell("3.4028235e38");
	}
}

int main(void)
{
	static const char *const texts[] = {
		"", " ", "+", "-", ".", "e5", ".e1", "-.", "0", "-0", "+0", "00", "0.", ".0", "0e", "0e+", "0e5x", "1", "1.",
		".5", "5.e1", "1e", "1e+", "1e-", "1e+x", "1ee5", "1.2.3", " \t\n\v\f\r 12", "1 2", "--1", "+-1", "1e5.5",
		"0x10", "0x", "0xg", "0x1p3", "0x.8", "inf", "-INF", "infinity", "infinit", "nan", "nan(123)", "nan(", "NaN",
		"1e308", "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309", "-1e400",
		"2.2250738585072014e-308", "2.2250738585072011e-308", "2.2250738585072009e-308", "4.9e-324", "2.4703282292062327e-324",
		"2.4703282292062328e-324", "1e-323", "1e-400", "0e999999999999", "1e99999999999999999999", "1e-99999999999999999999",
		"3.4028235677973366e38", "3.4028235677973367e38", "1.1754943508222875e-38", "1.40129846432481707e-45", "7e-46",
		"9007199254740993", "9007199254740992.99999999999999999999", "9007199254740993.00000000000000000001",
		"12345678901234567890", "123456789012345678901234567890", "0.000000000000000000000000000000000000001",
		"100000000000000000000000000000000000000000000e-44", "18446744073709551615", "18446744073709551616",
		"9999999999999999999", "0000000000000000000000000000000000012.5", "0.1", "0.3", "1e22", "1e23", "8.5", "16777217", "16777219",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		tell(texts[i]);
	char *many = malloc(200001);
	memset(many, '1', 200000);
	many[200000] = 0;
	both(many);
	memcpy(many + 199993, "e-19900", 7);
	both(many);
	memset(many, '0', 150000);
	many[1] = '.';
	both(many);
	random_numbers();
	ties();
	modes();
	return 0;
}

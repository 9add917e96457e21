/* SPDX-License-Identifier: Apache-2.0 */
/* Standard input and output, conversions, dates. */
#define _GNU_SOURCE
#include "operations.h"

#include <ctype.h>
#include <math.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#define LINES 100000

static FILE *file;
static char path[256], buffer[4096];

static void clean(void) { unlink(path); }

/* A file of lines, open for reading. */
static void make_lines(void)
{
	strcpy(path, path_of(".txt"));
	file = fopen(path, "w+");
	must(file != NULL, path);
	atexit(clean);
	for (int i = 0; i < LINES; i++)
		fprintf(file, "%d %d a line of some words\n", i, i * 7);
	rewind(file);
}

static void make_out(void)
{
	file = fopen("/dev/null", "w");
	must(file != NULL, "/dev/null");
}

static void get_char(void)
{
	int c = fgetc(file);

	if (c == EOF)
		rewind(file);
	sink = c;
}

static void get_char_unlocked(void)
{
	int c = getc_unlocked(file);

	if (c == EOF)
		rewind(file);
	sink = c;
}

static void get_line(void)
{
	if (!fgets(buffer, sizeof buffer, file))
		rewind(file);
}

static void get_line_any(void)
{
	static char *line;
	static size_t room;

	if (getline(&line, &room, file) < 0)
		rewind(file);
}

static void read_100(void)
{
	if (fread(buffer, 1, 100, file) < 100)
		rewind(file);
}

static void scan_file(void)
{
	int x, y;

	if (fscanf(file, "%d %d a line of some words", &x, &y) != 2)
		rewind(file);
}

static void put_char(void) { fputc('x', file); }
static void put_text(void) { fputs("a line of some words\n", file); }
static void write_100(void) { fwrite(buffer, 1, 100, file); }
static void print_line(void) { fprintf(file, "%d %s %d\n", 123456, "some words", 42); }

static unsigned long turn;

static void print_int(void) { sink = snprintf(buffer, sizeof buffer, "%d", (int)(turn += 98765)); }
static void print_text(void) { sink = snprintf(buffer, sizeof buffer, "%s: %s", "a name", "some words of text"); }
static void print_hex(void) { sink = snprintf(buffer, sizeof buffer, "%08lx", turn += 98765); }
static void print_many(void)
{
	sink = snprintf(buffer, sizeof buffer, "%5d|%-10s|%c|%lu|%x", 42, "name", 'c', turn++, 255);
}

static double value(void)
{
	turn += 7919;
	return (double)turn * 1.2345678901e-3;
}

static void print_f(void) { sink = snprintf(buffer, sizeof buffer, "%f", value()); }
static void print_g(void) { sink = snprintf(buffer, sizeof buffer, "%g", value()); }
static void print_g17(void) { sink = snprintf(buffer, sizeof buffer, "%.17g", value()); }
static void print_e(void) { sink = snprintf(buffer, sizeof buffer, "%e", value() * 1e200); }
static void scan_text(void)
{
	int x, y;
	char word[16];

	sink = sscanf("12345 word 678", "%d %15s %d", &x, word, &y);
}

static void scan_double(void)
{
	double x;

	sink = sscanf("3.14159265358979", "%lf", &x);
}

static void to_double(void) { sink = (long)strtod("3.14159265358979", NULL); }
static void to_double_17(void) { sink = strtod("1.7976931348623157e-42", NULL) > 1; }
static void to_double_short(void) { sink = (long)strtod("12.5", NULL); }
static void to_long(void) { sink = strtol("123456789", NULL, 10); }
static void to_int(void) { sink = atoi("12345"); }

static void local(void)
{
	time_t t = (time_t)(turn += 98765);
	struct tm tm;

	localtime_r(&t, &tm);
	sink = tm.tm_mday;
}

static void format_time(void)
{
	struct tm tm = {.tm_year = 120, .tm_mon = 5, .tm_mday = 7, .tm_hour = 3};

	sink = (long)strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%S", &tm);
}

static void make_time(void)
{
	struct tm tm = {.tm_year = 120, .tm_mon = 5, .tm_mday = (int)(turn++ % 28), .tm_hour = 3};

	sink = mktime(&tm);
}

static regex_t expression;

static void compile(void) { must(!regcomp(&expression, "([a-z]+)@([a-z.]+)", REG_EXTENDED), "regcomp"); }

static void match(void)
{
	regmatch_t m[3];

	sink = regexec(&expression, "mail to someone@example.org or not", 3, m, 0);
}

static void do_random(void) { sink = random(); }
static void do_rand(void) { sink = rand(); }
static void do_env(void) { sink = (long)getenv("HOME"); }
static void classify(void) { sink = isalpha((int)(turn++ & 127)) + toupper((int)(turn & 127)); }

static void wide(void)
{
	wchar_t w[64];

	sink = (long)mbstowcs(w, "some words of a text in ASCII", 64);
}

static void wide_utf8(void)
{
	wchar_t w[64];

	sink = (long)mbstowcs(w, "gr\303\266\303\237er als \342\202\254 100", 64);
}

#define MATH(name) static void math_##name(void) { sink = (long)name(value()); }
MATH(exp) MATH(log) MATH(sin) MATH(sqrt) MATH(floor) MATH(atan)
static void math_pow(void) { sink = pow(value(), 1.7) > 1; }
static void math_fmod(void) { sink = fmod(value(), 0.7) > 1; }

const struct operation text_operations[] = {
	{"fgetc", get_char, make_lines}, {"getc_unlocked", get_char_unlocked, make_lines}, {"fgets", get_line, make_lines},
	{"getline", get_line_any, make_lines}, {"fread-100", read_100, make_lines}, {"fscanf", scan_file, make_lines},
	{"fputc", put_char, make_out}, {"fputs", put_text, make_out}, {"fwrite-100", write_100, make_out},
	{"fprintf", print_line, make_out},
	{"printf-d", print_int, NULL}, {"printf-s", print_text, NULL}, {"printf-x", print_hex, NULL},
	{"printf-many", print_many, NULL}, {"printf-f", print_f, NULL}, {"printf-g", print_g, NULL},
	{"printf-17g", print_g17, NULL}, {"printf-e", print_e, NULL}, {"sscanf", scan_text, NULL},
	{"sscanf-lf", scan_double, NULL}, {"strtod", to_double, NULL}, {"strtod-17", to_double_17, NULL},
	{"strtod-short", to_double_short, NULL}, {"strtol", to_long, NULL}, {"atoi", to_int, NULL},
	{"localtime_r", local, NULL}, {"strftime", format_time, NULL}, {"mktime", make_time, NULL},
	{"regexec", match, compile}, {"random", do_random, NULL}, {"rand", do_rand, NULL}, {"getenv", do_env, NULL},
	{"ctype", classify, NULL}, {"mbstowcs", wide, NULL}, {"mbstowcs-utf8", wide_utf8, NULL},
	{"exp", math_exp, NULL}, {"log", math_log, NULL}, {"sin", math_sin, NULL}, {"sqrt", math_sqrt, NULL},
	{"floor", math_floor, NULL}, {"atan", math_atan, NULL}, {"pow", math_pow, NULL}, {"fmod", math_fmod, NULL},
	{NULL, NULL, NULL},
};

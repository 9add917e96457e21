/* SPDX-License-Identifier: Apache-2.0 */
/* String functions of several sizes; compiled without the compiler's own. */
#define _GNU_SOURCE
#include "operations.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

#define MAX ((size_t)2 << 20)    /* most but not the largest; touching much memory costs, and disturbs */
#define LARGE ((size_t)64 << 20)
#define END (MAX - 1000)          /* where texts end: not at the end of a page */

static char *a, *b;
static unsigned turn;

/* Small sizes move about, as they do in programs. */
static size_t shift(void)
{
	turn = turn * 5 + 3;
	return turn >> 7 & 31;
}

static void make_sized(size_t size)
{
	a = malloc(size + 64);
	b = malloc(size + 64);
	must(a && b, "malloc");
	memset(a, 'x', size + 64);
	memset(b, 'x', size + 64);
}

static void make(void) { make_sized(MAX); }
static void make_large(void) { make_sized(LARGE); }

static void texts(void)
{
	make();
	a[END] = b[END] = 0;
}

#define COPY(n) static void copy_##n(void) { memcpy(a + shift(), b + shift(), n); }
#define SET(n) static void set_##n(void) { memset(a + shift(), 'x', n); }
#define COMPARE(n) static void compare_##n(void) { sink = memcmp(a + shift(), b + shift(), n); }
#define FIND(n) static void find_##n(void) { sink = (long)memchr(a + shift(), 'y', n); }
/* A text of n bytes that begins at an odd place: it ends before the mark. */
#define TEXT(n)                                                                               \
	static void length_##n(void) { sink = (long)strlen(a + END - n - (turn++ & 7)); }        \
	static void same_##n(void) { sink = strcmp(a + END - n, b + END - n); }                  \
	static void search_##n(void) { sink = (long)strchr(a + END - n - (turn++ & 7), 'y'); }   \
	static void text_copy_##n(void) { strcpy(b + (turn++ & 7), a + END - n); }

COPY(8) COPY(31) COPY(100) COPY(300) COPY(1000) COPY(4096) COPY(65536) COPY(1048576) COPY(67108000)
SET(8) SET(31) SET(100) SET(300) SET(1000) SET(4096) SET(65536) SET(1048576) SET(67108000)
COMPARE(8) COMPARE(31) COMPARE(100) COMPARE(1000) COMPARE(65536)
FIND(31) FIND(100) FIND(1000) FIND(65536)
TEXT(7) TEXT(30) TEXT(100) TEXT(1000) TEXT(65536)

static void copy_mixed(void)
{
	size_t n = (turn = turn * 1103515245u + 12345u) >> 16 & 127;

	memcpy(a + (turn & 63), b, n);
}

static void move_overlap(void) { memmove(a + 1, a, 4000); }
static void move_back(void) { memmove(a, a + 1, 4000); }
static void search_last(void) { sink = (long)strrchr(a + END - 100, 'y'); }

static const char prose[] =
	"The quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. How vexingly quick "
	"daft zebras jump! Sphinx of black quartz, judge my vow. The five boxing wizards jump quickly at dawn.";

static void find_word(void) { sink = (long)strstr(prose, "wizards"); }
static void find_memory(void) { sink = (long)memmem(prose, sizeof prose - 1, "boxing", 6); }
static void find_case(void) { sink = (long)strcasestr(prose, "WIZARDS"); }
static void span_words(void) { sink = (long)strcspn(prose, ";!."); }
static void span_letters(void) { sink = (long)strspn(prose, "abcdefghijklmnopqrstuvwxyzTH "); }

static void find_nothing(void) { sink = (long)strstr(a + END - 65536, "xxxxxxxxy"); }

static void tokens(void)
{
	char copy[sizeof prose], *save;

	memcpy(copy, prose, sizeof prose);
	for (char *t = strtok_r(copy, " .,;!", &save); t; t = strtok_r(NULL, " .,;!", &save))
		sink++;
}

static void same_case(void) { sink = strcasecmp("Content-Transfer-Encoding", "content-transfer-encoding"); }
static void same_n(void) { sink = strncmp(a + END - 40, b + END - 40, 30); }
static void concatenate(void)
{
	char text[128] = "a";

	strcat(strcat(text, "some words"), "and some more of them");
	sink = text[3];
}

static void copy_n(void)
{
	char text[128];

	strncpy(text, "twenty characters...", sizeof text);
	sink = text[3];
}

static void duplicate(void)
{
	char *volatile p = strdup("twenty characters...");

	free(p);
}

const struct operation string_operations[] = {
#define ROW(name, f, n) {name "-" #n, f##_##n, texts},
	ROW("memcpy", copy, 8) ROW("memcpy", copy, 31) ROW("memcpy", copy, 100) ROW("memcpy", copy, 300)
	ROW("memcpy", copy, 1000) ROW("memcpy", copy, 4096) ROW("memcpy", copy, 65536) ROW("memcpy", copy, 1048576)
	{"memcpy-67108000", copy_67108000, make_large}, {"memcpy-mixed", copy_mixed, make},
	{"memmove-up-4000", move_overlap, make}, {"memmove-down-4000", move_back, make},
	ROW("memset", set, 8) ROW("memset", set, 31) ROW("memset", set, 100) ROW("memset", set, 300)
	ROW("memset", set, 1000) ROW("memset", set, 4096) ROW("memset", set, 65536) ROW("memset", set, 1048576)
	{"memset-67108000", set_67108000, make_large},
	ROW("memcmp", compare, 8) ROW("memcmp", compare, 31) ROW("memcmp", compare, 100) ROW("memcmp", compare, 1000)
	ROW("memcmp", compare, 65536)
	ROW("memchr", find, 31) ROW("memchr", find, 100) ROW("memchr", find, 1000) ROW("memchr", find, 65536)
#define TEXT_ROWS(n) ROW("strlen", length, n) ROW("strcmp", same, n) ROW("strchr", search, n) ROW("strcpy", text_copy, n)
	TEXT_ROWS(7) TEXT_ROWS(30) TEXT_ROWS(100) TEXT_ROWS(1000) TEXT_ROWS(65536)
	{"strrchr-100", search_last, texts}, {"strstr-200", find_word, NULL}, {"strstr-65536", find_nothing, texts},
	{"memmem-200", find_memory, NULL}, {"strcasestr-200", find_case, NULL}, {"strcspn", span_words, NULL},
	{"strspn", span_letters, NULL}, {"strtok", tokens, NULL}, {"strcasecmp", same_case, NULL},
	{"strncmp-30", same_n, texts}, {"strcat", concatenate, NULL}, {"strncpy", copy_n, NULL}, {"strdup", duplicate, NULL},
	{NULL, NULL, NULL},
};

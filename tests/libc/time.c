/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendar: gmtime and mktime over centuries, time zones given by TZ, strftime
 * and strptime, differences.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void show(const struct tm *t)
{
	printf("%d-%d-%d %d:%d:%d wday %d yday %d dst %d off %ld %s\n", t->tm_year + 1900, t->tm_mon + 1, t->tm_mday,
	       t->tm_hour, t->tm_min, t->tm_sec, t->tm_wday, t->tm_yday, t->tm_isdst, t->tm_gmtoff, t->tm_zone);
}

int main(void)
{
	static const time_t times[] = { 0, -1, 951782400, 1000000000, 1234567890, 2147483647, 2147483648, 4102444800,
		-2208988800, 253402300799, -62135596800, 1711846799, 1711846800, 1729990800, 1729994400, 68719476736 };
	static const char *const zones[] = { "UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "<+0545>-5:45",
		"AEST-10AEDT,M10.1.0,M4.1.0/3", "XYZ3:30ABC,J60/0,300/25", "" };
	for (unsigned z = 0; z < sizeof zones / sizeof *zones; z++) {
		setenv("TZ", zones[z], 1);
		tzset();
		printf("zone [%s] %s %s %ld %d\n", zones[z], tzname[0], tzname[1], timezone, daylight);
		for (unsigned i = 0; i < sizeof times / sizeof *times; i++) {
			struct tm t = *localtime(&times[i]), copy = t;
			show(&t);
			printf("  back %d", mktime(&copy) == times[i]);
			copy = t;
			copy.tm_isdst = -1;
			printf(" %d\n", (int)(mktime(&copy) - times[i]));
		}
	}
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	struct tm odd = { .tm_year = 124, .tm_mon = 25, .tm_mday = -40, .tm_hour = 100, .tm_min = -500, .tm_sec = 100000,
	                  .tm_isdst = -1 };
	printf("%lld\n", (long long)mktime(&odd));
	show(&odd);
	char text[300];
	for (const char *c = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%"; *c; c++) {
		char format[] = { '%', *c, 0 };
		size_t n = strftime(text, sizeof text, format, &odd);
		printf("%%%c %zu [%s]\n", *c, n, text);
	}
	printf("%zu\n", strftime(text, 5, "%Y-%m-%d", &odd));
	strftime(text, sizeof text, "%+5Y|%010Y|%-d", &odd);
	struct tm parsed = { 0 };
	char *end = strptime("Tue, 24 Nov 2026 08:09:10 rest", "%a, %d %b %Y %H:%M:%S", &parsed);
	printf("%s\n", end);
	show(&parsed);
	memset(&parsed, 0, sizeof parsed);
	printf("%p\n", (void *)strptime("31/13/99", "%d/%m/%y", &parsed));
	printf("%s", asctime(&odd));
	time_t t = 1000000000;
	printf("%s%.1f\n", ctime(&t), difftime(t, 5));
	struct tm g = *gmtime(&t);
	printf("%lld\n", (long long)timegm(&g));
	/* Every day of four centuries. */
	unsigned long hash = 0;
	setenv("TZ", "EST5EDT,M3.2.0,M11.1.0", 1);
	tzset();
	for (time_t day = -5000000000; day < 9000000000; day += 86399) {
		struct tm u = *localtime(&day);
		hash = hash * 31 + (unsigned long)(u.tm_yday * 7 + u.tm_wday + u.tm_hour + u.tm_isdst + u.tm_year);
	}
	printf("%lx\n", hash);
	return 0;
}

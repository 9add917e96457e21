/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sorting, searching, random sequences, environment, division, options,
 * multibyte conversion, hash tables, trees and queues.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int up(const void *a, const void *b)
{
	return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

static int compared;

static int counting(const void *a, const void *b, void *count)
{
	++*(int *)count;
	return up(a, b);
}

static void sorting(void)
{
	static int v[10007];
	srandom(7);
	for (int i = 0; i < 10007; i++)
		v[i] = (int)(random() % 5000);
	qsort_r(v, 10007, sizeof *v, counting, &compared);
	int sorted = 1;
	for (int i = 1; i < 10007; i++)
		sorted &= v[i - 1] <= v[i];
	printf("sorted %d, compared %d\n", sorted, compared > 0);
	int key = v[5000], none = 5001;
	printf("found %d", *(int *)bsearch(&key, v, 10007, sizeof *v, up) == key);
	printf(" %d\n", bsearch(&none, v, 10007, sizeof *v, up) != NULL);
	struct { char c[37]; } wide[50];
	for (int i = 0; i < 50; i++)
		snprintf(wide[i].c, 37, "%09ld", random());
	qsort(wide, 50, sizeof *wide, (int (*)(const void *, const void *))strcmp);
	for (int i = 0; i < 50; i += 7)
		printf("%s ", wide[i].c);
	printf("\n");
}

static void randoms(void)
{
	srand(42);
	for (int i = 0; i < 5; i++)
		printf("%d ", rand());
	unsigned seed = 9;
	for (int i = 0; i < 5; i++)
		printf("%d ", rand_r(&seed));
	srandom(3);
	for (int i = 0; i < 5; i++)
		printf("%ld ", random());
	srand48(5);
	for (int i = 0; i < 5; i++)
		{
			double d = drand48();
			long l = lrand48(), m = mrand48();
			printf("%.17g %ld %ld ", d, l, m);
		}
	static char old[256];
	initstate(99, old, sizeof old);
	printf("%ld\n", random());
}

static void environment(void)
{
	char put[] = "PUT=1";
	clearenv();
	printf("%s\n", getenv("PATH") ? "set" : "unset");
	setenv("A", "first", 1);
	setenv("A", "second", 0);
	printf("%s", getenv("A"));
	setenv("A", "third", 1);
	printf(" %s", getenv("A"));
	putenv(put);
	put[4] = '2';
	printf(" %s", getenv("PUT"));
	unsetenv("A");
	printf(" %s", getenv("A") ? "set" : "unset");
	printf(" %d", setenv("", "x", 1));
	printf(" %d", setenv("a=b", "x", 1));
	int n = 0;
	for (char **e = environ; *e; e++)
		n++;
	printf(" %d\n", n);
}

static void arithmetic(void)
{
	div_t d = div(-7, 2);
	ldiv_t l = ldiv(LONG_MIN, 10);
	imaxdiv_t m = imaxdiv(7, -2);
	printf("%d %d %ld %ld %jd %jd %d %ld\n", d.quot, d.rem, l.quot, l.rem, m.quot, m.rem, abs(-5), labs(-6L));
	printf("%s %ld\n", l64a(123456), a64l("abc"));
	printf("%s %s\n", ecvt(3.14159, 4, &d.quot, &d.rem), gcvt(2.5, 5, (char[20]){0}));
}

static void options(void)
{
	static const struct option longs[] = {
		{ "alpha", no_argument, NULL, 'a' }, { "beta", required_argument, NULL, 'b' },
		{ "gamma", optional_argument, NULL, 'g' }, { 0 },
	};
	static char *const lines[][8] = {
		{ "p", "-a", "-b", "x", "rest" }, { "p", "-ab", "x", "--", "-a" }, { "p", "-c", "-b" },
		{ "p", "--alpha", "--beta=1", "--gamma", "--gamma=2", "y" }, { "p", "y", "--al", "-a" },
		{ "p", "--unknown", "--beta" }, { "p", "-bx", "-g" },
	};
	opterr = 0;
	for (unsigned i = 0; i < sizeof lines / sizeof *lines; i++) {
		int argc = 0, c;
		char *argv[9];
		while (lines[i][argc])
			argv[argc] = lines[i][argc], argc++;
		argv[argc] = NULL;
		optind = 0;
		while ((c = getopt_long(argc, argv, i % 2 ? "ab:g::" : "+:ab:g::", longs, NULL)) != -1)
			printf("%c(%s,%d) ", c, optarg ? optarg : "", c == '?' || c == ':' ? optopt : 0);
		for (; optind < argc; optind++)
			printf("[%s] ", argv[optind]);
		printf("\n");
	}
	char *sub = strdup("ro,size=5,other"), *value;
	char *const tokens[] = { "ro", "size", NULL };
	while (*sub) {
		int k = getsubopt(&sub, tokens, &value);
		printf("%d %s; ", k, value ? value : "-");
	}
	printf("\n");
}

static void walk(const void *node, VISIT visit, int depth)
{
	if (visit == postorder || visit == leaf)
		printf("%d@%d ", **(int *const *)node, depth);
}

static void tables(void)
{
	static int keys[20];
	void *root = NULL;
	for (int i = 0; i < 20; i++) {
		keys[i] = i * 7 % 20;
		tsearch(&keys[i], &root, up);
	}
	for (int i = 0; i < 20; i += 3)
		tdelete(&(int){ i }, &root, up);
	twalk(root, walk);
	printf("\n%d %d\n", tfind(&(int){ 3 }, &root, up) != NULL, tfind(&(int){ 4 }, &root, up) != NULL);
	hcreate(10);
	char names[100][8];
	for (int i = 0; i < 100; i++) {
		snprintf(names[i], 8, "key%d", i);
		hsearch((ENTRY){ names[i], &keys[i % 20] }, ENTER);
	}
	ENTRY *e = hsearch((ENTRY){ "key77", NULL }, FIND);
	printf("%d %p\n", e->data == &keys[17], (void *)hsearch((ENTRY){ "none", NULL }, FIND));
	hdestroy();
	size_t count = 3;
	int list[10] = { 5, 6, 7 }, x = 6, y = 9;
	printf("%d", (int)((int *)lfind(&x, list, &count, sizeof x, up) - list));
	printf(" %d", (int)((int *)lsearch(&y, list, &count, sizeof y, up) - list));
	printf(" %zu\n", count);
	struct link { struct link *next, *prev; } a = { 0 }, b = { 0 }, c = { 0 };
	insque(&a, NULL);
	insque(&c, &a);
	insque(&b, &a);
	remque(&b);
	printf("%d %d\n", a.next == &c, c.prev == &a);
}

static void names(void)
{
	static const char *const paths[] = { "/usr/lib", "/usr/", "usr", "/", ".", "..", "", "//a//b//" };
	for (unsigned i = 0; i < sizeof paths / sizeof *paths; i++) {
		char *p = strdup(paths[i]), *q = strdup(paths[i]);
		printf("%s -> %s %s\n", paths[i], dirname(p), basename(q));
	}
	char real[PATH_MAX];
	printf("%s\n", realpath("/tmp/..//./", real));
	errno = 0;
	char *none = realpath("/no/such", real);
	printf("%p %d\n", (void *)none, errno);
}

int main(void)
{
	sorting();
	randoms();
	arithmetic();
	options();
	tables();
	names();
	environment();
	return 0;
}

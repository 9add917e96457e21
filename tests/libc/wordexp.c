/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wordexp, against musl's, which asks a shell.  What a shell would run is in
 * refused.c.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wordexp.h>

static void show(const char *text, int flags)
{
	wordexp_t w = { .we_offs = 0 };
	int error = wordexp(text, &w, flags);

	printf("%s: %d", text, error);
	for (size_t i = 0; !error && i < w.we_wordc; i++)
		printf(" <%s>", w.we_wordv[i]);
	puts("");
	if (!error)
		wordfree(&w);
}

int main(void)
{
	char folder[] = "/tmp/wordexpXXXXXX";
	static const char *const texts[] = {
		"", " ", "one", "one two", "  one \t two  ", "'a b' c", "\"a b\" c", "a\\ b c", "''", "\"\"", "a''b", "'a'\"b\"c",
		"$X", "\"$X\"", "${X}", "$X$X", "a$X", "$EMPTY", "\"$EMPTY\"", "a$EMPTY", "$NONE", "\"$NONE\"", "${NONE:-def ault}",
		"\"${NONE:-def ault}\"", "${EMPTY-def}", "${EMPTY:-def}", "${X:+alt}", "${NONE:+alt}", "${NONE+alt}", "${X+a}b", "${#X}",
		"${#NONE}", "${NONE:-$X}", "${NONE:-${X}}", "${NEW:=given} $NEW", "$", "a$", "$ a", "\"$\"", "$Xy", "${X}y", "$X.y", "\\$X",
		"'$X'", "\"\\$X\"", "\"a\\b\"", "\"\\\"\"", "*.txt", "'*.txt'", "\\*.txt", "*.none", "?.txt", "[ab].txt", "a\"*\"", "$STAR",
		"\"$STAR\"", "x*", "d/*", "~", "~/x", "\"~\"", "\\~", "a~", "~root", "~nobodyknows", "a:b", "a=b", "a#b", "-n", "$LIST",
		"a\\\\b", "'a\"b'", "\"a'b\"", "%", "^a", "a,b", "!x", "@", "a\\", "'", "\"", "\"a", "${X", "${", "${X:", "'a|b'", "\"a;b\"",
	};

	if (!mkdtemp(folder) || chdir(folder))
		return 1;
	static const char *const files[] = { "b.txt", "a.txt", "with space.txt", ".hidden.txt" };
	for (size_t i = 0; i < 4; i++)
		fclose(fopen(files[i], "w"));
	mkdir("d", 0700);
	fclose(fopen("d/inner", "w"));
	setenv("X", "a value", 1);
	setenv("EMPTY", "", 1);
	setenv("STAR", "*.txt", 1);
	setenv("LIST", "  one   two ", 1);
	setenv("HOME", "/home/of me", 1);
	unsetenv("IFS");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		show(texts[i], 0);
	show("$X", WRDE_UNDEF);
	show("$(date)", WRDE_NOCMD);
	show("`date`", WRDE_NOCMD);
	show("\"`date`\"", WRDE_NOCMD);
	show("'`date`'", WRDE_NOCMD);

	wordexp_t w = { .we_offs = 2 };
	printf("%d", wordexp("a b", &w, WRDE_DOOFFS));
	printf(" %zu %d %s", w.we_wordc, w.we_wordv[0] == NULL && w.we_wordv[1] == NULL, w.we_wordv[3]);
	printf(" %d", wordexp("c", &w, WRDE_DOOFFS | WRDE_APPEND));
	printf(" %zu %s %s %d", w.we_wordc, w.we_wordv[2], w.we_wordv[4], w.we_wordv[5] == NULL);
	printf(" %d", wordexp("d e", &w, WRDE_DOOFFS | WRDE_REUSE));
	printf(" %zu %s\n", w.we_wordc, w.we_wordv[3]);
	wordfree(&w);
	return 0;
}

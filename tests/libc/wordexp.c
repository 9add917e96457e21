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
		"$((1 + 2 * 3))", "$((1+2))x", "\"$(( 7/2 ))\"", "$((0x10 << 2))", "$((017))", "$((N))", "$((N + $N))", "$((-N))", "$((NONE))",
		"$((N > 3 ? 10 : 20))", "$((0 && 1/0))", "$((1 || 1/0))", "$((1/0))", "$((5 % 3 - -2))", "$((!N)) $((~0))", "$((1 == 1)) $((2 != 2))",
		"$((M = 4)) $M", "$((N += 3)) $((N <<= 1))", "$((1 <= 2 && 3 >= 4))", "$((1 | 6 ^ 3 & 2))", "$(((2 + 3) * 4))", "$((1 +))", "$((1 2))",
		"$(())", "$((X))", "$((09))", "$((1 + 1)", "$((", "$(( (1) ))", "${NONE:-$((2 * 3))}", "$((10 / 3 * 3))", "$((-7 / 2)) $((-7 % 2))", "$((3 > 2 > 1))",
		"${X%e}", "${X%l*}", "${X%%l*}", "${X#a}", "${X#*a}", "${X##*a}", "${X##* }", "${X%% *}", "\"${X#* }\"", "${X%nothing}", "${X%}", "${X#}",
		"${FILE##*/}", "${FILE%/*}", "${FILE%%.*}", "${FILE#*.}", "${FILE%.tar.*}", "${STAR%\\*}", "${STAR#'*'}", "${STAR#\"*\"}", "${NONE%x}",
		"${FILE%$SUFFIX}", "${FILE%[.]gz}", "${X%'}'}", "${#X%a}",
	};

	if (!mkdtemp(folder) || chdir(folder))
		return 1;
	static const char *const files[] = { "b.txt", "a.txt", "with space.txt", ".hidden.txt" };
	for (size_t i = 0; i < 4; i++)
		fclose(fopen(files[i], "w"));
	mkdir("d", 0700);
	fclose(fopen("d/inner", "w"));
	setenv("X", "a value", 1);
	setenv("N", "5", 1);
	setenv("FILE", "/usr/share/file.tar.gz", 1);
	setenv("SUFFIX", ".gz", 1);
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

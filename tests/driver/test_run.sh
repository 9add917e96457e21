# SPDX-License-Identifier: Apache-2.0
# zvm-test-run gives a test its arguments, its environment and the folders of the
# files that it is given; zvm-wrap lets scripts call programs by name.
# RUN: bash -e "$S"
# TIMEOUT: 60
mkdir -p project/src project/data project/build
cat >project/src/show.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char **argv)
{
	const char *base = strrchr(argv[0], '/');
	printf("%s", base ? base + 1 : argv[0]);
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "r");
		printf(" %s%s", argv[i], f ? "(file)" : "");
	}
	printf("; %s\n", getenv("ODD") ? getenv("ODD") : "none");
	FILE *out = fopen("written", "w");
	return out && fputs("x", out) >= 0 && fclose(out) == 0 ? 7 : 1;
}
END
echo one >project/data/one
zvm-clang project/src/show.c -o project/build/show
top=$PWD/project
cd project/build
run() { s=0; "$@" || s=$?; [ $s = 7 ]; }

# Arguments are the program's, those with @ too; files beside and above are there.
run zvm-test-run ./show @one 'two  three' "$top/data/one" ../data/one "$top/data/none" >out
diff out - <<<"show @one two  three $top/data/one(file) ../data/one(file) $top/data/none; none"
[ "$(cat written)" = x ]
# The environment, whatever stands in it.
ODD='a "b" $c `d`
NOT=it' run zvm-test-run ./show >out
printf 'show; a "b" $c `d`\nNOT=it\n' | diff out -
# What automake calls the source folder.
srcdir=../src run zvm-test-run ./show ../src/show.c
# The machine's own folders stay outside.
run zvm-test-run ./show /usr/include/stdio.h >out
diff out - <<<"show /usr/include/stdio.h; none"

# Called by name, by a link with another name, and from elsewhere.
ln -s show also
touch plain
zvm-wrap show also plain
run ./show 'a b' "it's" >out
diff out - <<<"show a b it's; none"
run ./also >out
diff out - <<<"also; none"
cd "$top"
export PATH=$PWD/build:$PATH
run show data/one >out
diff out - <<<"show data/one(file); none"
[ -e written ]
# Programs called like the tools that the scripts themselves use.
for name in ln dirname readlink env tr sed; do ln -s show build/$name; done
for name in ln dirname readlink env tr sed; do
	run build/$name >out
	command -p diff out - <<<"$name; none"
done
# Once is enough; what is linked again is a program again.
before=$(cat build/show)
zvm-wrap build/*
[ "$(cat build/show)" = "$before" ]
zvm-clang src/show.c -o build/show
if zvm-wrap build/missing 2>err; then exit 1; fi
grep -q 'no such file' err

# SPDX-License-Identifier: Apache-2.0
# The line of zvm-binfmt lets Linux start sandboxed programs by name, and no
# others.  In namespaces of its own, which newer kernels allow everybody.
# RUN: bash -e "$S"
cat >show.c <<'END'
#include <stdio.h>
int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		printf("%s;", argv[i]);
	return argc;
}
END
zvm-clang show.c -o show
gcc -static show.c -o native
zvm-binfmt >line
[ "$(wc -l <line)" = 1 ]
if zvm-binfmt more 2>err; then exit 1; fi
grep -q usage err

# Without the line: nothing that a shell could explain.
status=0
./show 2>err || status=$?
[ $status = 139 ]

if ! unshare -Urm sh -c 'mount -t binfmt_misc none /mnt && [ -e /mnt/register ]' 2>err; then
	echo "skipped from here: this kernel has no binfmt_misc of a namespace's own"
	exit 0
fi
out=$(unshare -Urm sh -c 'mount -t binfmt_misc none /mnt && cat line >/mnt/register
	for program in ./show ./native; do $program "a b" c; echo $?; done')
printf 'a b;c;3\na b;c;3\n' | diff - <(printf '%s\n' "$out")

# SPDX-License-Identifier: Apache-2.0
# Each line of refused.list is refused, at the source's file and line.
# RUN: bash "$S"
set -u
bad=0 n=0
while IFS= read -r line; do
	case $line in '' | '#'*) continue ;; esac
	insn=${line% | *} message="source.c:7: error: ${line##* | }"
	printf '\t.text\n\tnop\n# 7 "source.c"\n\t%s\n' "$insn" >"$T/in.s"
	"$SDK/libexec/zvm/zvm-rewrite" -o "$T/out.s" "$T/in.s" 2>"$T/err"
	status=$?
	n=$((n + 1))
	if [ $status != 1 ] || [ -e "$T/out.s" ] || ! grep -qF -- "$message" "$T/err"; then
		echo "$insn: exit status $status, expected: $message; said: $(cat "$T/err")"
		bad=1
		rm -f "$T/out.s"
	fi
done <"$D/refused.list"
[ $n -gt 65 ] || { echo "only $n lines were read"; bad=1; }
exit $bad

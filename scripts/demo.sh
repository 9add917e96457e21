#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is needed, builds the SDK, compiles and runs the samples.
# demo.sh --all runs also those that say, in a file `slow`, why they take long.
. "$(dirname "$0")/lib.sh"

"$SRC/scripts/install-deps.sh" --demo
"$SRC/scripts/build.sh"

export PATH=$SDK/bin:$PATH
work=$BUILD/samples
failed=0
for sample in "$SRC"/samples/*/run.sh; do
	dir=$(dirname "$sample")
	name=$(basename "$dir")
	printf '\n== %s: %s\n' "$name" "$(head -n 1 "$dir/README.md")"
	if [ -e "$dir/slow" ] && [ "${1:-}" != --all ]; then
		printf 'not run: %s; demo.sh --all runs it\n' "$(cat "$dir/slow")"
		continue
	fi
	rm -rf "${work:?}/$name"
	mkdir -p "$work/$name"
	cd "$work/$name"
	if [ -e "$dir/ports" ]; then
		say "building the port: $(cat "$dir/ports")"
		# shellcheck disable=SC2046 # several names
		"$SRC/scripts/port.sh" $(cat "$dir/ports") >"$LOGS/port-$name.log" 2>&1 ||
			die "the port of sample $name failed; the log: $LOGS/port-$name.log"
	fi
	# The commands come on standard error, and what they print below them.
	if ! "$sample" "$dir" 2>&1 >output.txt | sed 's/^+* */  $ /'; then failed=1; fi
	cat output.txt
	if ! cmp -s output.txt "$dir/expected"; then
		printf 'demo.sh: %s printed something else than %s\n' "$name" "$dir/expected" >&2
		failed=1
	fi
done

printf '\n'
say "done; the compiler is $SDK/bin/zvm-clang, and \`zvm run PROGRAM\` runs what it makes"
exit $failed

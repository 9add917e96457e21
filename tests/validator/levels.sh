# SPDX-License-Identifier: Apache-2.0
# What both drivers make at each level, for the default and for x86-64-v3, validates: the small programs
# of the benchmark; with ZVM_DEEP=1 (an hour) also all of SQLite and zstd.
# RUN: bash -eu "$S"
# OUT~: ^[0-9]+ objects and 20 programs validate$
# TIMEOUT: 7200
cd "$T"
sources=()
for name in bintree calls chacha chase hash matrix nbody sha256 stencil switch; do
	sources+=("$SRC/bench/programs/$name.c")
done
if [ -n "${ZVM_DEEP:-}" ]; then
	for name in sqlite zstd; do
		declare "$name=$("$SRC/scripts/source-tree.sh" "$name")"
	done
	sources+=("$sqlite/sqlite3.c" "$zstd"/lib/{common,compress,decompress,dictBuilder}/*.c)
fi
echo 'int main(void) { return 0; }' >main.c
objects=0
for driver in zvm-gcc zvm-clang; do
	for level in -O0 -O1 -O2 -O3 -Os; do
		for march in -g0 -march=x86-64-v3; do
			rm -f ./*.o
			for f in "${sources[@]}"; do
				# All into one program: a name for each one's main.
				object=$(basename "$f" .c)
				"$driver" "$level" "$march" -w -DZSTD_DISABLE_ASM -DSQLITE_OMIT_LOAD_EXTENSION \
					-Dmain="main_${object//-/_}" -c "$f" -o "$object.o"
				objects=$((objects + 1))
			done
			"$driver" -Wl,--no-gc-sections -Wl,-z,muldefs main.c ./*.o -lm -o program
			zvm-validate -q program
		done
	done
done
echo "$objects objects and 20 programs validate"

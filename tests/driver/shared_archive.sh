# SPDX-License-Identifier: Apache-2.0
# A makefile that insists on shared libraries works with --shared-archive: they
# are static ones under their names. -shared where nothing is linked is harmless.
# RUN: bash -e "$S"
# TIMEOUT: 60
echo 'int a(void) { return 3; }' >a.c
echo 'int a(void); int b(void) { return a() + 1; }' >b.c
echo 'int b(void); int main(void) { return b(); }' >main.c
echo '{ global: *; };' >b.map
cat >Makefile <<'END'
all: by-name by-file
liba.so.1: a.c
	$(CC) -fPIC -shared -Wl,-soname,liba.so.1 -Wl,-soname=liba.so.1 $^ -o $@
liba.so: liba.so.1
	ln -sf $< $@
b.o: b.c
	$(CC) -shared -fPIC -c $< -o $@
libb.so: b.o liba.so
	$(CC) -shared -Wl,--version-script,b.map -Wl,-z,defs $^ -lm -o $@
by-name: main.c libb.so
	$(CC) main.c -L. -lb -Wl,-rpath,'$$ORIGIN' -o $@
by-file: main.c libb.so
	$(CC) main.c ./libb.so -o $@
END
for cc in zvm-clang zvm-gcc; do
	make CC="$cc --shared-archive" >log 2>&1 || { cat log >&2; exit 1; }
	for program in by-name by-file; do
		s=0
		zvm run ./$program 2>/dev/null || s=$?
		[ $s = 4 ]
	done
	# An old library does not keep members.
	$cc --shared-archive -shared a.c -o libb.so
	[ "$(x86_64-zvm-linux-musl-ar t libb.so | wc -l)" = 1 ]
	# Without the option compiling works, and linking tells of it.
	$cc -shared -fPIC -c a.c
	if $cc -shared a.o -o x.so 2>err; then exit 1; fi
	grep -q -- 'refused: .*--shared-archive' err
	rm -f *.o *.so* by-*
done
# Under another name -l does not take it, unless it is asked to.
zvm-clang --shared-archive -shared a.c b.c -o libb.so
if zvm-clang main.c -L. -lb -o by-name 2>/dev/null; then exit 1; fi

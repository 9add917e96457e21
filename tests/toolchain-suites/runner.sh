# SPDX-License-Identifier: Apache-2.0
# suites.py tells a difference from an equal program, and keeps its counts when a
# signal ends it.  The suite here has three programs of its own.
# RUN: bash -eu "$S" "$D"
# OUT~: (?m)^different: s-execute/differs\.c clang -O1: exit status 3:
# OUT~: (?m)^clang -O1: 1 equal, 1 failing natively, 0 skipped, 0 with refused options, 1 different$
# OUT~: (?m)^interrupted after \d+ of 240$
# NEEDS: procfs
mkdir -p testsuite/s-execute testsuite/many-execute
echo 'int main(void) { return 0; }' >testsuite/s-execute/equal.c
echo 'int main(void) { return 1; }' >testsuite/s-execute/fails.c
printf '#include <unistd.h>\nint main(void) { return access("/proc/self/exe", F_OK) ? 3 : 0; }\n' >testsuite/s-execute/differs.c
for i in $(seq 240); do echo 'int main(void) { return 0; }' >testsuite/many-execute/$i.c; done
suites=(python3 "$1/suites.py" --folder "$PWD/testsuite" --compilers clang --levels=-O1 -j1)
status=0; "${suites[@]}" s-execute || status=$?
[ $status = 1 ]
status=0; timeout --preserve-status -s INT 5 "${suites[@]}" many-execute || status=$?
[ $status = 130 ]

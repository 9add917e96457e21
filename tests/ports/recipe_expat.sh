# SPDX-License-Identifier: Apache-2.0
# Expat by its recipe: CMake's toolchain file; its test suite runs in the sandbox.
# RUN: bash -e "$S"
# TIMEOUT: 900
"$SRC/scripts/port.sh" --check expat >log 2>&1 || { cat log >&2; exit 1; }
grep -q '100%: Checks: .*Failed: 0' "$BUILD/logs/port-expat-check.log"
# A CMake project finds the library in the SDK, and ctest runs in the sandbox.
mkdir project
cat >project/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.13)
project(use C)
find_package(expat CONFIG REQUIRED)
add_library(part SHARED part.c)
add_executable(use use.c)
target_link_libraries(use part expat::expat)
enable_testing()
add_test(NAME use COMMAND use)
END
echo 'int part(void) { return 0; }' >project/part.c
cat >project/use.c <<'END'
#include <expat.h>
int part(void);
int main(void) { return part() + !XML_ParserCreate(NULL); }
END
cmake -S project -B build -DCMAKE_TOOLCHAIN_FILE="$SDK/share/zvm/zvm.cmake" >cmake.log 2>&1 || { cat cmake.log >&2; exit 1; }
cmake --build build >>cmake.log 2>&1 || { cat cmake.log >&2; exit 1; }
[ -f build/libpart.a ]
ctest --test-dir build | grep -q '100% tests passed'

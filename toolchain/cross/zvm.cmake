# SPDX-License-Identifier: Apache-2.0
# CMake toolchain file: builds a project for the ZVM sandbox.
#
#   cmake -B build -DCMAKE_TOOLCHAIN_FILE=SDK/share/zvm/zvm.cmake
#
# Programs that the build or ctest run, run in the sandbox (zvm-test-run).
# `cmake --install` puts libraries where the compiler and find_package look.

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR x86_64)

get_filename_component(ZVM_SDK "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
set(ZVM_SYSROOT "${ZVM_SDK}/x86_64-zvm-linux-musl")
set(zvm_tool "${ZVM_SDK}/bin/x86_64-zvm-linux-musl-")

if(NOT CMAKE_C_COMPILER)
  set(CMAKE_C_COMPILER "${ZVM_SDK}/bin/zvm-clang")
endif()
# The SDK has no C++ library.  Projects that enable C++ without need still
# configure; the machine's own C++ compiler would be wrong in any case.
if(NOT CMAKE_CXX_COMPILER)
  set(CMAKE_CXX_COMPILER "${ZVM_SDK}/bin/zvm-clang")
endif()
foreach(tool ar ranlib nm strip objcopy objdump readelf addr2line)
  string(TOUPPER "${tool}" name)
  set(CMAKE_${name} "${zvm_tool}${tool}" CACHE FILEPATH "")
endforeach()
set(CMAKE_C_COMPILER_AR "${zvm_tool}ar" CACHE FILEPATH "")
set(CMAKE_C_COMPILER_RANLIB "${zvm_tool}ranlib" CACHE FILEPATH "")
set(CMAKE_LINKER "${zvm_tool}ld" CACHE FILEPATH "")
set(PKG_CONFIG_EXECUTABLE "${zvm_tool}pkg-config" CACHE FILEPATH "")

# Libraries and headers of this machine are of no use.
set(CMAKE_FIND_ROOT_PATH "${ZVM_SYSROOT}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
if(NOT DEFINED CMAKE_INSTALL_PREFIX)
  set(CMAKE_INSTALL_PREFIX "${ZVM_SYSROOT}" CACHE PATH "")
endif()

set(CMAKE_CROSSCOMPILING_EMULATOR "${ZVM_SDK}/bin/zvm-test-run")

# Everything is static; add_library(x SHARED) makes a static library.
set(BUILD_SHARED_LIBS OFF CACHE BOOL "")
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
set(CMAKE_USER_MAKE_RULES_OVERRIDE "${CMAKE_CURRENT_LIST_DIR}/zvm-rules.cmake")

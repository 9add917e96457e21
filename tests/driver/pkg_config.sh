# SPDX-License-Identifier: Apache-2.0
# The prefixed pkg-config knows the sandbox's libraries only, wherever the SDK is.
# RUN: bash -e "$S"
# TIMEOUT: 60
P=x86_64-zvm-linux-musl-pkg-config
cp -a "$SDK" sdk
mkdir -p sdk/x86_64-zvm-linux-musl/lib/pkgconfig
cat >sdk/x86_64-zvm-linux-musl/lib/pkgconfig/thing.pc <<'END'
prefix=/usr
libdir=${prefix}/lib
Name: thing
Description: a thing
Version: 1.2
Libs: -L${libdir} -L${prefix}/lib/thing -lthing
Libs.private: -lm
Cflags: -I${prefix}/include/thing
END
export PKG_CONFIG_PATH=/usr/lib/x86_64-linux-gnu/pkgconfig
sdk/bin/$P --exists thing
[ "$(sdk/bin/$P --modversion thing)" = 1.2 ]
sdk/bin/$P --cflags thing | grep >/dev/null -e "-I$PWD/sdk/x86_64-zvm-linux-musl/include/thing"
sdk/bin/$P --libs thing | grep >/dev/null -e '-lthing.*-lm'
if sdk/bin/$P --exists nettle; then echo "found this machine's nettle" >&2; exit 1; fi

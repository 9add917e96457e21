# SPDX-License-Identifier: Apache-2.0
# Lua 5.4, unmodified: a script of 225 lines through the whole language.
# RUN: bash -e "$S"
# TIMEOUT: 300
. "$D/build.sh"

build() { make -C src -j2 CC="$CC" AR="$AR rc" RANLIB="$RANLIB" generic; }
both lua build

cp "$D/exercise.lua" input
same src/lua - one two
[ "$(tail -n 1 sandbox.out)" = "done	one	two" ]
echo 'error("on purpose")' >input
same src/lua -
grep -q 'on purpose' sandbox.err
echo 'os.exit(7)' >input
same src/lua -
# A script as a file, read through a channel.
zvm run sandbox/src/lua "@$D/exercise.lua" >from-file
tail -n 1 from-file | grep >/dev/null '^done'

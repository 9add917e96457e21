#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$S"
# OUT: all well
# GNU tar reads what we pack, and we read what GNU tar packs, in each of its
# formats: long names and targets, odd names, links, modes, empty and large files.
tool=$BUILD/host/tests/cli/tree-tool
long=$(printf 'n%.0s' {1..99})
deep=$long/$long/$long/$long
mkdir -p "in/$deep" in/empty in/.hidden
echo deep >"in/$deep/file"
echo prefix >"in/$long/short"
printf 'odd' >"$(printf 'in/with blank\t, = # \\ and line\nbreak')"
printf '\xff\xfe' >"$(printf 'in/not-utf8-\xff')"
: >in/none
head -c 1000000 /dev/zero | tr '\0' x >in/large
ln -s "$deep/file" in/longlink
ln -s missing in/dangling
ln in/large in/.hidden/second
chmod 600 in/none; chmod 755 in/large; chmod 700 in/empty
touch -d @1234567890 in/none
mkfifo in/pipe
"$tool" pack in >packed.tar 2>warnings
grep -q 'in: pipe: left out' warnings
rm in/pipe
# A guest may have chosen the name.
mkfifo "$(printf 'in/p\033[31m\302\233')"
"$tool" pack in 2>warnings >/dev/null
grep -q 'in: p?\[31m??: left out' warnings
rm "$(printf 'in/p\033[31m\302\233')"
mkdir out; tar -xf packed.tar -C out
diff -r --no-dereference in out
[ "$(stat -c '%a %Y' out/none)" = '600 1234567890' ]
[ "$(stat -c %a out/empty)" = 700 ]
[ out/large -ef out/.hidden/second ]
[ "$(readlink out/longlink)" = "$deep/file" ]
"$tool" pack in >again.tar
cmp packed.tar again.tar

"$tool" list <packed.tar | sort >list.ours
for format in ustar pax gnu oldgnu; do
	rm -f in.tar
	# ustar itself cannot hold these names.
	[ $format != ustar ] || { mv "in/$long" .; rm in/longlink; }
	(cd in && find . -mindepth 1 -print0 | sed -z 's|^\./||' | LC_ALL=C sort -z |
		tar --no-recursion --null -T - --format=$format -cf ../in.tar)
	[ $format != ustar ] || { mv "$long" in; ln -s "$deep/file" in/longlink; }
	"$tool" list <in.tar | sort >list.$format
	[ $format = ustar ] || diff list.ours list.$format
done
grep -q "^5 700 0 empty$" list.ustar

# Cut off anywhere, it is never taken for complete; changed, never a crash.
size=$(stat -c %s packed.tar)
for cut in 0 1 511 512 513 1024 $((size / 2)) $((size - 512)) $((size - 1024)); do
	head -c $cut packed.tar >cut.tar
	! "$tool" list <cut.tar >/dev/null
done
python3 - <<'PY'
import random, subprocess, os
data = open("packed.tar", "rb").read()
heads = [i for i in range(0, len(data) - 512, 512) if data[i + 257:i + 262] == b"ustar"]
random.seed(1)
for n in range(300):
    b = bytearray(data)
    at = random.choice(heads)
    for _ in range(random.randint(1, 8)):
        b[at + random.randrange(512)] = random.randrange(256)
    # Mend the checksum, so that the fields behind it are read.
    b[at + 148:at + 156] = b" " * 8
    b[at + 148:at + 155] = b"%06o\0" % sum(b[at:at + 512])
    open("bad.tar", "wb").write(b)
    with open("bad.tar") as f:
        r = subprocess.run([os.environ["BUILD"] + "/host/tests/cli/tree-tool", "list"], stdin=f, stdout=subprocess.DEVNULL, timeout=20)
    assert r.returncode in (0, 1), r.returncode
PY
echo all well

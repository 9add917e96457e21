#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$S"
# OUT: all well
# A volume is written back: new, changed, deleted, retyped; what the host changed
# meanwhile stays; an archive that attacks the host does nothing.
tool=$BUILD/host/tests/cli/tree-tool
fresh() {
	rm -rf host guest; mkdir -p host/dir/sub host/gone/deeper
	echo same >host/same; echo old >host/changed; echo bye >host/gone/deeper/file
	echo x >host/dir/sub/x; ln -s same host/link; ln -s /etc/passwd host/outside
	echo was-file >host/becomes-dir; mkdir host/becomes-file; echo y >host/becomes-file/y
	touch -d @1000000000 host/same host/changed
	cp -a host guest
}
sync_back() { # [COMMAND that the host runs meanwhile]
	"$tool" pack guest >guest.tar 2>/dev/null
	"$tool" sync host "${1:-true}" <guest.tar
}

fresh
rm -r guest/gone guest/becomes-dir guest/becomes-file
mkdir guest/becomes-dir guest/new; echo z >guest/becomes-dir/z; echo file >guest/becomes-file
echo new >guest/changed; echo n >guest/new/n; chmod 755 guest/new/n; ln guest/new/n guest/new/second
ln -s ../dir/sub guest/new/inside
ln -sf changed guest/link
sync_back
diff -r --no-dereference guest host
[ "$(stat -c %Y host/same)" = 1000000000 ] # untouched
[ "$(stat -c %a host/new/n)" = 755 ]
[ host/new/n -ef host/new/second ]
[ -z "$(find host -name '.zvm-sync*')" ]

# The host's own changes meanwhile: nothing of them is lost.
fresh
rm -r guest/gone guest/same; echo guest >guest/changed; echo guest >guest/created
sync_back 'echo mine >host/gone/deeper/new; echo host >host/changed; echo host >host/created; echo host >host/same' 2>warnings
[ "$(cat host/changed host/created host/same host/gone/deeper/new)" = $'host\nhost\nhost\nmine' ]
[ ! -e host/gone/deeper/file ]
for f in changed created same gone; do grep -q "host/$f.*kept" warnings; done

# A file that has a name outside, too: neither its contents nor its mode change there.
fresh
echo shared >outside-name; chmod 600 outside-name; ln outside-name host/shared
rm guest/same; cp outside-name guest/shared; chmod 777 guest/shared; cp outside-name guest/other; ln guest/other guest/third
sync_back
[ "$(stat -c '%a %h' outside-name)" = '600 1' ] && [ "$(stat -c %a host/shared)" = 777 ]
[ "$(cat host/shared)" = shared ] && [ host/other -ef host/third ]

# A cut archive changes nothing.
fresh
rm -r guest/gone
"$tool" pack guest >guest.tar
head -c -1024 guest.tar >cut.tar
cp -a host before
! "$tool" sync host true <cut.tar 2>warnings
diff -r --no-dereference before host
rm -rf before

# Hostile archives.
cat >hostile.py <<'PY'
import io, sys, tarfile
t = tarfile.open("hostile.tar", "w", format=tarfile.PAX_FORMAT)
def add(name, type=tarfile.REGTYPE, link="", data=b"evil", mode=0o6777):
    i = tarfile.TarInfo(name); i.type = type; i.linkname = link; i.mode = mode
    i.size = len(data) if type == tarfile.REGTYPE else 0
    t.addfile(i, io.BytesIO(data))
which = sys.argv[1]
if which == "names":
    add("../escaped"); add("/../escaped"); add("a/../../escaped"); add("dir/..")
    add(".zvm-sync-1/x"); add("/rooted")
    add("hard", tarfile.LNKTYPE, "../victim"); add("hard2", tarfile.LNKTYPE, "/../victim")
    add("device", tarfile.CHRTYPE); add("fifo", tarfile.FIFOTYPE)
    add("\x1b[31mred"); add("setuid")
elif which == "links":
    add("up", tarfile.SYMTYPE, ".."); add("abs", tarfile.SYMTYPE, "/etc")
    add("dot", tarfile.SYMTYPE, "."); add("trick", tarfile.SYMTYPE, "dot/../..")
    add("dir", tarfile.DIRTYPE, mode=0o755); add("dir/up", tarfile.SYMTYPE, "../same")
    add("dir/up2", tarfile.SYMTYPE, "../../same")
    add("outside", tarfile.DIRTYPE, mode=0o755); add("outside/file")
elif which == "through":
    add("ln", tarfile.SYMTYPE, "dir"); add("ln/file")
elif which == "between": # "ln-x" stands between "ln" and "ln/file"
    add("ln"); add("ln-x"); add("ln/file")
elif which == "deep":
    for n in range(60): add("d/" * 30000 + str(n))
    for n in range(60): add("e/" * 1000 + str(n))
elif which == "twice":
    add("a"); add("a", tarfile.DIRTYPE)
t.close()
PY
hostile() {
	fresh; echo precious >victim
	python3 hostile.py "$1"
	"$tool" sync host true <hostile.tar 2>warnings || true
	[ ! -e escaped ] && [ "$(cat victim)" = precious ] && [ "$(stat -c %h victim)" = 1 ]
	! grep -q $'\x1b' warnings
}
hostile names
[ "$(cat host/rooted)" = evil ] && [ "$(stat -c %a host/setuid)" = 777 ]
[ ! -e host/hard ] && [ ! -e host/hard2 ] && [ ! -e host/device ] && [ ! -e host/fifo ]
hostile links
[ ! -L host/up ] && [ ! -L host/abs ] && [ ! -L host/trick ] && [ ! -L host/dir/up2 ]
[ "$(readlink host/dir/up)" = ../same ]
[ -d host/outside ] && [ ! -L host/outside ] && [ "$(cat host/outside/file)" = evil ] && [ ! -e /etc/file ]
hostile deep # names of 60 KB cost hours once
[ ! -e host/d ] && [ ! -e host/e ]
for kind in through between twice; do
	hostile $kind
	grep -q 'nothing is written back' warnings
	[ -e host/gone/deeper/file ]
done
echo all well

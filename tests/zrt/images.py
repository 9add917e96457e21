#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Images that GNU tar and Python write, read by ZRT; and the other way round.

A tree with every kind of file and of name is packed in each format.  What ZRT
lists must be what the tree holds; what ZRT exports, GNU tar must extract to the
same tree; exporting twice gives the same bytes.
"""
import os
import stat
import subprocess
import sys
import tarfile
import zlib

tool, work = sys.argv[1:]
TIME = 1700000000


def put(path, data, mode=0o644):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)
    os.chmod(path, mode)


def make_tree(root, plain):
    """`plain`: nothing that v7 and ustar can not hold."""
    os.makedirs(root)
    os.chdir(root)
    put("empty", b"")
    put("small", b"hello\n", 0o4755)
    put("block", bytes(range(256)) * 2)
    put("large", os.urandom(300001), 0o600)
    put("sub/deep/er/file", b"x" * 1025)
    put("b" * 95 + "/" + "c", b"at the border")
    os.link("small", "sub/hard")
    os.link("small", "zz-hard")
    os.symlink("sub/deep", "soft")
    os.symlink("/nowhere", "broken")
    os.mkfifo("fifo", 0o620)
    put("- odd \t name,=#", b"odd")
    os.mkdir("empty-dir", 0o700)
    os.chmod("empty-dir", 0o1777)
    if not plain:
        put("n" * 101, b"101")
        put("p" * 150 + "/" + "q" * 100, b"prefix")
        put("/".join(["d" * 200] * 4) + "/" + "e" * 255, b"long path")
        os.symlink("t" * 300, "long-link")
        os.link("n" * 101, "hard-to-long")
        put("\u00e4\u4e2d", b"utf-8")
        with open("sparse", "wb") as f:
            f.write(b"a")
            f.seek(5 << 20)
            f.write(b"middle")
            f.seek(9 << 20)
            f.write(b"b" * 5000)
            f.truncate(20 << 20)
        with open("many-holes", "wb") as f:
            for i in range(200):
                f.seek(i * 65536)
                f.write(b"piece %d" % i)
    for folder, dirs, files in os.walk(".", topdown=False):
        for n, name in enumerate(sorted(dirs + files)):
            os.utime(os.path.join(folder, name), (TIME, TIME + n), follow_symlinks=False)
    os.utime(".", (TIME, TIME))
    os.chdir(work)


def listing(root):
    """The lines that image_tool prints, for a real tree."""
    lines = set()
    for folder, dirs, files in os.walk(root):
        for name in dirs + files:
            path = os.path.join(folder, name)
            st = os.lstat(path)
            line = "%o %d %d %d %d.%09d %s" % (
                st.st_mode, st.st_uid, st.st_gid, 0 if stat.S_ISDIR(st.st_mode) else st.st_nlink,
                st.st_mtime_ns // 10**9, st.st_mtime_ns % 10**9, os.path.relpath(path, root))
            if stat.S_ISREG(st.st_mode):
                with open(path, "rb") as f:
                    line += " size=%d crc=%08x" % (st.st_size, zlib.crc32(f.read()))
            if stat.S_ISLNK(st.st_mode):
                line += " -> " + os.readlink(path)
            lines.add(line)
    return lines


def run(*args):
    result = subprocess.run([tool, *args], capture_output=True)
    if result.returncode or result.stderr:
        sys.exit("image_tool %s: exit %d\n%s%s" % (" ".join(args), result.returncode,
                                                   result.stdout.decode()[-500:], result.stderr.decode()))
    return set(result.stdout.decode().splitlines())


def compare(what, got, want):
    if got != want:
        print(what, "differs")
        print("  missing:", *sorted(want - got)[:5], sep="\n    ")
        print("  too much:", *sorted(got - want)[:5], sep="\n    ")
        sys.exit(1)


def gnu_tar(image, root, *options):
    # v7 and ustar can not hold a FIFO's or a long name's everything: tar warns.
    subprocess.run(["tar", "-cf", image, "-C", root, *options, "."], check=True)


def check_export(name, root, image):
    want = listing(root)
    first, second = name + ".out", name + ".again"
    compare(name + " export", run("-o", first, image), want)
    run("-o", second, first)
    with open(first, "rb") as a, open(second, "rb") as b:
        if a.read() != b.read():
            sys.exit(name + ": exporting what was exported gives other bytes")
    unpacked = os.path.join(work, name + ".tree")
    os.makedirs(unpacked)
    subprocess.run(["tar", "-xpf", first, "-C", unpacked], check=True)
    compare(name + " extracted by tar", listing(unpacked), want)


os.chdir(work)
make_tree("plain", True)
make_tree("full", False)
want = {"plain": listing("plain"), "full": listing("full")}

formats = [("v7", "plain", ["--format=v7", "--exclude=fifo"]), ("ustar", "plain", ["--format=ustar"])]
formats += [(f, "full", ["--format=" + f]) for f in ("oldgnu", "gnu", "pax")]
formats += [("sparse-gnu", "full", ["--format=gnu", "--sparse"])]
formats += [("sparse-" + v, "full", ["--format=pax", "--sparse", "--sparse-version=" + v])
            for v in ("0.0", "0.1", "1.0")]
for name, root, options in formats:
    image = name + ".tar"
    gnu_tar(image, root, *options)
    expected = {line for line in want[root] if name != "v7" or " fifo" not in line}
    compare(name, run(image), expected)
    compare(name + ", sequential", run("-s", image), expected)

for name, form in (("py-ustar", tarfile.USTAR_FORMAT), ("py-gnu", tarfile.GNU_FORMAT), ("py-pax", tarfile.PAX_FORMAT)):
    root = "plain" if name == "py-ustar" else "full"
    with tarfile.open(name + ".tar", "w", format=form) as t:
        for entry in sorted(os.listdir(root)):
            t.add(os.path.join(root, entry), entry)
    compare(name, run(name + ".tar"), want[root])

check_export("plain", "plain", "ustar.tar")
check_export("full", "full", "pax.tar")

# Times of parts of a second, also before 1970: only pax has them.
for n, ns in enumerate((1, 500000000, 999999999, 120000000, -1, -500000000, -1999999999, -10**18 + 5, 17 * 10**17 + 30)):
    put("fine/%d" % n, b"")
    os.utime("fine/%d" % n, ns=(ns, ns))
gnu_tar("fine.tar", "fine", "--format=pax")
compare("fine", run("fine.tar"), listing("fine"))
check_export("fine", "fine", "fine.tar")

# A later image lies over an earlier one: files and links are replaced, directories joined.
make = [("base", {"etc/a": b"1", "etc/b": b"1", "lib": "usr/lib", "usr/lib/x": b"1", "gone": b"1"}),
        ("top", {"etc/b": b"two", "lib/y": b"2", "etc/c": b"2", "gone": "etc/a", "new/dir/z": b"2"})]
for name, files in make:
    os.makedirs(name)
    for path, value in files.items():
        full = os.path.join(name, path)
        if isinstance(value, bytes):
            put(full, value)
        else:
            os.symlink(value, full)
    gnu_tar(name + ".tar", name)
got = {line.split(" ", 5)[5] for line in run("base.tar", "top.tar")}
for line in ("etc/a size=1", "etc/b size=3", "etc/c size=1", "lib -> usr/lib", "usr/lib/x size=1",
             "usr/lib/y size=1", "gone -> etc/a", "new/dir/z size=1"):
    if not any(g.startswith(line) for g in got):
        sys.exit("overlay: no line %r in\n%s" % (line, "\n".join(sorted(got))))
print("ok")

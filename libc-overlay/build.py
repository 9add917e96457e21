#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the ninja file that builds and installs the sandbox's C library.

Sources are chosen as musl's own Makefile does (a file in src/X/x86_64/ stands
for the one of the same stem in src/X/), after the overlay was laid over the
tree.  The overlay list is checked: a list that disagrees with this folder or
with musl's tree is an error.
"""
import argparse
import glob
import hashlib
import os
import subprocess
import sys

ARCH = "x86_64"
TARGET = "x86_64-zvm-linux-musl"
EMPTY_LIBRARIES = ["m", "pthread", "rt", "dl", "util", "crypt", "resolv", "xnet"]
OVERLAID = ["arch", "crt", "include", "src"]  # folders of musl's tree that the overlay may touch

# What musl's configure would choose, but -O2: speed counts more than size here.
# musl's own sources are not ours to make free of warnings.
COMMON = ("-std=c99 -nostdinc -ffreestanding -frounding-math -D_XOPEN_SOURCE=700 "
          "-O2 -fomit-frame-pointer -fno-unwind-tables -fno-asynchronous-unwind-tables "
          "-ffunction-sections -fdata-sections -fno-stack-protector")
MUSL_WARNINGS = "-w -Werror=implicit-function-declaration -Werror=implicit-int"
OWN_WARNINGS = "-std=gnu11 -Wall -Wextra -Wno-unused-parameter -Wno-ignored-attributes -Werror"


def fail(message):
    sys.exit(f"libc-overlay/build.py: {message}")


class Overlay:
    """The list: paths to take from the overlay, and paths to leave out."""

    def __init__(self, folder, musl):
        self.folder, self.ours, self.removed = folder, set(), set()
        with open(os.path.join(folder, "overlay.list"), encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                if line.strip() and not line.startswith("#"):
                    self.read(number, [field.strip() for field in line.split("|")], musl)
        there = set()
        for top in OVERLAID:
            for path in glob.glob(os.path.join(folder, top, "**", "*"), recursive=True):
                if os.path.isfile(path):
                    there.add(os.path.relpath(path, folder))
        for path in sorted(there - self.ours):
            fail(f"overlay.list does not name {path}")

    def read(self, number, fields, musl):
        where = f"overlay.list:{number}"
        if len(fields) != 4 or not all(fields):
            fail(f"{where}: expected `action | path | why | test`")
        action, path, _, test = fields
        if path in self.ours or path in self.removed:
            fail(f"{where}: {path} is listed twice")
        if action not in ("add", "replace", "remove"):
            fail(f"{where}: the action is add, replace or remove, not '{action}'")
        in_musl = os.path.isfile(os.path.join(musl, path))
        if in_musl != (action != "add"):
            fail(f"{where}: {action} {path}: musl has {'such a' if in_musl else 'no such'} file")
        if not os.path.isfile(os.path.join(os.path.dirname(self.folder), test)):
            fail(f"{where}: there is no test {test}")
        if action == "remove":
            self.removed.add(path)
            return
        if not os.path.isfile(os.path.join(self.folder, path)):
            fail(f"{where}: {path} is missing here")
        self.ours.add(path)


class Tree:
    """musl with the overlay over it: relative path -> real path."""

    def __init__(self, musl, overlay):
        self.musl, self.overlay = musl, overlay

    def real(self, path):
        return os.path.join(self.overlay.folder if path in self.overlay.ours else self.musl, path)

    def glob(self, pattern):
        found = {os.path.relpath(p, self.musl) for p in glob.glob(os.path.join(self.musl, pattern))}
        found |= {os.path.relpath(p, self.overlay.folder)
                  for p in glob.glob(os.path.join(self.overlay.folder, pattern))}
        return sorted(found - self.overlay.removed)

    def sources(self, folders):
        chosen = {}
        for folder in folders:
            for path in self.glob(f"{folder}/*.c"):
                chosen[os.path.splitext(path)[0]] = path
        for folder in folders:
            for path in self.glob(f"{folder}/{ARCH}/*.[csS]"):
                stem = os.path.splitext(path)[0].replace(f"/{ARCH}/", "/")
                chosen[stem] = path
        return sorted(chosen.items())


class Cache:
    """Objects of earlier builds by the digest of all that goes into them; folder "" is none."""

    def __init__(self, folder, tree):
        self.folder = folder
        if not folder:
            return
        root = os.path.dirname(tree.overlay.folder)
        self.common = hashlib.sha256(subprocess.run(["clang-19", "--version"], check=True,
                                                    capture_output=True).stdout)
        # The toolchain's sources, not its programs: those hold paths of their tree.
        files = [p for part in ("toolchain/driver", "toolchain/rewrite", "sandbox/abi", "zrt/include")
                 for p in glob.glob(f"{root}/{part}/**/*", recursive=True)]
        files += glob.glob(f"{tree.overlay.folder}/**/*.h", recursive=True)
        for path in sorted(files):
            if os.path.isfile(path):
                self.common.update(self.digest(path))
        self.common.update(os.path.basename(tree.musl).encode())  # holds the archive's digest

    @staticmethod
    def digest(path):
        with open(path, "rb") as f:
            return hashlib.sha256(f.read()).digest()

    def place(self, path, real, flags, own):
        """Where the object of a source is kept, or will be."""
        key = self.common.copy()
        key.update(f"{path} {flags}".encode())
        # Own sources may include each other; musl's are all told by the archive's digest.
        for source in sorted(glob.glob(os.path.dirname(real) + "/*.c")) if own else [real]:
            key.update(self.digest(source))
        return os.path.join(self.folder, key.hexdigest()[:40] + ".o")


class Ninja:
    def __init__(self):
        self.lines = []

    def rule(self, name, **settings):
        self.lines.append(f"rule {name}")
        self.lines += [f"  {key} = {value}" for key, value in settings.items()]

    def edge(self, rule, output, inputs, implicit=(), order_only=(), **settings):
        line = f"build {output}: {rule} {' '.join(inputs)}"
        if implicit:
            line += " | " + " ".join(implicit)
        if order_only:
            line += " || " + " ".join(order_only)
        self.lines.append(line)
        self.lines += [f"  {key} = {value}" for key, value in settings.items()]
        return output

    def write(self, path):
        text = "\n".join(self.lines) + "\n"
        try:
            with open(path, encoding="utf-8") as f:
                if f.read() == text:
                    return
        except FileNotFoundError:
            pass
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)


def rules(ninja, sdk, cc, keep):
    ninja.rule("cc", command=f"{cc} $flags -MD -MF $out.d -c -o $out $in{keep}", depfile="$out.d", deps="gcc",
               description="CC $out")
    ninja.rule("as", command=f"{cc} -c -o $out $in{keep}", description="AS $out")
    ninja.rule("kept", command="cp $in $out")
    ninja.rule("ar", command=f"rm -f $out && {sdk}/bin/{TARGET}-ar rcs $out @$out.rsp",
               rspfile="$out.rsp", rspfile_content="$in", description="AR $out")
    ninja.rule("empty", command=f"rm -f $out && {sdk}/bin/{TARGET}-ar rcs $out")
    ninja.rule("alltypes", command="sed -f $in >$out")
    ninja.rule("syscalls", command="cp $in $out && sed -n -e s/__NR_/SYS_/p <$in >>$out")
    ninja.rule("version", command="printf '#define VERSION \"%s\"\\n' \"$$(cat $in)\" >$out")
    ninja.rule("install", command="cmp -s $in $out || cp $in $out", restat="1")
    ninja.rule("kernel", command="rm -rf $to && cp -r $from $to && touch $out")


def kernel_headers(ninja, include):
    """The kernel's headers for programs (package linux-libc-dev), which libc6-dev brings."""
    folders = {"linux": "/usr/include/linux", "asm-generic": "/usr/include/asm-generic",
               "asm": "/usr/include/x86_64-linux-gnu/asm"}
    # Every version of the package has another of these.
    version = "/usr/include/linux/version.h"
    return [ninja.edge("kernel", f"kernel-{name}", [version], **{"from": path, "to": f"{include}/{name}"})
            for name, path in folders.items()]


def headers(ninja, tree, sdk, include):
    """The installed headers; returns their paths."""
    generated = [
        ninja.edge("alltypes", "include/bits/alltypes.h", [
            tree.real("tools/mkalltypes.sed"), tree.real(f"arch/{ARCH}/bits/alltypes.h.in"),
            tree.real("include/alltypes.h.in")]),
        ninja.edge("syscalls", "include/bits/syscall.h", [tree.real(f"arch/{ARCH}/bits/syscall.h.in")]),
        ninja.edge("version", "internal/version.h", [tree.real("VERSION")]),
    ]
    chosen = {}
    for path in tree.glob("arch/generic/bits/*.h") + tree.glob(f"arch/{ARCH}/bits/*.h"):
        chosen["bits/" + os.path.basename(path)] = tree.real(path)
    for path in tree.glob("include/*.h") + tree.glob("include/*/*.h"):
        chosen[os.path.relpath(path, "include")] = tree.real(path)
    for path in generated[:2]:
        chosen[os.path.relpath(path, "include")] = path
    for name in chosen:
        os.makedirs(os.path.dirname(os.path.join(include, name)), exist_ok=True)
    installed = [ninja.edge("install", f"{include}/{name}", [path]) for name, path in sorted(chosen.items())]
    return installed, generated


def objects(ninja, tree, folders, search, tools, generated, cache):
    made = {}
    for stem, path in tree.sources(folders):
        made[stem] = output = f"obj/{stem}.o"
        real = tree.real(path)
        own = path in tree.overlay.ours
        flags = COMMON + " " + (OWN_WARNINGS if own else MUSL_WARNINGS)
        headers_of_ours = f" -I{tree.overlay.folder}/include" if own else ""
        kept = ""
        if cache.folder:
            kept = cache.place(path, real, flags, own)
            if os.path.isfile(kept):
                ninja.edge("kept", output, [kept])
                continue
        if path.endswith(".s"):
            ninja.edge("as", output, [real], implicit=tools, kept=kept)
        else:
            ninja.edge("cc", output, [real], implicit=tools, order_only=generated,
                       flags=f"{search}{headers_of_ours} {flags}", kept=kept)
    return made


def main():
    parser = argparse.ArgumentParser()
    for name in ("sdk", "musl", "overlay", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--cache", default="")
    args = parser.parse_args()
    sdk, musl, folder = (os.path.abspath(p) for p in (args.sdk, args.musl, args.overlay))
    tree = Tree(musl, Overlay(folder, musl))
    include, lib = f"{sdk}/{TARGET}/include", f"{sdk}/{TARGET}/lib"
    cc = f"{sdk}/bin/zvm-clang"
    tools = [p for p in (cc, f"{sdk}/libexec/zvm/zvm-rewrite") if os.path.exists(p)]
    os.makedirs(lib, exist_ok=True)

    ninja = Ninja()
    rules(ninja, sdk, cc, " && cp $out $kept.new && mv $kept.new $kept" if args.cache else "")
    installed, generated = headers(ninja, tree, sdk, include)
    search = [f"{folder}/arch/{ARCH}", f"{musl}/arch/{ARCH}", f"{musl}/arch/generic", "internal",
              f"{folder}/src/internal", f"{folder}/src/include", f"{musl}/src/include", f"{musl}/src/internal",
              "include", f"{musl}/include", f"{folder}/../zrt/include", f"{sdk}/include"]
    search = "".join(f" -I{d}" for d in search)
    cache = Cache(args.cache, tree)

    sources = sorted({os.path.dirname(p) for p in tree.glob("src/*/*.c") + tree.glob("src/*/*.s")})
    libc = objects(ninja, tree, sources + ["src/malloc/heap"], search, tools, generated, cache)
    crt = objects(ninja, tree, ["crt"], search, tools, generated, cache)
    products = installed + kernel_headers(ninja, include)
    archive = ninja.edge("ar", "libc.a", list(libc.values()))
    products.append(ninja.edge("install", f"{lib}/libc.a", [archive]))
    empty = [ninja.edge("empty", f"{lib}/lib{name}.a", []) for name in EMPTY_LIBRARIES]
    for name in ("crt1", "crti", "crtn"):
        products.append(ninja.edge("install", f"{lib}/{name}.o", [crt[f"crt/{name}"]]))
    ninja.lines.append("default " + " ".join(products + empty))
    ninja.write(args.out)


main()

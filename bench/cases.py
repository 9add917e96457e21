"""The programs that bench.py measures: a table, and nothing else.

Each takes about a second, reads at most one file from standard input, and
prints the same everywhere.
"""
import glob
import os
import random
from dataclasses import dataclass, field

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass
class Case:
    name: str
    sources: list                 # relative to the tree; patterns allowed
    tree: str = ""                # a name of ports/, or empty for bench/programs
    exclude: tuple = ()           # base names that a pattern should not take
    flags: tuple = ()
    args: tuple = ()
    stdin: object = None          # function(tree) -> bytes
    includes: tuple = field(default=(".",))

    def files(self, tree):
        found = [f for pattern in self.sources for f in sorted(glob.glob(os.path.join(tree, pattern)))]
        return [f for f in found if os.path.basename(f) not in self.exclude]


def own(name):
    return Case(name, [f"{name}.c"])


def read(path):
    with open(path, "rb") as f:
        return f.read()


def source_text(pattern, size):
    """Real text of a source tree, repeated to a size in bytes."""
    def make(tree):
        text = b"".join(read(f) for f in sorted(glob.glob(os.path.join(tree, pattern))))
        return (text * (size // len(text) + 1))[:size]
    return make


def mixed(pattern, size):
    """Text with noise in it, so that a compressor has work to do."""
    def make(tree):
        rng = random.Random(1)
        text = bytearray(source_text(pattern, size)(tree))
        for _ in range(size // 50):
            text[rng.randrange(size)] = rng.randrange(256)
        return bytes(text)
    return make


CASES = [
    own("bintree"), own("calls"), own("matrix"), own("nbody"), own("sha256"), own("switch"),
    Case("lua", ["src/*.c"], tree="lua", exclude=("luac.c",), args=("-",),
         stdin=lambda tree: read(os.path.join(HERE, "inputs", "bench.lua"))),
    Case("zlib", ["*.c", "test/minigzip.c"], tree="zlib", args=("-9",), flags=("-DHAVE_UNISTD_H",),
         stdin=mixed("*.c", 6_000_000)),
    Case("bzip2", ["blocksort.c", "huffman.c", "crctable.c", "randtable.c", "compress.c", "decompress.c",
                   "bzlib.c", "bzip2.c"], tree="bzip2", args=("-c",), flags=("-D_FILE_OFFSET_BITS=64",),
         stdin=mixed("*.c", 6_000_000)),
    Case("sqlite", ["sqlite3.c", "shell.c"], tree="sqlite", args=(":memory:",),
         flags=("-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION"),
         stdin=lambda tree: read(os.path.join(HERE, "inputs", "bench.sql"))),
]

# SPDX-License-Identifier: Apache-2.0
"""The programs that bench.py measures: a table, and nothing else.

Each takes about a second, reads at most standard input, and prints the same
everywhere.  Sources are either a tree of ports/ (fetched, never changed) or a
file of bench/programs/; `main` is a file of bench/programs/ that drives a
library.
"""
import glob
import os
import random
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "programs")


@dataclass
class Case:
    name: str
    kind: str                     # what sort of program it is, for the reader
    sources: tuple = ()           # relative to the tree; patterns allowed
    tree: str = ""                # a name of ports/, or empty
    main: str = ""                # a file of bench/programs/
    exclude: tuple = ()           # base names that a pattern should not take
    flags: tuple = ()
    args: tuple = ()
    stdin: object = None          # function(tree) -> bytes
    includes: tuple = (".",)      # relative to the tree
    generated: object = None      # function(tree) -> {file name: text}: what configure would make
    no_wasm: str = ""             # why it cannot be a WASI program

    def files(self, tree):
        found = [f for pattern in self.sources for f in sorted(glob.glob(os.path.join(tree, pattern)))]
        found = [f for f in found if os.path.basename(f) not in self.exclude]
        return found + ([os.path.join(PROGRAMS, self.main)] if self.main else [])


def own(name, kind, **more):
    return Case(name, kind, main=f"{name}.c", **more)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def input_file(name):
    return lambda tree: read(os.path.join(HERE, "inputs", name))


def source_text(pattern, size):
    """Real text of a source tree, repeated to a size in bytes."""
    def make(tree):
        text = b"".join(read(f) for f in sorted(glob.glob(os.path.join(tree, pattern))))
        return (text * (size // len(text) + 1))[:size]
    return make


def own_text(size):
    return lambda tree: source_text("*.c", size)(PROGRAMS)


def mixed(pattern, size):
    """Text with noise in it, so that a compressor has work to do."""
    def make(tree):
        rng = random.Random(1)
        text = bytearray(source_text(pattern, size)(tree))
        for _ in range(size // 50):
            text[rng.randrange(size)] = rng.randrange(256)
        return bytes(text)
    return make


def generic(folder, names):
    """Copies of files that a package ships for systems without configure."""
    return lambda tree: {new: read(os.path.join(tree, folder, old)).decode() for old, new in names.items()}


JPEG_CONFIG = {
    "jconfig.h": """#define JPEG_LIB_VERSION 62
#define LIBJPEG_TURBO_VERSION 2.1.5
#define LIBJPEG_TURBO_VERSION_NUMBER 2001005
#define MEM_SRCDST_SUPPORTED 1
#define BITS_IN_JSAMPLE 8
""",
    "jconfigint.h": """#define BUILD "bench"
#undef inline
#define INLINE inline
#define THREAD_LOCAL
#define PACKAGE_NAME "libjpeg-turbo"
#define VERSION "2.1.5"
#define SIZEOF_SIZE_T __SIZEOF_SIZE_T__
#define FALLTHROUGH __attribute__((fallthrough));
""",
    "jversion.h": """#define JVERSION "6b"
#define JCOPYRIGHT "see the source"
#define JCOPYRIGHT_SHORT "see the source"
"""}

JPEG_SOURCES = tuple(f"{name}.c" for name in (
    "jcapimin jcapistd jccoefct jccolor jcdctmgr jchuff jcicc jcinit jcmainct jcmarker jcmaster jcomapi jcparam "
    "jcphuff jcprepct jcsample jctrans jdapimin jdapistd jdatadst jdatasrc jdcoefct jdcolor jddctmgr jdhuff jdicc "
    "jdinput jdmainct jdmarker jdmaster jdmerge jdphuff jdpostct jdsample jdtrans jerror jfdctflt jfdctfst jfdctint "
    "jidctflt jidctfst jidctint jidctred jquant1 jquant2 jsimd_none jutils jmemmgr jmemnobs").split())

CASES = [
    own("bintree", "allocation, recursion"),
    own("calls", "function pointers"),
    own("chacha", "crypto, 128-bit arithmetic"),
    own("chase", "pointer chasing"),
    own("hash", "strings, hash table", stdin=own_text(2_000_000)),
    own("matrix", "float kernel"),
    own("nbody", "float kernel"),
    own("sha256", "crypto"),
    own("stencil", "float kernels, libm"),
    own("switch", "bytecode loop"),
    Case("bzip2", "compressor", ("blocksort.c", "huffman.c", "crctable.c", "randtable.c", "compress.c",
         "decompress.c", "bzlib.c", "bzip2.c"), tree="bzip2", args=("-c",), flags=("-D_FILE_OFFSET_BITS=64",),
         stdin=mixed("*.c", 6_000_000), no_wasm="needs signals and chmod"),
    Case("image", "image codec", JPEG_SOURCES, tree="jpeg", main="image.c",
         generated=lambda tree: JPEG_CONFIG, no_wasm="needs setjmp"),
    Case("js", "JavaScript interpreter", ("one.c",), tree="mujs", main="js.c", stdin=input_file("bench.js"),
         no_wasm="needs setjmp"),
    Case("json", "JSON library", ("cJSON.c",), tree="cjson", main="json.c"),
    Case("lua", "Lua interpreter", ("src/*.c",), tree="lua", exclude=("luac.c",), args=("-",),
         stdin=input_file("bench.lua"), no_wasm="needs setjmp"),
    Case("regex", "regular expressions", ("src/pcre2_*.c",), tree="pcre2", main="regex.c", includes=("src",),
         exclude=("pcre2_jit_match.c", "pcre2_jit_misc.c", "pcre2_jit_test.c", "pcre2_dftables.c",
                  "pcre2_fuzzsupport.c", "pcre2_printint.c", "pcre2_ucptables.c"),
         flags=("-DPCRE2_CODE_UNIT_WIDTH=8", "-DHAVE_CONFIG_H", "-DSUPPORT_UNICODE"),
         generated=generic("src", {"config.h.generic": "config.h", "pcre2.h.generic": "pcre2.h",
                                   "pcre2_chartables.c.dist": "pcre2_chartables.c"}),
         stdin=source_text("src/pcre2_*.c", 1_500_000)),
    Case("sqlite", "database", ("sqlite3.c", "shell.c"), tree="sqlite", args=(":memory:",),
         flags=("-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION"), stdin=input_file("bench.sql"),
         no_wasm="the shell needs signals and popen"),
    Case("xml", "XML parser", ("expat/lib/*.c",), tree="expat", main="xml.c", includes=("expat/lib",),
         flags=("-DXML_POOR_ENTROPY", "-DXML_DTD", "-DXML_NS", "-DBYTEORDER=1234", "-DXML_CONTEXT_BYTES=1024",
                "-DHAVE_EXPAT_CONFIG_H=1"), generated=lambda tree: {"expat_config.h": ""}),
    Case("zlib", "compressor", ("*.c", "test/minigzip.c"), tree="zlib", args=("-9",), flags=("-DHAVE_UNISTD_H",),
         stdin=mixed("*.c", 6_000_000), no_wasm="minigzip needs dup of standard streams"),
    Case("zstd", "compressor", ("lib/common/*.c", "lib/compress/*.c", "lib/decompress/*.c"), tree="zstd",
         main="zstd.c", includes=("lib",), flags=("-DZSTD_DISABLE_ASM", "-DZSTD_LEGACY_SUPPORT=0"),
         stdin=mixed("lib/compress/*.c", 3_000_000)),
]

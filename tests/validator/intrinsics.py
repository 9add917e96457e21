# SPDX-License-Identifier: Apache-2.0
"""Calls every intrinsic of x86-64-v3, AES, PCLMUL and SHA: intrinsics.py DRIVER COMPILER WORK

Makes a program with one function for each intrinsic of GCC's headers that COMPILER, the
host's, knows, too, and compiles it with DRIVER.  A function that the driver refuses must
be refused with a sentence; it is left out, and the rest must compile, link and validate.
Prints each refused intrinsic's sentence and the counts.
"""
import os
import re
import subprocess
import sys

HEADERS = ["xmmintrin.h", "emmintrin.h", "pmmintrin.h", "tmmintrin.h", "smmintrin.h", "wmmintrin.h", "avxintrin.h",
           "avx2intrin.h", "fmaintrin.h", "f16cintrin.h", "bmiintrin.h", "bmi2intrin.h", "lzcntintrin.h",
           "popcntintrin.h", "shaintrin.h", "ia32intrin.h"]
OPTIONS = ["-O1", "-w", "-march=x86-64-v3", "-maes", "-mpclmul", "-msha"]
# Beyond these levels or for 32-bit code, though they stand in these headers.
OTHER = re.compile(r"_rd(pid|rand|seed|fsbase|gsbase)|_wr[fg]sbase|__pause|_xbegin|_mulx_u32$")
DEFINITION = re.compile(r"extern __inline\s+([\w \*]+?)\s*__attribute__\s*\(\([^;{]*?__artificial__\)\)\s*(\w+)\s*\(([^)]*)\)")
# Parameters that must be constants, though their types do not say so.
CONSTANT = re.compile(r"shuffle|align|extract|insert|blend_|round|cmp_|perm|slli|srli|si128|aeskey|clmul|mpsadbw|_dp_|"
                      r"sha1rnds4|cvtps_ph|gather|str|prefetch")
PLACES = []  # header, line and name of each intrinsic
NAMES = re.compile(r"imm|__[NMOIP]$|mask|control|scale|rounding", re.I)


def definitions(folder):
    found = {}
    for header in HEADERS:
        with open(os.path.join(folder, header), encoding="ascii") as f:
            text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), f.read(), flags=re.S)
        for match in DEFINITION.finditer(text):
            result, name, parameters = match.groups()
            if "__m64" not in result + parameters and not OTHER.search(name):
                found.setdefault(name, (result, parameters))
                PLACES.append((header, text.count("\n", 0, match.end()) + 1, name))
    return found


def named_by(text):
    """The intrinsics in whose definitions messages are: GCC names lines of its headers."""
    found = set()
    for header, line in re.findall(r"(\w+\.h):(\d+): error", text):
        found |= {max((p for p in PLACES if p[0] == header and p[1] <= int(line)), default=("", 0, ""))[2]}
    return found


def function(name, result, parameters):
    declared, given = [], []
    for number, parameter in enumerate(p.strip() for p in parameters.split(",") if p.strip() not in ("", "void")):
        kind, own = re.match(r"(.*?)(\w+)$", parameter, re.S).groups()
        kind = kind.strip()
        if "_mm_hint" in kind:
            given.append("_MM_HINT_T0")
        elif "const" in kind.split() and "int" in kind.split() or \
                kind == "int" and CONSTANT.search(name) and NAMES.search(own):
            given.append("1")
        else:
            declared.append(f"{kind} a{number}")
            given.append(f"a{number}")
    call = f"{name}({', '.join(given)});"
    return f"{result} use_{name}({', '.join(declared) or 'void'}) {{ {'' if result == 'void' else 'return '}{call} }}\n"


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def write(path, functions):
    with open(path, "w", encoding="ascii") as f:
        f.write("#include <immintrin.h>\n#include <x86intrin.h>\nint main(void) { return 0; }\n" + "".join(functions))


def numbers(path, text):
    """Which functions messages of this file's lines are about."""
    name = re.escape(os.path.basename(path))
    return {int(n) - 4 for n in re.findall(rf"{name}:(\d+):(?:\d+: (?:error|note)| )", text) if int(n) > 3}


def main():
    driver, compiler, work = sys.argv[1:]
    folder = run("gcc", "-print-file-name=include").stdout.strip()
    functions = [function(name, *rest) for name, rest in definitions(folder).items()]
    path, program = os.path.join(work, "intrinsics.c"), os.path.join(work, "program")
    known = []
    for _ in range(3):
        write(path, functions)
        text = run(compiler, *OPTIONS, "-c", path, "-o", os.path.join(work, "host.o"),
                   *(["-ferror-limit=0"] if "clang" in compiler else [])).stdout
        unknown = numbers(path, text)
        if not unknown:
            break
        known += [functions[n] for n in unknown]
        functions = [f for n, f in enumerate(functions) if n not in unknown]
    refused = 0
    for _ in range(20):
        write(path, functions)
        done = run(driver, *OPTIONS, path, "-o", program)
        if done.returncode == 0:
            break
        names = named_by(done.stdout)
        bad = numbers(path, done.stdout) | {n for n, f in enumerate(functions) if re.search(r"use_(\w+)\(", f)[1] in names}
        if not bad:
            sys.exit(f"no line of the program is named:\n{done.stdout}")
        for line in done.stdout.splitlines():
            if re.search(r": error: ", line):
                print(re.sub(r".*: error: ", "", line))
        refused += len(bad)
        functions = [f for n, f in enumerate(functions) if n not in bad]
    checked = run("zvm-validate", program)
    if checked.returncode:
        sys.exit(f"the program does not validate:\n{checked.stdout}")
    print(f"{len(functions)} intrinsics validate, {refused} are refused, {len(known)} are unknown to {compiler}")


main()

# SPDX-License-Identifier: Apache-2.0
"""The ways in which a program is built and run: one table, BUILDS."""
import os
import shutil
import subprocess
from dataclasses import dataclass

from cases import HERE

MUSL = "/usr/lib/x86_64-linux-musl"
MUSL_INCLUDE = "/usr/include/x86_64-linux-musl"
WASM_RT = "/usr/share/wabt/wasm2c"
COMMON = ["-O2", "-w"]


class BuildError(Exception):
    """A build that failed, with the end of what the tool said."""


def tool(command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if result.returncode:
        tail = result.stdout.decode(errors="replace").strip()[-600:]
        raise BuildError(f"{' '.join(command)[:160]}...\n{tail}")
    return result.stdout.decode(errors="replace").strip()


@dataclass
class Job:
    """One program to build: its files, flags, and where the result goes."""
    case: object
    sources: list
    flags: list
    out: str

    def objects(self, compiler):
        made = []
        for n, source in enumerate(self.sources):
            obj = f"{self.out}.{n}.o"
            tool([*compiler, *COMMON, *self.flags, "-c", source, "-o", obj])
            made.append(obj)
        return made


def hosted(compiler, *flags, link=()):
    """A compiler that links by itself."""
    def build(job):
        objects = job.objects([compiler, *flags])
        tool([compiler, *flags, *link, *objects, "-lm", "-o", job.out])
        for obj in objects:
            os.unlink(obj)
    return build


def musl(compiler, *flags):
    """Debian's static musl, by its parts: its gcc wrapper cannot drive clang."""
    def build(job):
        target = ["--target=x86_64-linux-musl"] if "clang" in compiler else []
        own = tool([compiler, "-print-file-name=include"])
        objects = job.objects([compiler, *target, "-nostdinc", "-isystem", own, "-isystem", MUSL_INCLUDE, *flags])
        libgcc = tool(["gcc", "-print-libgcc-file-name"])
        tool(["ld.lld-19", "-static", "-o", job.out, f"{MUSL}/crt1.o", f"{MUSL}/crti.o", *objects,
              "--start-group", f"{MUSL}/libc.a", libgcc, "--end-group", f"{MUSL}/crtn.o"])
        for obj in objects:
            os.unlink(obj)
    return build


def wasm(job):
    wasi_flags = ["-D_WASI_EMULATED_SIGNAL", "-D_WASI_EMULATED_PROCESS_CLOCKS", "-D_WASI_EMULATED_GETPID"]
    tool(["clang-19", "--target=wasm32-wasi", *COMMON, *wasi_flags, *job.flags, *job.sources, "-lm",
          "-lwasi-emulated-signal", "-lwasi-emulated-process-clocks", "-lwasi-emulated-getpid",
          "-Wl,-z,stack-size=1048576", "-o", job.out])


def wasm2c(job):
    folder = job.out + ".d"
    os.makedirs(folder, exist_ok=True)
    module, c = os.path.join(folder, "m.wasm"), os.path.join(folder, "m.c")
    wasm(Job(job.case, job.sources, job.flags, module))
    tool(["wasm2c", module, "-n", "m", "-o", c])
    tool(["clang-19", *COMMON, "-fno-pie", "-no-pie", '-DMODULE_HEADER="m.h"', f"-I{folder}", f"-I{WASM_RT}", c,
          os.path.join(HERE, "wasm", "wasi.c"), f"{WASM_RT}/wasm-rt-impl.c", "-lm", "-o", job.out])
    shutil.rmtree(folder)


def direct(program, args):
    return [program, *args]


def sandboxed(program, args):
    return ["zvm", "run", program, *args]


def node(program, args):
    return ["node", "--no-warnings", os.path.join(HERE, "wasm", "node.mjs"), program, *args]


@dataclass
class Build:
    name: str
    title: str
    build: object                 # function(Job)
    command: object = direct      # function(program, args) -> argv
    group: str = "clang"          # compared with the fastest native build of its group
    native: bool = False
    default: bool = False         # measured unless others are named
    tools: tuple = ()             # programs that it needs on PATH
    files: tuple = ()             # and files
    wasm: bool = False


BUILDS = [
    Build("glibc-pie", "clang-19 -O2 -fpie, Debian's glibc", hosted("clang-19", "-fpie", link=("-pie",)), native=True),
    Build("glibc", "clang-19 -O2 -fno-pie, Debian's glibc", hosted("clang-19", "-fno-pie", link=("-no-pie",)),
          native=True, default=True),
    Build("musl-pie", "clang-19 -O2 -fpie, static musl", musl("clang-19", "-fpie"), native=True, files=(MUSL,)),
    Build("musl", "clang-19 -O2 -fno-pie, static musl", musl("clang-19", "-fno-pie"), native=True, default=True,
          files=(MUSL,)),
    Build("zvm-clang", "sandboxed, zvm-clang -O2", hosted("zvm-clang"), sandboxed, default=True),
    Build("gcc", "gcc -O2 -fno-pie, Debian's glibc", hosted("gcc", "-fno-pie", link=("-no-pie",)), native=True,
          group="gcc"),
    Build("zvm-gcc", "sandboxed, zvm-gcc -O2", hosted("zvm-gcc"), sandboxed, group="gcc"),
    Build("wasm2c", "wasm2c + clang-19 -O2 (WASI)", wasm2c, tools=("wasm2c",), wasm=True,
          files=("/usr/lib/wasm32-wasi/libc.a", WASM_RT)),
    Build("node", "Node's WASI (V8)", wasm, node, tools=("node",), wasm=True, files=("/usr/lib/wasm32-wasi/libc.a",)),
]


def missing(build):
    """Why a build cannot be measured on this machine, or an empty string."""
    for name in build.tools:
        if not shutil.which(name):
            return f"{name} is not installed"
    for path in build.files:
        if not os.path.exists(path):
            return f"{path} is not there"
    return ""

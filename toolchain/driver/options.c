/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <stddef.h>
#include <string.h>

#include "list.h"

#define NO_SHARED \
	"a sandboxed program is one static executable without a dynamic linker; " \
	"build a static library (ar) instead, for configure scripts: --disable-shared; or add " \
	"--shared-archive, which makes a static library of that name"
#define NO_32BIT \
	"the sandbox runs 64-bit code only (64-bit pointers in a 4 GiB space); remove the option"
#define NO_RUNTIME(what) \
	what " needs a runtime library that the sandbox does not have; remove the option, " \
	"or test that build natively"
#define NO_ISA(what) \
	what " is outside the instruction set that the sandbox admits, which ends at AVX2, FMA, " \
	"BMI2, AES, PCLMUL and SHA; use -march=x86-64-v3 at most"
#define POSITION \
	"the sandbox always lies at the same addresses: position-dependent code is right and faster"
#define RETURNS \
	"the rewriter makes all indirect branches and returns itself"

static const struct option table[] = {
	/* What to make of the inputs. */
	{"-E", FLAG, MODE_PREPROCESS, 0, 0},
	{"--preprocess", FLAG, MODE_PREPROCESS, 0, 0},
	{"-fsyntax-only", FLAG, MODE_SYNTAX, TO_COMPILER, 0},
	{"--analyze", FLAG, MODE_SYNTAX, TO_COMPILER, 0},
	{"-S", FLAG, MODE_ASSEMBLY, 0, 0},
	{"--assemble", FLAG, MODE_ASSEMBLY, 0, 0},
	{"-c", FLAG, MODE_OBJECT, 0, 0},
	{"--compile", FLAG, MODE_OBJECT, 0, 0},
	{"-r", FLAG, RELOCATABLE, 0, 0},
	{"-o", EITHER, OUTPUT, 0, 0},
	{"--output", SEPARATE, OUTPUT, 0, 0},
	{"--output=", JOINED, OUTPUT, 0, 0},
	{"-x", EITHER, LANGUAGE, 0, 0},
	{"--language=", JOINED, LANGUAGE, 0, 0},
	{"-###", FLAG, DRY_RUN, 0, 0},
	{"-v", FLAG, VERBOSE, TO_COMPILER | TO_LINKER, 0},
	{"--verbose", FLAG, VERBOSE, TO_COMPILER | TO_LINKER, 0},
	{"--no-validate", FLAG, NO_VALIDATE, 0, 0},
	{"--no-widen", FLAG, NO_WIDEN, 0, 0},
	{"-save-temps", FLAG, SAVE_TEMPORARIES, 0, 0},
	{"--save-temps", FLAG, SAVE_TEMPORARIES, 0, 0},
	{"-save-temps=", JOINED, SAVE_TEMPORARIES, 0, 0},
	{"--save-temps=", JOINED, SAVE_TEMPORARIES, 0, 0},
	{"-pipe", FLAG, IGNORE, 0, "stages pass temporary files"},

	/* Questions. */
	{"--version", FLAG, INFORMATION, 0, 0},
	{"--help", FLAG, INFORMATION, 0, 0},
	{"-dumpmachine", FLAG, INFORMATION, 0, 0},
	{"-dumpversion", FLAG, INFORMATION, 0, 0},
	{"-dumpfullversion", FLAG, INFORMATION, 0, 0},
	{"-print-", JOINED, INFORMATION, 0, 0},
	{"--print-", JOINED, INFORMATION, 0, 0},

	/* Preprocessor.  What is not here and begins with -f, -m, -W, -g, -O, -D
	 * or the like goes to the compiler without an entry. */
	{"-D", EITHER, PASS, TO_COMPILER, 0},
	{"-U", EITHER, PASS, TO_COMPILER, 0},
	{"-I", EITHER, PASS, TO_COMPILER, 0},
	{"-A", EITHER, PASS, TO_COMPILER, 0},
	{"-F", EITHER, PASS, TO_COMPILER, 0},
	{"-include", EITHER, PASS, TO_COMPILER, 0},
	{"-include-pch", EITHER, PASS, TO_COMPILER, 0},
	{"-imacros", EITHER, PASS, TO_COMPILER, 0},
	{"-isystem", EITHER, PASS, TO_COMPILER, 0},
	{"-isystem-after", EITHER, PASS, TO_COMPILER, 0},
	{"-imultilib", SEPARATE, PASS, TO_COMPILER, 0},
	{"-imultiarch", SEPARATE, PASS, TO_COMPILER, 0},
	{"--define-macro", SEPARATE, PASS, TO_COMPILER, 0},
	{"--undefine-macro", SEPARATE, PASS, TO_COMPILER, 0},
	{"--include", SEPARATE, PASS, TO_COMPILER, 0},
	{"--imacros", SEPARATE, PASS, TO_COMPILER, 0},
	{"--include-directory", SEPARATE, PASS, TO_COMPILER, 0},
	{"--include-directory-after", SEPARATE, PASS, TO_COMPILER, 0},
	{"-iquote", EITHER, PASS, TO_COMPILER, 0},
	{"-idirafter", EITHER, PASS, TO_COMPILER, 0},
	{"-iprefix", EITHER, PASS, TO_COMPILER, 0},
	{"-iwithprefix", EITHER, PASS, TO_COMPILER, 0},
	{"-iwithprefixbefore", EITHER, PASS, TO_COMPILER, 0},
	{"-ivfsoverlay", EITHER, PASS, TO_COMPILER, 0},
	{"-isysroot", EITHER, IGNORE, 0, "the SDK's headers are the system's; --sysroot changes them"},
	{"-nostdinc", FLAG, NO_STANDARD_INCLUDES, TO_COMPILER, 0},
	{"--no-standard-includes", FLAG, NO_STANDARD_INCLUDES, TO_COMPILER, 0},
	{"-nostdlibinc", FLAG, NO_STANDARD_INCLUDES, TO_COMPILER, 0},
	{"-M", FLAG, DEPENDENCIES, TO_COMPILER, 0},
	{"-MM", FLAG, DEPENDENCIES, TO_COMPILER, 0},
	{"-MD", FLAG, DEPENDENCIES_TOO, TO_COMPILER, 0},
	{"-MMD", FLAG, DEPENDENCIES_TOO, TO_COMPILER, 0},
	{"-MF", EITHER, DEPENDENCY_FILE, TO_COMPILER, 0},
	{"-MT", EITHER, DEPENDENCY_TARGET, TO_COMPILER, 0},
	{"-MQ", EITHER, DEPENDENCY_TARGET, TO_COMPILER, 0},
	{"--dependencies", FLAG, DEPENDENCIES, TO_COMPILER, 0},
	{"--user-dependencies", FLAG, DEPENDENCIES, TO_COMPILER, 0},
	{"--write-dependencies", FLAG, DEPENDENCIES_TOO, TO_COMPILER, 0},
	{"--write-user-dependencies", FLAG, DEPENDENCIES_TOO, TO_COMPILER, 0},
	{"-MG", FLAG, PASS, TO_COMPILER, 0},
	{"-MP", FLAG, PASS, TO_COMPILER, 0},
	{"-MV", FLAG, PASS, TO_COMPILER, 0},
	{"-Wp,", JOINED, PREPROCESSOR_LIST, TO_COMPILER, 0},
	{"-Xpreprocessor", SEPARATE, PASS, TO_COMPILER, 0},

	/* Compiler options with a separate value. */
	{"-Xclang", SEPARATE, PASS, TO_COMPILER, 0},
	{"-mllvm", SEPARATE, PASS, TO_COMPILER, 0},
	{"--param", SEPARATE, PASS, TO_COMPILER, 0},
	{"-aux-info", SEPARATE, PASS, TO_COMPILER, 0},
	{"-dumpbase", SEPARATE, IGNORE, 0, "names of helper files only"},
	{"-dumpbase-ext", SEPARATE, IGNORE, 0, "names of helper files only"},
	{"-dumpdir", SEPARATE, IGNORE, 0, "names of helper files only"},
	{"-working-directory", SEPARATE, REFUSE, 0, "change the directory before calling the compiler"},
	{"--serialize-diagnostics", SEPARATE, PASS, TO_COMPILER, 0},
	{"-serialize-diagnostics", SEPARATE, PASS, TO_COMPILER, 0},
	{"-emit-llvm", FLAG, REFUSE, 0,
	 "LLVM IR is not code for the sandbox; use clang-19 --target=x86_64-linux-musl itself"},
	{"-masm=att", FLAG, IGNORE, 0, "the default"},
	{"-masm=intel", FLAG, INTEL_SYNTAX, 0, 0},

	{"-ffile-prefix-map=", JOINED, PREFIX_MAP, TO_COMPILER, 0},
	{"-fdebug-prefix-map=", JOINED, PREFIX_MAP, TO_COMPILER, 0},
	{"-ffile-compilation-dir=", JOINED, COMPILATION_FOLDER, TO_COMPILER, 0},
	{"-fdebug-compilation-dir=", JOINED, COMPILATION_FOLDER, TO_COMPILER, 0},
	{"-fdebug-compilation-dir", SEPARATE, COMPILATION_FOLDER, TO_COMPILER, 0},
	{"-g", JOINED, DEBUG_INFORMATION, TO_COMPILER, 0},
	{"--debug", JOINED, DEBUG_INFORMATION, TO_COMPILER, 0},
	{"-g0", FLAG, NO_DEBUG, TO_COMPILER, 0},
	{"-gno-", JOINED, PASS, TO_COMPILER, 0},
	{"-grecord-", JOINED, PASS, TO_COMPILER, 0},
	{"-gcolumn-info", FLAG, PASS, TO_COMPILER, 0},
	{"-gstrict-dwarf", FLAG, PASS, TO_COMPILER, 0},
	{"-gen-reproducer", JOINED, PASS, TO_COMPILER, 0},
	{"-gz", JOINED, IGNORE, 0, "debug information is not compressed"},
	{"-gsplit-dwarf", JOINED, IGNORE, 0, "debug information stays in the object file"},
	{"-gstabs", JOINED, IGNORE, 0, "DWARF (-g) is the only debug information"},
	{"-ffast-math", FLAG, FAST_MATH, TO_COMPILER, 0},
	{"-Ofast", FLAG, FAST_MATH, TO_COMPILER, 0},
	{"-ffinite-math-only", FLAG, FAST_MATH, TO_COMPILER, 0},
	{"-funsafe-math-optimizations", FLAG, FAST_MATH, TO_COMPILER, 0},
	{"-mrecip", JOINED, IGNORE, 0, "estimates of reciprocals differ between CPUs (R09)"},

	/* Assembler. */
	{"-Wa,", JOINED, ASSEMBLER_LIST, 0, 0},
	{"-Xassembler", SEPARATE, ASSEMBLER_ONE, 0, 0},
	{"-integrated-as", FLAG, IGNORE, 0, "the only assembler"},
	{"-fintegrated-as", FLAG, IGNORE, 0, "the only assembler"},
	{"-no-integrated-as", FLAG, IGNORE, 0, "only LLVM's assembler makes bundles"},
	{"-fno-integrated-as", FLAG, IGNORE, 0, "only LLVM's assembler makes bundles"},

	/* Linker. */
	{"-Wl,", JOINED, LINKER_LIST, 0, 0},
	{"-Xlinker", SEPARATE, LINKER_ONE, 0, 0},
	{"-l", EITHER, LIBRARY, 0, 0},
	{"-L", EITHER, PASS, TO_LINKER, 0},
	{"-u", EITHER, PASS, TO_LINKER, 0},
	{"-z", EITHER, LINKER_Z, 0, 0},
	{"-e", SEPARATE, PASS, TO_LINKER, 0},
	{"-undef", FLAG, PASS, TO_COMPILER, 0},
	{"-export-dynamic", FLAG, IGNORE, 0, "nothing is linked at run time"},
	{"-s", FLAG, PASS, TO_LINKER, 0},
	{"-t", FLAG, PASS, TO_LINKER, 0},
	{"-T", EITHER, REFUSE, 0,
	 "the sandbox's address space is fixed: zvm.ld is the only linker script; "
	 "for symbols use -Wl,--defsym"},
	{"-nostdlib", FLAG, NO_STANDARD_LIBRARIES, 0, 0},
	{"-nodefaultlibs", FLAG, NO_DEFAULT_LIBRARIES, 0, 0},
	{"-nostartfiles", FLAG, NO_START_FILES, 0, 0},
	{"-nolibc", FLAG, NO_LIBC, 0, 0},
	{"-static", FLAG, IGNORE, 0, "always so"},
	{"--static", FLAG, IGNORE, 0, "always so"},
	{"-static-lib", JOINED, IGNORE, 0, "always so"},
	{"-shared-libgcc", FLAG, IGNORE, 0, "there is none"},
	{"-static-pie", FLAG, IGNORE, 0, POSITION},
	{"-pie", FLAG, IGNORE, 0, POSITION},
	{"-no-pie", FLAG, IGNORE, 0, POSITION},
	{"-nopie", FLAG, IGNORE, 0, POSITION},
	{"-rdynamic", FLAG, IGNORE, 0, "nothing is linked at run time"},
	{"-symbolic", FLAG, IGNORE, 0, "nothing is linked at run time"},
	{"-fuse-ld=", JOINED, IGNORE, 0, "LLD links"},
	{"--ld-path=", JOINED, IGNORE, 0, "LLD links"},
	{"-rtlib=", JOINED, IGNORE, 0, "libzvm_builtins.a is the only compiler library"},
	{"--rtlib=", JOINED, IGNORE, 0, "libzvm_builtins.a is the only compiler library"},
	{"-unwindlib=", JOINED, IGNORE, 0, "C needs none"},
	{"--unwindlib=", JOINED, IGNORE, 0, "C needs none"},
	{"-B", EITHER, IGNORE, 0, "tools and start files are the SDK's"},
	{"-specs=", JOINED, REFUSE, 0, "spec files configure gcc's own driver; remove the option"},
	{"--specs=", JOINED, REFUSE, 0, "spec files configure gcc's own driver; remove the option"},
	{"-shared", FLAG, SHARED, 0, NO_SHARED},
	{"--shared", FLAG, SHARED, 0, NO_SHARED},
	{"--shared-archive", FLAG, SHARED_ARCHIVE, 0, 0},
	{"-dynamiclib", FLAG, REFUSE, 0, NO_SHARED},
	{"--sysroot=", JOINED, SYSROOT, 0, 0},
	{"--sysroot", SEPARATE, SYSROOT, 0, 0},

	/* Target and code model: fixed by the sandbox. */
	{"-target", SEPARATE, TARGET, 0, 0},
	{"--target=", JOINED, TARGET, 0, 0},
	{"--gcc-toolchain=", JOINED, IGNORE, 0, "no part of gcc is used"},
	{"--gcc-install-dir=", JOINED, IGNORE, 0, "no part of gcc is used"},
	{"-m64", FLAG, IGNORE, 0, "always so"},
	{"-m32", FLAG, REFUSE, 0, NO_32BIT},
	{"-mx32", FLAG, REFUSE, 0, NO_32BIT},
	{"-m16", FLAG, REFUSE, 0, NO_32BIT},
	{"-miamcu", FLAG, REFUSE, 0, NO_32BIT},
	{"-fpic", FLAG, IGNORE, 0, POSITION},
	{"-fPIC", FLAG, IGNORE, 0, POSITION},
	{"-fpie", FLAG, IGNORE, 0, POSITION},
	{"-fPIE", FLAG, IGNORE, 0, POSITION},
	{"-fno-plt", FLAG, IGNORE, 0, "there is no table of procedures"},
	{"-ftls-model=", JOINED, IGNORE, 0, "one model: constant addresses"},
	{"-mcmodel=", JOINED, IGNORE, 0, "the small model reaches all of the sandbox's code and data"},
	{"-fcf-protection", JOINED, IGNORE, 0,
	 "the sandbox's own rules confine branches; CET markers would only cost space"},
	{"-mindirect-branch", JOINED, IGNORE, 0, RETURNS},
	{"-mfunction-return=", JOINED, IGNORE, 0, RETURNS},
	{"-mretpoline", JOINED, IGNORE, 0, RETURNS},
	{"-mharden-sls=", JOINED, IGNORE, 0, RETURNS},
	{"-march=", JOINED, MACHINE, 0, 0},
	{"-mavx512", JOINED, REFUSE, 0, NO_ISA("AVX-512")},
	{"-mavx10", JOINED, REFUSE, 0, NO_ISA("AVX10")},
	{"-mevex", JOINED, REFUSE, 0, NO_ISA("EVEX encoding")},
	{"-mamx", JOINED, REFUSE, 0, NO_ISA("AMX")},
	{"-mapx", JOINED, REFUSE, 0, NO_ISA("APX")},
	{"-mavxvnni", JOINED, REFUSE, 0, NO_ISA("AVX-VNNI")},
	{"-mavxifma", FLAG, REFUSE, 0, NO_ISA("AVX-IFMA")},
	{"-mavxneconvert", FLAG, REFUSE, 0, NO_ISA("AVX-NE-CONVERT")},
	{"-mgfni", FLAG, REFUSE, 0, NO_ISA("GFNI")},
	{"-mvaes", FLAG, REFUSE, 0, NO_ISA("VAES")},
	{"-mvpclmulqdq", FLAG, REFUSE, 0, NO_ISA("VPCLMULQDQ")},
	{"-madx", FLAG, REFUSE, 0, NO_ISA("ADX")},
	{"-mxop", FLAG, REFUSE, 0, NO_ISA("XOP")},
	{"-mfma4", FLAG, REFUSE, 0, NO_ISA("FMA4")},
	{"-mtbm", FLAG, REFUSE, 0, NO_ISA("TBM")},
	{"-mlwp", FLAG, REFUSE, 0, NO_ISA("LWP")},
	{"-msse4a", FLAG, REFUSE, 0, NO_ISA("SSE4a")},
	{"-m3dnow", JOINED, REFUSE, 0, NO_ISA("3DNow!")},
	{"-mrtm", FLAG, REFUSE, 0, NO_ISA("TSX (its results depend on the moment)")},
	{"-mhle", FLAG, REFUSE, 0, NO_ISA("TSX (its results depend on the moment)")},
	{"-mno-lzcnt", FLAG, IGNORE, 0, "bsr, which would be used instead, differs between CPUs"},
	{"-mno-bmi", FLAG, IGNORE, 0, "bsf, which would be used instead, differs between CPUs"},
	{"-mno-abm", FLAG, IGNORE, 0, "bsr, which would be used instead, differs between CPUs"},

	/* Threads, link-time optimisation, instrumentation. */
	{"-pthread", FLAG, PASS, TO_COMPILER, 0},
	{"-pthreads", FLAG, IGNORE, 0, "another system's name of -pthread"},
	{"-flto", FLAG, LTO, 0, 0},
	{"-flto=", JOINED, LTO, 0, 0},
	{"-fno-lto", FLAG, NO_LTO, 0, 0},
	{"-flto-partition=", JOINED, IGNORE, 0, "the whole program is one partition"},
	{"-flto-jobs=", JOINED, IGNORE, 0, "the whole program is one partition"},
	{"-fuse-linker-plugin", FLAG, IGNORE, 0, "LLD optimises by itself"},
	{"-fno-use-linker-plugin", FLAG, IGNORE, 0, "LLD optimises by itself"},
	{"-ffat-lto-objects", FLAG, IGNORE, 0, "an object holds either bitcode or code"},
	{"-fno-fat-lto-objects", FLAG, IGNORE, 0, "an object holds either bitcode or code"},
	{"-fsanitize=", JOINED, SANITIZE, TO_COMPILER, NO_RUNTIME("a sanitizer")},
	{"-fsanitize-trap", JOINED, SANITIZE_TRAPS, TO_COMPILER, 0},
	{"-fsanitize-undefined-trap-on-error", FLAG, SANITIZE_TRAPS, TO_COMPILER, 0},
	{"-fsplit-stack", FLAG, REFUSE, 0,
	 "the stack is one range of 16 MiB that the loader maps; remove the option"},
	{"-fprofile-generate", JOINED, REFUSE, 0, NO_RUNTIME("profiling")},
	{"-fprofile-instr-generate", JOINED, REFUSE, 0, NO_RUNTIME("profiling")},
	{"-fcs-profile-generate", JOINED, REFUSE, 0, NO_RUNTIME("profiling")},
	{"-fprofile-arcs", FLAG, REFUSE, 0, NO_RUNTIME("coverage")},
	{"-ftest-coverage", FLAG, REFUSE, 0, NO_RUNTIME("coverage")},
	{"-fcoverage-mapping", FLAG, REFUSE, 0, NO_RUNTIME("coverage")},
	{"-coverage", FLAG, REFUSE, 0, NO_RUNTIME("coverage")},
	{"--coverage", FLAG, REFUSE, 0, NO_RUNTIME("coverage")},
	{"-p", FLAG, REFUSE, 0, NO_RUNTIME("prof profiling")},
	{"-pg", FLAG, REFUSE, 0, NO_RUNTIME("gprof profiling")},
	{"-fxray-instrument", FLAG, REFUSE, 0, NO_RUNTIME("XRay")},
	{"-fopenmp", FLAG, REFUSE, 0, NO_RUNTIME("OpenMP")},
	{"-fopenmp=", JOINED, REFUSE, 0, NO_RUNTIME("OpenMP")},
};

static bool fits(const char *spelling, enum option_form form, const char *argument)
{
	switch (form) {
	case FLAG:
	case SEPARATE: return equal(argument, spelling);
	case JOINED:
	case EITHER: return starts_with(argument, spelling);
	}
	return false;
}

static const struct tool_option *find(const struct tool_option *options, size_t count,
                                      const char *argument)
{
	const struct tool_option *best = NULL;
	for (size_t i = 0; i < count; i++)
		if (fits(options[i].spelling, options[i].form, argument) &&
		    (!best || strlen(options[i].spelling) > strlen(best->spelling)))
			best = &options[i];
	return best;
}

const struct option *option_find(const char *argument)
{
	const struct option *best = NULL;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (fits(table[i].spelling, table[i].form, argument) &&
		    (!best || strlen(table[i].spelling) > strlen(best->spelling)))
			best = &table[i];
	return best;
}

#define FIXED_LAYOUT "the sandbox's address space is fixed, and zvm.ld is the only linker script"

static const struct tool_option linker_table[] = {
	{"-shared", FLAG, REFUSE, NO_SHARED, 0},
	{"--shared", FLAG, REFUSE, NO_SHARED, 0},
	{"-Bshareable", FLAG, REFUSE, NO_SHARED, 0},
	{"-T", JOINED, REFUSE, FIXED_LAYOUT "; for symbols use -Wl,--defsym", 0},
	{"--script", JOINED, REFUSE, FIXED_LAYOUT "; for symbols use -Wl,--defsym", 0},
	{"--image-base", JOINED, REFUSE, FIXED_LAYOUT, 0},
	{"--section-start", JOINED, REFUSE, FIXED_LAYOUT, 0},
	{"--oformat", JOINED, REFUSE, "a program is an ELF file", 0},
	{"-N", FLAG, REFUSE, "text is never writable", 0},
	{"--omagic", FLAG, REFUSE, "text is never writable", 0},
	{"-n", FLAG, IGNORE, "each segment starts on a page of its own", 0},
	{"--nmagic", FLAG, IGNORE, "each segment starts on a page of its own", 0},
	{"execstack", FLAG, REFUSE, "the sandbox's stack is never executable; remove the option", 0},
	{"-pie", FLAG, IGNORE, POSITION, 0},
	{"--pie", FLAG, IGNORE, POSITION, 0},
	{"-static-pie", FLAG, IGNORE, POSITION, 0},
	{"--pic-executable", FLAG, IGNORE, POSITION, 0},
	{"-dynamic-linker", SEPARATE, IGNORE, "nothing is linked at run time", 0},
	{"--dynamic-linker", SEPARATE, IGNORE, "nothing is linked at run time", 0},
	{"--dynamic-linker=", JOINED, IGNORE, "nothing is linked at run time", 0},
	/* Words of GNU ld that LLD does not know. */
	{"--copy-dt-needed-entries", FLAG, IGNORE, "nothing is linked at run time", 0},
	{"--no-copy-dt-needed-entries", FLAG, IGNORE, "nothing is linked at run time", 0},
	{"--reduce-memory-overheads", FLAG, IGNORE, "a matter of speed only", 0},
	{"--hash-size=", JOINED, IGNORE, "a matter of speed only", 0},
	{"--traditional-format", FLAG, IGNORE, "a matter of size only", 0},
	{"--package-metadata=", JOINED, IGNORE, "a note for distributions, which nothing reads here", 0},
	{"--ld-generated-unwind-info", FLAG, IGNORE, "it is for tables of procedures, and there are none", 0},
	{"--no-ld-generated-unwind-info", FLAG, IGNORE, "it is for tables of procedures, and there are none", 0},
	{"--warn-", JOINED, IGNORE, "LLD has warnings of its own", 0},
	{"--warn-common", FLAG, PASS, 0, 0},
	{"--warn-unresolved-symbols", FLAG, PASS, 0, 0},
	{"--warn-backrefs", JOINED, PASS, 0, 0},
	{"--warn-symbol-ordering", FLAG, PASS, 0, 0},
	{"--no-warn-execstack", FLAG, IGNORE, "the stack is never executable", 0},
	{"--no-warn-rwx-segments", FLAG, IGNORE, "there are none", 0},
	{"--require-defined=", JOINED, PASS, 0, "--undefined="},
	{"-rpath", SEPARATE, IGNORE, "nothing is linked at run time", 0},
	{"-rpath-link", SEPARATE, IGNORE, "nothing is linked at run time", 0},
};

const struct tool_option *linker_option_find(const char *argument)
{
	return find(linker_table, sizeof linker_table / sizeof *linker_table, argument);
}

static const struct tool_option assembler_table[] = {
	{"-I", EITHER, PASS, 0, 0},
	{"--defsym", SEPARATE, PASS, 0, 0},
	{"--defsym=", JOINED, PASS, 0, 0},
	{"--trap-unavailable", FLAG, TRAP_UNAVAILABLE, 0, 0},
	{"--fatal-warnings", FLAG, PASS, 0, 0},
	{"-W", FLAG, PASS, 0, "--no-warn"},
	{"--no-warn", FLAG, PASS, 0, 0},
	{"--warn", FLAG, IGNORE, "the default", 0},
	{"--noexecstack", FLAG, IGNORE, "the stack is never executable", 0},
	{"--execstack", FLAG, REFUSE, "the sandbox's stack is never executable", 0},
	{"--64", FLAG, IGNORE, "always so", 0},
	{"--32", FLAG, REFUSE, NO_32BIT, 0},
	{"--x32", FLAG, REFUSE, NO_32BIT, 0},
	{"-march=", JOINED, IGNORE, "the assembler knows all instructions, the rewriter the sandbox's", 0},
	{"-mtune=", JOINED, IGNORE, "the assembler knows all instructions, the rewriter the sandbox's", 0},
	{"-m", JOINED, IGNORE, "encodings are the sandbox's", 0},
	{"-msyntax=att", FLAG, IGNORE, "the default", 0},
	{"-msyntax=", JOINED, REFUSE, "the text says it: write .intel_syntax noprefix at its head", 0},
	{"-mmnemonic=att", FLAG, IGNORE, "the default", 0},
	{"-mmnemonic=", JOINED, REFUSE, "instructions have their AT&T names; those of x87 subtractions and divisions differ", 0},
	{"-mnaked-reg", FLAG, REFUSE, "registers begin with %; write .intel_syntax noprefix for bare ones", 0},
	{"-mrelax-relocations=", JOINED, IGNORE, "nothing is position-independent", 0},
	{"-mbranches-within-32B-boundaries", FLAG, IGNORE, "bundles do that already", 0},
	{"-malign-branch", JOINED, IGNORE, "bundles do that already", 0},
	{"-a", JOINED, IGNORE, "there are no listings; -S shows the rewritten assembly", 0},
	{"-g", JOINED, IGNORE, "the driver's -g records lines of assembly files", 0},
	{"--g", JOINED, IGNORE, "the driver's -g records lines of assembly files", 0},
	{"-L", FLAG, IGNORE, "local symbols stay out", 0},
	{"--keep-locals", FLAG, IGNORE, "local symbols stay out", 0},
	{"-R", FLAG, REFUSE, "data cannot be folded into the text, which holds only code", 0},
	{"--compress-debug-sections", JOINED, IGNORE, "debug information is not compressed", 0},
	{"--nocompress-debug-sections", FLAG, IGNORE, "the default", 0},
	{"--strip-local-absolute", FLAG, IGNORE, "a matter of size only", 0},
	{"--size-check=", JOINED, IGNORE, "only LLVM's own checks are made", 0},
	{"--reduce-memory-overheads", FLAG, IGNORE, "a matter of speed only", 0},
	{"--hash-size=", JOINED, IGNORE, "a matter of speed only", 0},
	{"-divide", FLAG, IGNORE, "a slash divides always", 0},
	{"--divide", FLAG, IGNORE, "a slash divides always", 0},
};

const struct tool_option *assembler_option_find(const char *argument)
{
	return find(assembler_table, sizeof assembler_table / sizeof *assembler_table, argument);
}

const char *march_refused(const char *name)
{
	/* What these admit lies within AVX2 and the rest of the sandbox's set. */
	static const char *const admitted[] = {
		"x86-64", "x86-64-v2", "x86-64-v3", "k8", "opteron", "athlon64", "athlon-fx",
		"k8-sse3", "opteron-sse3", "athlon64-sse3", "barcelona", "amdfam10", "btver1", "btver2",
		"nocona", "core2", "penryn", "nehalem", "corei7", "westmere", "sandybridge", "corei7-avx",
		"ivybridge", "core-avx-i", "haswell", "core-avx2", "broadwell", "skylake",
		"bonnell", "atom", "silvermont", "slm", "goldmont", "goldmont-plus",
		"znver1", "znver2",
	};
	for (size_t i = 0; i < sizeof admitted / sizeof *admitted; i++)
		if (equal(name, admitted[i]))
			return NULL;
	if (equal(name, "native"))
		return "a sandboxed program runs alike on every machine, so the compiling machine's CPU "
		       "must not shape it; use -march=x86-64-v2 (default) or -march=x86-64-v3";
	return "this CPU has instructions outside the set that the sandbox admits, or is unknown; "
	       "use -march=x86-64-v2 (default) or -march=x86-64-v3";
}

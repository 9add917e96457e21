/* SPDX-License-Identifier: Apache-2.0 */
#include "remedies.h"

#include <string.h>

struct remedy {
	const char *name; /* of the symbol or library; at its end, '*' stands for anything */
	const char *sentence;
};

#define NO_CXX "the SDK has no C++ runtime library: only C programs link"
#define NO_INSTRUMENT "an object was compiled with instrumentation that the sandbox does not have; " \
	"compile it without -fsanitize, --coverage and -pg"

/* The first entry that fits a symbol is its remedy. */
static const struct remedy symbols[] = {
	{"main", "a program needs the function main, unless it is linked with -nostdlib and has its own _start"},
	{"_start", "link without -nostartfiles, or define `void _start(void)`; zvm.h tells what it may use"},
	{"memcpy", "compilers call memcpy, memmove, memset and memcmp themselves: define them, or link without -nostdlib"},
	{"memmove", "compilers call memcpy, memmove, memset and memcmp themselves: define them, or link without -nostdlib"},
	{"memset", "compilers call memcpy, memmove, memset and memcmp themselves: define them, or link without -nostdlib"},
	{"memcmp", "compilers call memcpy, memmove, memset and memcmp themselves: define them, or link without -nostdlib"},
	{"__stack_chk_fail", "compile with -fno-stack-protector, or link without -nostdlib"},
	{"__zvm_*", "the rewriter turned cpuid, rdtsc, syscall or the like into a call to ZRT: add -lzrt, or remove the instruction"},
	{"__gxx_personality_v0", NO_CXX},
	{"__cxa_*", NO_CXX},
	{"_ZSt*", NO_CXX},
	{"_ZNSt*", NO_CXX},
	{"_ZNKSt*", NO_CXX},
	{"operator new*", NO_CXX},
	{"operator delete*", NO_CXX},
	{"std::*", NO_CXX},
	{"__asan_*", NO_INSTRUMENT},
	{"__ubsan_*", NO_INSTRUMENT},
	{"__tsan_*", NO_INSTRUMENT},
	{"__msan_*", NO_INSTRUMENT},
	{"__sanitizer_*", NO_INSTRUMENT},
	{"__gcov_*", NO_INSTRUMENT},
	{"__llvm_prof*", NO_INSTRUMENT},
	{"mcount", NO_INSTRUMENT},
	{"__cyg_profile_func_*", "-finstrument-functions calls functions of yours: define both __cyg_profile_func_enter and _exit"},
	{"GOMP_*", "the sandbox has no OpenMP runtime: compile without -fopenmp"},
	{"__kmpc_*", "the sandbox has no OpenMP runtime: compile without -fopenmp"},
	{"__*_chk", "an object was compiled against glibc's headers; compile it with zvm-clang or zvm-gcc"},
	{"__isoc99_*", "an object was compiled against glibc's headers; compile it with zvm-clang or zvm-gcc"},
	{"__ctype_b_loc", "an object was compiled against glibc's headers; compile it with zvm-clang or zvm-gcc"},
	{"__printf_chk", "an object was compiled against glibc's headers; compile it with zvm-clang or zvm-gcc"},
	{"zvm_*", "this is no runtime call; zvm.h declares all six"},
	{"*", "define it, or add the object or library (-l) that does; an unmodified library may have a "
	      "recipe under ports/, which scripts/port.sh builds for the sandbox"},
};

static const struct remedy messages[] = {
	{"unable to find library", "libraries for the sandbox stand in the SDK's x86_64-zvm-linux-musl/lib or in "
	                           "folders given with -L; those of this machine cannot be used"},
	{"is incompatible with elf_x86_64", "an input is for another machine: compile it with zvm-clang or zvm-gcc"},
	{"attempted static link of dynamic object", "a sandboxed program is one static executable: give the static library (.a)"},
	{"out of range", "code and static data together must lie below 2 GiB; give large arrays memory from malloc"},
	{"text too large", "the text may take 256 MiB; leave out what is not used: -ffunction-sections "
	                   "-Wl,--gc-sections, or -Os"},
	{"program too large", "code and static data together must lie below 2 GiB; give large arrays memory from malloc"},
	{"thread-local variables too large", "thread-local variables share 28 KiB (ZVM_TP - ZVM_THREAD); make the large ones ordinary variables or "
	                                     "give them memory from malloc"},
	{"unknown file type", "the input is no object for the sandbox: compile it with zvm-clang or zvm-gcc"},
};

static bool fits(const char *pattern, const char *name, size_t n)
{
	size_t head = strcspn(pattern, "*");
	if (!pattern[head])
		return n == head && !memcmp(pattern, name, n);
	const char *tail = pattern + head + 1;
	size_t t = strlen(tail);
	return n >= head + t && !memcmp(pattern, name, head) && !memcmp(name + n - t, tail, t);
}

static void add_once(struct list *list, const char *s)
{
	for (size_t i = 0; i < list->n; i++)
		if (equal(list->v[i], s))
			return;
	list_add(list, s);
}

void remedies_find(struct list *remedies, const char *text)
{
	static const char undefined[] = "undefined symbol: ";
	struct list known = {0};
	for (const char *s = text; (s = strstr(s, undefined));) {
		s += sizeof undefined - 1;
		size_t n = strcspn(s, "\n");
		for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
			if (!fits(symbols[i].name, s, n))
				continue;
			/* One example for each sentence. */
			size_t before = known.n;
			add_once(&known, symbols[i].sentence);
			if (known.n > before)
				list_add(remedies, format("%.*s: %s", (int)n, s, symbols[i].sentence));
			break;
		}
	}
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
		if (strstr(text, messages[i].name))
			add_once(remedies, messages[i].sentence);
}

enum too_large remedies_size(const char *text)
{
	if (strstr(text, "thread-local variables too large"))
		return TLS_TOO_LARGE;
	if (strstr(text, "too large") || strstr(text, "out of range"))
		return TOO_LARGE;
	return NOT_TOO_LARGE;
}

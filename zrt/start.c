/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the loader's jump to main(): the program finds on its stack what a Linux
 * kernel puts there, and the C library needs nothing of ZRT to read it.
 */
#include <elf.h>
#include <string.h>
#include <sys/syscall.h>

#include <zrt/zrt.h>
#include <zvm.h>

#include "cred.h"
#include "exit.h"
#include "random.h"
#include "session.h"

/* The C library's. */
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*dynamic)(void));
int main(int argc, char **argv, char **envp);
void _start(void);

/* Of the linker script; absent in programs without unwind tables. */
extern const char __eh_frame_hdr_start[] __attribute__((weak));
extern const char __eh_frame_hdr_end[] __attribute__((weak));

#define EXIT_NO_START 126
#define CLOCK_TICKS 100 /* per second, for times(2) */

static _Noreturn void refuse(const char *why)
{
	zrt_warn("this program and its loader do not fit together: %s", why);
	zvm_exit(EXIT_NO_START);
}

static void check_session(const struct zvm_session *s)
{
	if (s->magic != ZVM_SESSION_MAGIC)
		zvm_exit(EXIT_NO_START); /* no channels to tell it on either */
	if (s->version != ZVM_SESSION_VERSION)
		refuse("the session block has another version");
	if (s->size < sizeof *s)
		refuse("the session block is too short");
	if (s->tls_size > ZVM_TP - ZVM_THREAD)
		refuse("too many thread-local variables");
}

/*
 * The headers that the C library reads at start (thread-local variables), and
 * dl_iterate_phdr for the unwinder.  The program's own are not in its memory.
 */
#define HEADERS 5

static int program_headers(Elf64_Phdr *p, const struct zvm_session *s)
{
	Elf64_Phdr *first = p;
	*p++ = (Elf64_Phdr){
		.p_type = PT_LOAD,
		.p_flags = PF_R | PF_X,
		.p_vaddr = s->text_start,
		.p_paddr = s->text_start,
		.p_filesz = s->text_end - s->text_start,
		.p_memsz = s->text_end - s->text_start,
		.p_align = ZVM_PAGE,
	};
	*p++ = (Elf64_Phdr){
		.p_type = PT_LOAD,
		.p_flags = PF_R | PF_W,
		.p_vaddr = s->data_start,
		.p_paddr = s->data_start,
		.p_filesz = s->data_end - s->data_start,
		.p_memsz = s->data_end - s->data_start,
		.p_align = ZVM_PAGE,
	};
	*p++ = (Elf64_Phdr){ .p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W };
	if (s->tls_size)
		*p++ = (Elf64_Phdr){
			.p_type = PT_TLS,
			.p_flags = PF_R,
			.p_vaddr = s->tls_image,
			.p_paddr = s->tls_image,
			.p_filesz = s->tls_file_size,
			.p_memsz = s->tls_size,
			.p_align = s->tls_align,
		};
	if (__eh_frame_hdr_start != __eh_frame_hdr_end)
		*p++ = (Elf64_Phdr){
			.p_type = PT_GNU_EH_FRAME,
			.p_flags = PF_R,
			.p_vaddr = (uintptr_t)__eh_frame_hdr_start,
			.p_paddr = (uintptr_t)__eh_frame_hdr_start,
			.p_filesz = (uintptr_t)(__eh_frame_hdr_end - __eh_frame_hdr_start),
			.p_memsz = (uintptr_t)(__eh_frame_hdr_end - __eh_frame_hdr_start),
			.p_align = 4,
		};
	return (int)(p - first);
}

#define AUXILIARY 19 /* entries of the vector below, its end too */

static void auxiliary_vector(Elf64_auxv_t *v, const char *program)
{
	static Elf64_Phdr headers[HEADERS];
	static uint64_t random[2];
	static const char platform[] = "x86_64";
	int count = program_headers(headers, zvm_session());
	zrt_random_bytes(random, sizeof random);

	const Elf64_auxv_t entries[AUXILIARY] = {
		{ AT_PHDR, { (uintptr_t)headers } },
		{ AT_PHENT, { sizeof headers[0] } },
		{ AT_PHNUM, { (uint64_t)count } },
		{ AT_PAGESZ, { ZVM_PAGE } },
		{ AT_BASE, { 0 } },
		{ AT_FLAGS, { 0 } },
		{ AT_ENTRY, { (uintptr_t)_start } },
		{ AT_UID, { zrt_cred.uid } },
		{ AT_EUID, { zrt_cred.euid } },
		{ AT_GID, { zrt_cred.gid } },
		{ AT_EGID, { zrt_cred.egid } },
		{ AT_SECURE, { 0 } },
		{ AT_CLKTCK, { CLOCK_TICKS } },
		{ AT_HWCAP, { 0 } },
		{ AT_HWCAP2, { 0 } },
		{ AT_RANDOM, { (uintptr_t)random } },
		{ AT_EXECFN, { (uintptr_t)program } },
		{ AT_PLATFORM, { (uintptr_t)platform } },
		{ AT_NULL, { 0 } },
	};
	memcpy(v, entries, sizeof entries);
}

/* A program starts in the folder that its environment calls PWD, if it is one. */
static void enter_folder(char *const *envp)
{
	for (; *envp; envp++)
		if (!strncmp(*envp, "PWD=", 4))
			zrt_syscall(SYS_chdir, (long)(uintptr_t)(*envp + 4), 0, 0, 0, 0, 0);
}

_Noreturn void zrt_start(void *stack_top)
{
	const struct zvm_session *s = zvm_session();
	struct zrt_arguments a;
	check_session(s);
	zrt_session_begin(&a);
	enter_folder(a.envp);

	size_t variables = 0;
	while (a.envp[variables])
		variables++;
	size_t pointers = (size_t)a.argc + 1 + variables + 1;
	size_t size = (pointers + 1) * sizeof(char *) + AUXILIARY * sizeof(Elf64_auxv_t);
	if (size > ((uintptr_t)stack_top - s->stack_start) / 4)
		refuse("the arguments and the environment take more than a quarter of the stack");

	/* argc, argv, NULL, envp, NULL, auxv; this frame lives as long as the program. */
	uint64_t block[size / sizeof(uint64_t)];
	char **argv = (char **)(block + 1);
	block[0] = (uint64_t)a.argc;
	memcpy(argv, a.argv, ((size_t)a.argc + 1) * sizeof *argv);
	memcpy(argv + a.argc + 1, a.envp, (variables + 1) * sizeof *argv);
	auxiliary_vector((Elf64_auxv_t *)(argv + pointers), argv[0]);

	__libc_start_main(main, a.argc, argv, NULL, NULL, NULL);
	__builtin_trap();
}

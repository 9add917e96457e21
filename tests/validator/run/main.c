/* SPDX-License-Identifier: Apache-2.0 */
/*
 * validator-run [--steps] [--blind] [--count N] [--seconds S] [--seed N] [--code PROGRAM]
 *               [--programs FOLDER]
 *
 * Runs N cases (default 20000) or for S seconds.  --steps follows each case
 * instruction by instruction.  --code takes a sandboxed program, whose text is
 * mutated too.  --programs writes the cases to a folder, for the loader to run.  --blind runs also what Zydis finds fault with before: the tests of
 * the fuzzer itself.  Prints seed and counts; a find is printed with its case's seed,
 * and the exit status is 3.
 */
#include "run.h"

#include <elf/image.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct shared *shared;

void fail(const char *what)
{
	perror(what);
	_Exit(2);
}

static struct real_code read_code(const char *path)
{
	struct elf_image image;
	struct stat st;
	const char *why;
	uint8_t *file;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st))
		fail(path);
	file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (file == MAP_FAILED)
		fail(path);
	why = elf_open(&image, file, (uint64_t)st.st_size);
	if (why || image.segments[0].file_size < 2 * TEXT_SIZE) {
		fprintf(stderr, "%s: %s\n", path, why ? why : "has too little code");
		_Exit(2);
	}
	return (struct real_code){file + image.segments[0].offset, image.segments[0].file_size & ~(size_t)31};
}

/* One process for many cases; its wait status. */
static int run(uint64_t count, struct how how)
{
	int status, pid = fork();

	if (pid < 0)
		fail("fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (how.steps && ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			fail("ptrace");
		world_run(count, how);
	}
	if (how.steps)
		return step_trace(pid);
	if (waitpid(pid, &status, 0) != pid)
		fail("waitpid");
	return status;
}

int report_find(int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		return 2;
	printf("find: case %llu, made by %u, at 0x%llx: %s\n", (unsigned long long)shared->c.seed, (unsigned)shared->c.source,
	       (unsigned long long)shared->text, *shared->why ? shared->why : "the process died");
	for (unsigned n = 0; n < (shared->c.start_bundles + shared->c.bundles) * 32; n++)
		fprintf(stderr, "%02x%s", shared->c.text[n], n % 32 == 31 ? "\n" : " ");
	return 3;
}

static int write_programs(uint64_t count, const char *folder)
{
	char path[4096];

	for (unsigned n = 0; n < CANARIES; n++) /* any host address will do */
		shared->canary[n] = UINT64_C(0x7F0000000000) + ZVM_TOP * n;
	for (uint64_t n = 0; n < count; n++) {
		make_case(&shared->c, shared->c.seed + 1);
		snprintf(path, sizeof path, "%s/%llu", folder, (unsigned long long)shared->c.seed);
		program_write(&shared->c, path);
	}
	return 0;
}

int main(int argc, char **argv)
{
	static const char *const names[] = {"--count", "--seconds", "--seed", "--code", "--programs"};
	const char *values[5] = {"20000", NULL, "1", NULL, NULL};
	struct real_code code = {0};
	/* The usual place, behind the sign bit of an address, and the last one below the stack. */
	static const uint64_t places[] = {ZVM_TEXT, SIGN_END, STACK_START - TEXT_SIZE};
	uint64_t count, first, portion = 1000;
	bool steps = false, blind = false;
	unsigned round = 0;
	time_t end;

	for (int n = 1; n < argc; n++) {
		int k = 0;

		while (k < 5 && strcmp(argv[n], names[k]))
			k++;
		if (!strcmp(argv[n], "--steps")) {
			steps = true;
		} else if (!strcmp(argv[n], "--blind")) {
			blind = true;
		} else if (k < 5 && n + 1 < argc) {
			values[k] = argv[++n];
		} else {
			fputs("usage: validator-run [--steps] [--blind] [--count N] [--seconds S] [--seed N] [--code PROGRAM] [--programs FOLDER]\n", stderr);
			return 2;
		}
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		fail("shared memory");
	if (values[3])
		code = read_code(values[3]);
	make_init(code);
	shared->text = ZVM_TEXT;
	shared->loads = values[4] ? LOADS_IN_PROGRAM : LOADS_IN_WORLD;
	printf("%zu encodings in the table\n", make_templates());
	count = values[1] ? UINT64_MAX : strtoull(values[0], NULL, 0);
	end = values[1] ? time(NULL) + atol(values[1]) : 0;
	first = strtoull(values[2], NULL, 0);
	shared->c.seed = first - 1;
	portion = count / 3 + 1 < portion ? count / 3 + 1 : portion; /* all places */
	if (values[4])
		return write_programs(count, values[4]);
	while (shared->next < count && (!end || time(NULL) < end)) {
		uint64_t until = count - shared->next < portion ? count : shared->next + portion;
		int status;

		shared->text = places[round++ % 3];
		status = run(until, (struct how){steps, blind});

		if (status != 0)
			return report_find(status);
	}
	printf("seed %llu: %llu by chance, %llu by the table, %llu by mutation, %llu dropped\n", (unsigned long long)first,
	       (unsigned long long)shared->cases[0], (unsigned long long)shared->cases[1], (unsigned long long)shared->cases[2],
	       (unsigned long long)shared->dropped);
	printf("%llu faults, %llu runtime calls, %llu loops cut off\n", (unsigned long long)shared->faults,
	       (unsigned long long)shared->calls, (unsigned long long)shared->ticks);
	if (steps)
		printf("%llu steps, %llu memory accesses, %u kinds of instructions\n", (unsigned long long)shared->steps,
		       (unsigned long long)shared->accesses, read_seen());
	printf("%llu cases run, nothing found\n",
	       (unsigned long long)(shared->cases[0] + shared->cases[1] + shared->cases[2]));
	return 0;
}

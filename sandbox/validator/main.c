/* SPDX-License-Identifier: Apache-2.0 */
/* zvm-validate: tells whether a program may run in the sandbox, and if not, why. */
#include "main.h"

#include <elf/image.h>
#include <zvm/layout.h>

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage[] =
	"usage: zvm-validate [options] FILE\n"
	"Tells whether FILE, a program linked by zvm-cc, may run in the sandbox.\n"
	"\n"
	"  --raw         FILE is nothing but code bytes, in whole 32-byte bundles\n"
	"  --vaddr N     where raw code will run (default 0x20000)\n"
	"  --limit N     print at most N violations (default 50, 0 for all)\n"
	"  -q, --quiet   print nothing about a rejected file\n"
	"      --help    print this\n"
	"\n"
	"Exit status: 0 accepted, 1 rejected, 2 usage or input error.\n";

struct options {
	bool raw, quiet;
	uint64_t vaddr, limit;
	const char *path;
};

static int trouble(const char *path, const char *what)
{
	fprintf(stderr, "zvm-validate: %s: %s\n", path, what);
	return TROUBLE;
}

static int usage_error(const char *what, const char *which)
{
	fprintf(stderr, "zvm-validate: %s%s\nTry `zvm-validate --help`.\n", what, which);
	return TROUBLE;
}

static bool parse_number(const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 0);
	return *text >= '0' && *text <= '9' && !*end && !errno;
}

/* Returns -1 to go on, or an exit status. */
static int parse_options(struct options *o, int argc, char **argv)
{
	enum { RAW = 256, VADDR, LIMIT, HELP };
	static const struct option longs[] = {
		{"raw", no_argument, NULL, RAW},         {"vaddr", required_argument, NULL, VADDR},
		{"limit", required_argument, NULL, LIMIT}, {"quiet", no_argument, NULL, 'q'},
		{"help", no_argument, NULL, HELP},       {NULL, 0, NULL, 0},
	};
	bool has_vaddr = false;
	int c;

	while ((c = getopt_long(argc, argv, "q", longs, NULL)) != -1) {
		switch (c) {
		case RAW:
			o->raw = true;
			break;
		case VADDR:
			has_vaddr = true;
			if (!parse_number(optarg, &o->vaddr))
				return usage_error("--vaddr needs a number, not ", optarg);
			break;
		case LIMIT:
			if (!parse_number(optarg, &o->limit))
				return usage_error("--limit needs a number, not ", optarg);
			break;
		case 'q':
			o->quiet = true;
			break;
		case HELP:
			fputs(usage, stdout);
			return ACCEPTED;
		default:
			fputs("Try `zvm-validate --help`.\n", stderr);
			return TROUBLE;
		}
	}
	if (optind + 1 != argc)
		return usage_error(optind == argc ? "no file given" : "more than one file given", "");
	if (has_vaddr && !o->raw)
		return usage_error("--vaddr goes with --raw only", "");
	o->path = argv[optind];
	return -1;
}

static int read_file(const char *path, uint8_t **bytes, uint64_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t room = 1 << 16, n = 0;
	ssize_t got = 1;
	struct stat st;

	if (fd < 0)
		return trouble(path, strerror(errno));
	if (fstat(fd, &st) == 0 && st.st_size > 0 && (uint64_t)st.st_size < ZVM_TOP)
		room = (size_t)st.st_size + 1;
	*bytes = malloc(room);
	while (*bytes && got > 0) {
		if (n == room) {
			uint8_t *more = realloc(*bytes, room *= 2);

			if (!more)
				break;
			*bytes = more;
		}
		got = read(fd, *bytes + n, room - n);
		n += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	*size = n;
	if (got < 0)
		return trouble(path, strerror(errno));
	return got == 0 ? ACCEPTED : trouble(path, "not enough memory");
}

/* The text as the loader makes it: whole pages, filled up with hlt. */
static int text_of(struct subject *s, uint64_t *entry)
{
	struct elf_image image;
	const char *reason = elf_open(&image, s->file, s->file_size);
	const struct elf_segment *text = &image.segments[0];
	uint64_t size;
	uint8_t *copy;

	if (reason)
		return trouble(s->path, reason);
	size = (text->file_size + ZVM_PAGE - 1) & ~(ZVM_PAGE - 1);
	copy = malloc(size);
	if (!copy)
		return trouble(s->path, "not enough memory");
	memset(copy, 0xF4, size);
	memcpy(copy, s->file + text->offset, text->file_size);
	s->unit = (struct zv_unit){copy, size, text->address};
	*entry = image.entry ? image.entry : 1; /* 0 would mean none */
	return ACCEPTED;
}

static int validate(const struct subject *s, uint64_t entry, const struct options *o)
{
	struct listing listing = {.subject = s, .limit = o->limit};
	struct zv_result result;
	void *scratch = malloc(zv_scratch_size(s->unit.size));
	bool accepted;

	if (!scratch)
		return trouble(s->path, "not enough memory");
	accepted = zv_validate(&s->unit, entry, scratch, o->quiet ? NULL : print_violation, &listing, &result);
	free(scratch);
	if (accepted)
		return ACCEPTED;
	if (!o->quiet) {
		if (listing.printed < result.violations)
			printf("%s: ... and %" PRIu64 " more\n", s->path, result.violations - listing.printed);
		printf("%s: rejected: %" PRIu64 " violation%s\n", s->path, result.violations,
		       result.violations == 1 ? "" : "s");
	}
	return REJECTED;
}

int main(int argc, char **argv)
{
	struct options options = {.vaddr = ZVM_TEXT, .limit = 50};
	struct subject subject = {0};
	uint8_t *file = NULL;
	uint64_t entry = 0;
	int status = parse_options(&options, argc, argv);

	if (status >= 0)
		return status;
	subject.path = options.path;
	subject.raw = options.raw;
	status = read_file(options.path, &file, &subject.file_size);
	subject.file = file;
	if (status == ACCEPTED && options.raw)
		subject.unit = (struct zv_unit){file, subject.file_size, options.vaddr};
	else if (status == ACCEPTED)
		status = text_of(&subject, &entry);
	if (status == ACCEPTED)
		status = validate(&subject, entry, &options);
	if (fflush(stdout) || ferror(stdout))
		status = trouble("standard output", strerror(errno));
	if (!options.raw)
		free((void *)(uintptr_t)subject.unit.code);
	free(file);
	return status;
}

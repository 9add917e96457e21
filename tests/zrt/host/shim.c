/* SPDX-License-Identifier: Apache-2.0 */
#include "shim.h"

#include <errno.h>
#include <setjmp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEAP 0x10000000ULL
#define STACK_BYTES 0x10000ULL
/* The test program and its stack lie above 4 GiB: ZRT takes them for its stack. */
#define HOST_END 0x800000000000ULL
#define CHANNELS 64
/* Where the session block's parts lie: the struct, the channels, the names. */
#define CHANNEL_TABLE (ZVM_SESSION + 0x400)
#define NAMES (CHANNEL_TABLE + CHANNELS * sizeof(struct zvm_channel))

static struct contents {
	unsigned char *data;
	size_t size, room;
	uint64_t position, bytes_read;
	shim_reader *reader;
	void *context;
} contents[CHANNELS];

static uint64_t heap_bytes_mapped;
static uint64_t names_end;
static jmp_buf exit_jump;
static int exit_code;
static uint64_t random_state = 1;
static const char *fork_alias; /* NULL: zvm_fork fails */
static const void *fork_data;
static size_t fork_size;

static void *map(uint64_t at, uint64_t size)
{
	void *p = mmap((void *)at, size, PROT_READ | PROT_WRITE,
	               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	if (p != (void *)at) {
		fprintf(stderr, "shim: no memory at %#llx: %s\n", (unsigned long long)at, strerror(errno));
		exit(99);
	}
	return p;
}

static struct zvm_session *session(void)
{
	return (struct zvm_session *)ZVM_SESSION;
}

static struct zvm_channel *channel_at(int channel)
{
	return (struct zvm_channel *)CHANNEL_TABLE + channel;
}

void shim_start(uint64_t heap_bytes)
{
	if (heap_bytes_mapped) {
		munmap((void *)ZVM_GATE, ZVM_TEXT - ZVM_GATE);
		munmap((void *)HEAP, heap_bytes_mapped);
		munmap((void *)(ZVM_STACK_TOP - STACK_BYTES), STACK_BYTES);
		for (int i = 0; i < CHANNELS; i++)
			free(contents[i].data);
		memset(contents, 0, sizeof contents);
	}
	map(ZVM_GATE, ZVM_TEXT - ZVM_GATE);
	map(HEAP, heap_bytes);
	map(ZVM_STACK_TOP - STACK_BYTES, STACK_BYTES);
	heap_bytes_mapped = heap_bytes;
	names_end = NAMES;
	*session() = (struct zvm_session){
		.magic = ZVM_SESSION_MAGIC,
		.version = ZVM_SESSION_VERSION,
		.size = sizeof(struct zvm_session),
		.channels = CHANNEL_TABLE,
		.text_start = ZVM_TEXT,
		.text_end = ZVM_TEXT + ZVM_PAGE,
		.data_start = ZVM_TEXT + ZVM_PAGE,
		.data_end = ZVM_TEXT + 2 * ZVM_PAGE,
		.heap_start = HEAP,
		.heap_end = HEAP + heap_bytes,
		.stack_start = ZVM_STACK_TOP - STACK_BYTES,
		.stack_end = HOST_END,
	};
}

int shim_channel(const char *alias, enum zvm_channel_type type, enum zvm_channel_kind kind,
                 const void *data, size_t size)
{
	int number = (int)session()->channel_count;
	size_t length = strlen(alias) + 1;

	if (number == CHANNELS || names_end + length > ZVM_SESSION_END) {
		fprintf(stderr, "shim: too many channels\n");
		exit(99);
	}
	memcpy((void *)names_end, alias, length);
	*channel_at(number) = (struct zvm_channel){
		.limits = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX},
		.size = type == ZVM_SGET_SPUT ? 0 : (int64_t)size,
		.name = (uint32_t)names_end,
		.type = (uint8_t)type,
		.kind = (uint8_t)kind,
	};
	names_end += length;
	contents[number].data = malloc(size + 1);
	contents[number].size = contents[number].room = size;
	if (size)
		memcpy(contents[number].data, data, size);
	session()->channel_count++;
	return number;
}

void shim_fork_gives(const char *alias, const void *data, size_t size)
{
	fork_alias = alias;
	fork_data = data;
	fork_size = size;
}

void shim_limit(int channel, enum zvm_limit limit, int64_t value)
{
	channel_at(channel)->limits[limit] = value;
}

void shim_read_from(int channel, shim_reader *reader, void *context, int64_t size)
{
	contents[channel].reader = reader;
	contents[channel].context = context;
	channel_at(channel)->size = size;
}

const void *shim_data(int channel, size_t *size)
{
	*size = contents[channel].size;
	return contents[channel].data;
}

uint64_t shim_bytes_read(int channel)
{
	return contents[channel].bytes_read;
}

int shim_run(void (*f)(void *), void *argument)
{
	if (setjmp(exit_jump))
		return exit_code;
	f(argument);
	return -1;
}

int shim_apart(void (*f)(void *), void *argument)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		f(argument);
		exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child) {
		perror("shim: fork");
		exit(99);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void shim_check_eq(const char *file, int line, const char *what, long long got, long long want)
{
	if (got == want)
		return;
	printf("%s:%d: failed: %s is %lld (%#llx), should be %lld (%#llx)\n", file, line, what, got,
	       (unsigned long long)got, want, (unsigned long long)want);
	exit(1);
}

void shim_seed(uint64_t seed)
{
	random_state = seed * 2 + 1;
}

uint64_t shim_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state * 0x9E3779B97F4A7C15ULL >> 16;
}

/* --- the six calls ------------------------------------------------------ */

static int usable(int32_t ch, enum zvm_limit limit)
{
	return ch >= 0 && (uint32_t)ch < session()->channel_count && channel_at(ch)->limits[limit] > 0;
}

_Noreturn void zvm_exit(int32_t code)
{
	exit_code = code;
	longjmp(exit_jump, 1);
}

int64_t zvm_pread(int32_t ch, void *buf, uint64_t size, int64_t offset)
{
	struct contents *c = &contents[ch];
	uint64_t total, at;

	if (!usable(ch, ZVM_LIMIT_GETS))
		return -EBADF;
	if (offset < 0)
		return -EINVAL;
	total = c->reader ? (uint64_t)channel_at(ch)->size : c->size;
	at = channel_at(ch)->type & 1 ? (uint64_t)offset : c->position;
	if (at >= total)
		return 0;
	if (size > total - at)
		size = total - at;
	if (c->reader)
		c->reader(c->context, buf, size, (int64_t)at);
	else
		memcpy(buf, c->data + at, size);
	c->position = at + size;
	c->bytes_read += size;
	return (int64_t)size;
}

int64_t zvm_pwrite(int32_t ch, const void *buf, uint64_t size, int64_t offset)
{
	struct contents *c = &contents[ch];
	uint64_t at;

	if (!usable(ch, ZVM_LIMIT_PUTS))
		return -EBADF;
	if (offset < 0)
		return -EINVAL;
	at = channel_at(ch)->type & 2 ? (uint64_t)offset : c->size;
	if (at + size > c->room) {
		c->room = (at + size) * 2;
		c->data = realloc(c->data, c->room);
	}
	if (at > c->size)
		memset(c->data + c->size, 0, at - c->size);
	memcpy(c->data + at, buf, size);
	if (at + size > c->size)
		c->size = at + size;
	return (int64_t)size;
}

int64_t zvm_jail(void *pages, uint64_t size)
{
	(void)pages;
	(void)size;
	return -EPERM;
}

int64_t zvm_unjail(void *pages, uint64_t size)
{
	(void)pages;
	(void)size;
	return -EINVAL;
}

int64_t zvm_fork(void)
{
	if (!fork_alias)
		return -EPERM;
	for (uint32_t i = 0; i < session()->channel_count; i++) {
		struct contents *c = &contents[i];

		if (strcmp((const char *)(uintptr_t)channel_at((int)i)->name, fork_alias))
			continue;
		free(c->data);
		c->data = malloc(fork_size + 1);
		memcpy(c->data, fork_data, fork_size);
		c->size = c->room = fork_size;
		channel_at((int)i)->size = (int64_t)fork_size;
	}
	fork_alias = NULL;
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole session's start and end on the host: what nvram says is what the
 * program finds.  Images of any size are read when touched.
 *
 * RUN: $BUILD/host/tests/zrt/host/session_test
 * OUT: ok
 * TIMEOUT: 180
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <zrt/zrt.h>

#include "clock.h"
#include "cred.h"
#include "exit.h"
#include "heap.h"
#include "random.h"
#include "session.h"
#include "shim.h"
#include "tar.h"
#include "vfs.h"

static struct zrt_arguments arguments;
static int messages;

#define SYS(n, ...) zrt_syscall_(SYS_##n, __VA_ARGS__, 0, 0, 0, 0, 0)
#define zrt_syscall_(n, a, b, c, d, e, ...) \
	zrt_syscall(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)

/* Channels that every session here has. */
static void prepare(uint64_t heap)
{
	shim_start(heap);
	messages = shim_channel("/dev/stderr", ZVM_SGET_SPUT, ZVM_KIND_PIPE, "", 0);
}

static void begin(const char *nvram)
{
	(void)shim_channel("/dev/nvram", ZVM_RGET_RPUT, ZVM_KIND_FILE, nvram, strlen(nvram));
	zrt_session_begin(&arguments);
}

static const char *told(void)
{
	static char text[2000];
	size_t size;
	const char *data = shim_data(messages, &size);

	CHECK(size < sizeof text);
	memcpy(text, data, size);
	text[size] = 0;
	return text;
}

static void say(const char *text)
{
	CHECK_EQ(SYS(write, 2, text, strlen(text)), (long)strlen(text));
}

/* On a file, messages before and after the start of the program stand between its own. */
static void messages_in_between(void *unused)
{
	(void)unused;
	shim_start(16 << 20);
	messages = shim_channel("/dev/stderr", ZVM_RGET_RPUT, ZVM_KIND_FILE, "", 0);
	begin("[nonsense]\n");
	say("one\n");
	zrt_warn("two");
	say("three\n");
	CHECK_EQ(SYS(lseek, 2, 0, SEEK_SET), 0);
	zrt_warn("four");
	CHECK(strstr(told(), "unknown section") && strstr(told(), "\none\nzrt: two\nthree\nzrt: four\n"));
}

static void arguments_and_identity(void *unused)
{
	(void)unused;
	int64_t now;

	prepare(16 << 20);
	begin("[args]\nargs=prog \"a b\"\n[env]\nname=X,value=1\n[time]\nseconds=1000\nstep=500\n[identity]\nuid=7\ngid=8\n");
	CHECK_EQ(arguments.argc, 2);
	CHECK(!strcmp(arguments.argv[0], "prog") && !strcmp(arguments.argv[1], "a b") && !arguments.argv[2]);
	CHECK(!strcmp(arguments.envp[0], "X=1") && !arguments.envp[1]);
	CHECK(zrt_clock_now() >= 1000000000000 && zrt_clock_now() < 1000001000000);
	now = zrt_clock_read();
	CHECK_EQ(zrt_clock_read(), now + 500);
	CHECK_EQ(SYS(getuid, 0), 7);
	CHECK_EQ(SYS(getegid, 0), 8);
	CHECK_EQ(SYS(setuid, 0), -EPERM);
	CHECK(!strcmp(told(), ""));
}

static void defaults(void *unused)
{
	(void)unused;
	prepare(16 << 20);
	zrt_session_begin(&arguments);
	CHECK(arguments.argc == 1 && !strcmp(arguments.argv[0], "stub") && !arguments.envp[0]);
	CHECK_EQ(SYS(getuid, 0), 0);
}

static void faults(void *unused)
{
	(void)unused;
	prepare(16 << 20);
	begin("[env]\nname=UID,value=12\nname=GID,value=x\nwrong\n[mapping]\nchannel=/dev/none,mode=char\n"
	      "[fstab]\nchannel=/dev/none, mountpoint=/x, access=ro\nchannel=/dev/stderr, mountpoint=/x, access=wo\n");
	CHECK_EQ(SYS(getuid, 0), 12);
	CHECK_EQ(SYS(getgid, 0), 0);
	CHECK(!strcmp(told(), "zrt: /dev/nvram: line 4: expected key=value (a comma inside a value is written \\x2c)\n"
	                      "zrt: /dev/nvram: line 6: no such channel: /dev/none\n"
	                      "zrt: /dev/nvram: line 8: image /dev/none: no such channel\n"));
}

/* --- images ------------------------------------------------------------------- */

#define GB ((uint64_t)1 << 30)

/* An image of huge files: headers where they belong, between them a pattern. */
struct huge {
	struct {
		uint64_t at;
		char bytes[3 * ZRT_TAR_BLOCK];
		size_t size;
	} headers[4];
	size_t count;
	uint64_t size;
};

static void huge_read(void *context, void *buffer, uint64_t size, int64_t offset)
{
	const struct huge *h = context;
	unsigned char *to = buffer;

	for (uint64_t i = 0; i < size; i++)
		to[i] = (unsigned char)(((uint64_t)offset + i) % 251);
	for (size_t n = 0; n < h->count; n++)
		for (uint64_t i = 0; i < h->headers[n].size; i++) {
			uint64_t at = h->headers[n].at + i;

			if (at >= (uint64_t)offset && at < (uint64_t)offset + size)
				to[at - (uint64_t)offset] = (unsigned char)h->headers[n].bytes[i];
		}
}

static void huge_add(struct huge *h, const char *path, uint64_t size)
{
	struct zrt_tar_entry e = {.type = ZRT_TAR_FILE, .path = path, .link = "", .mode = 0644, .size = size};

	h->headers[h->count].at = h->size;
	h->headers[h->count].size = zrt_tar_header_size(&e);
	CHECK(h->headers[h->count].size <= sizeof h->headers->bytes);
	zrt_tar_header(&e, h->headers[h->count].bytes);
	h->size += h->headers[h->count].size + (size + 511) / 512 * 512;
	h->count++;
}

/* GNU's base 256 in place of pax's record: the last 8 bytes of the field. */
static void huge_base256(struct huge *h, uint64_t size)
{
	char *block = h->headers[h->count - 1].bytes;
	unsigned sum = 0;

	memcpy(block, block + 2 * ZRT_TAR_BLOCK, ZRT_TAR_BLOCK);
	memset(block + 124, 0, 12);
	block[124] = (char)0x80;
	for (int i = 0; i < 8; i++)
		block[135 - i] = (char)(size >> 8 * i);
	memset(block + 148, ' ', 8);
	for (int i = 0; i < ZRT_TAR_BLOCK; i++)
		sum += (unsigned char)block[i];
	snprintf(block + 148, 8, "%06o", sum);
	h->headers[h->count - 1].size = ZRT_TAR_BLOCK;
	h->size -= 2 * ZRT_TAR_BLOCK;
}

static unsigned char byte_at(const char *path, uint64_t offset)
{
	long fd = SYS(openat, AT_FDCWD, path, O_RDONLY);
	unsigned char byte = 0;

	CHECK(fd >= 0);
	CHECK_EQ(SYS(pread64, fd, &byte, 1, offset), 1);
	CHECK_EQ(SYS(close, fd), 0);
	return byte;
}

static void read_much(const char *path, size_t size, int times)
{
	long fd = SYS(openat, AT_FDCWD, path, O_RDONLY);
	static unsigned char buffer[100000];

	CHECK(fd >= 0);
	for (int i = 0; i < times; i++)
		CHECK_EQ(SYS(read, fd, buffer, size), size);
	CHECK_EQ((buffer[0] + size - 1) % 251, buffer[size - 1]);
	CHECK_EQ(SYS(close, fd), 0);
}

static uint64_t size_of(const char *path)
{
	struct stat st;

	CHECK_EQ(SYS(newfstatat, AT_FDCWD, path, &st, 0), 0);
	return (uint64_t)st.st_size;
}

static void huge_image(void *unused)
{
	(void)unused;
	static struct huge h;
	uint64_t second;
	int image;
	size_t used;

	huge_add(&h, "nine", 9 * GB); /* more than 11 octal digits can say: a pax header */
	huge_add(&h, "ten", 10 * GB);
	huge_base256(&h, 10 * GB);
	second = h.headers[1].at + ZRT_TAR_BLOCK;
	huge_add(&h, "last", 5);
	h.headers[h.count].at = h.size;
	h.headers[h.count++].size = 2 * ZRT_TAR_BLOCK;
	h.size += 2 * ZRT_TAR_BLOCK;
	prepare(16 << 20);
	image = shim_channel("/dev/image", ZVM_RGET_SPUT, ZVM_KIND_FILE, "", 0);
	shim_read_from(image, huge_read, &h, (int64_t)h.size);
	begin("[fstab]\nchannel=/dev/image, mountpoint=/big, access=ro\n");
	CHECK(!strcmp(told(), ""));
	/* 19 GB in 16 MB of memory, and next to nothing read of them. */
	CHECK(shim_bytes_read(image) < 200000);
	CHECK_EQ(size_of("/big/nine"), 9 * GB);
	CHECK_EQ(size_of("/big/ten"), 10 * GB);
	CHECK_EQ(size_of("/big/last"), 5);
	CHECK_EQ(byte_at("/big/nine", 8 * GB + 5), (h.headers[0].size + 8 * GB + 5) % 251);
	CHECK_EQ(byte_at("/big/ten", 10 * GB - 1), (second + 10 * GB - 1) % 251);
	CHECK(zrt_heap_stats().total - zrt_heap_stats().free < 256);
	/* Large reads pass through; small ones are kept while there is room for the program. */
	read_much("/big/nine", 100000, 1000);
	read_much("/big/ten", 1000, 30000);
	used = zrt_heap_stats().total - zrt_heap_stats().free;
	CHECK(used > zrt_heap_stats().total / 2 && used < zrt_heap_stats().total * 7 / 8);
}

/* One file "f" of the contents `text`. */
static size_t small_image(char *out, const char *path, const char *text)
{
	struct zrt_tar_entry e = {.type = ZRT_TAR_FILE, .path = path, .link = "", .mode = 0600, .size = strlen(text)};
	size_t size = zrt_tar_header_size(&e);

	memset(out, 0, size + 3 * ZRT_TAR_BLOCK);
	zrt_tar_header(&e, out);
	memcpy(out + size, text, strlen(text));
	return size + 3 * ZRT_TAR_BLOCK;
}

static void removable(void *unused)
{
	(void)unused;
	char one[4096], two[4096];
	size_t size = small_image(one, "f", "one"), size2 = small_image(two, "g/h", "two");
	int first, second;

	prepare(16 << 20);
	first = shim_channel("/dev/one", ZVM_RGET_SPUT, ZVM_KIND_FILE, one, size);
	second = shim_channel("/dev/two", ZVM_RGET_SPUT, ZVM_KIND_FILE, two, size2);
	begin("[fstab]\nchannel=/dev/one, mountpoint=/r/x, access=ro, removable=yes\n"
	      "channel=/dev/two, mountpoint=/r/y, access=ro, removable=yes\n"
	      "channel=/dev/two, mountpoint=/r/x, access=ro, removable=yes\n");
	CHECK(!strcmp(told(), ""));
	CHECK_EQ(shim_bytes_read(first), 0);
	CHECK_EQ(shim_bytes_read(second), 0);
	CHECK_EQ(size_of("/r/x/f"), 3);
	CHECK_EQ(byte_at("/r/x/f", 2), 'e');
	CHECK_EQ(byte_at("/r/x/g/h", 0), 't');
	CHECK_EQ(SYS(unlinkat, AT_FDCWD, "/r/x/f", 0), 0);
	CHECK_EQ(SYS(openat, AT_FDCWD, "/r/x/f", O_RDONLY), -ENOENT);
	CHECK_EQ(size_of("/r/y/g/h"), 3);
}

/* precache=yes: the rest of the session belongs to the request. */
static void precache(void *unused)
{
	static const char first[] = "[args]\nargs=first\n[precache]\nprecache=yes\n"
	                            "[fstab]\nchannel=/dev/one, mountpoint=/r, access=ro\n";
	static const char second[] = "[args]\nargs=second\n[env]\nname=HOME,value=/home/me\n"
	                             "[fstab]\nchannel=/dev/none, mountpoint=/r, access=ro\n"
	                             "channel=/dev/two, mountpoint=/s, access=ro, removable=yes\n";
	char one[4096], two[4096], cwd[100];
	size_t size = small_image(one, "f", "one"), size2 = small_image(two, "g", "two");

	(void)unused;
	prepare(16 << 20);
	(void)shim_channel("/dev/one", ZVM_RGET_SPUT, ZVM_KIND_FILE, one, size);
	(void)shim_channel("/dev/two", ZVM_RGET_SPUT, ZVM_KIND_FILE, two, size2);
	shim_fork_gives("/dev/nvram", second, sizeof second - 1);
	begin(first);
	CHECK(!strcmp(told(), ""));
	CHECK(arguments.argc == 1 && !strcmp(arguments.argv[0], "second"));
	CHECK_EQ(SYS(getcwd, cwd, sizeof cwd), 9);
	CHECK(!strcmp(cwd, "/home/me"));
	CHECK_EQ(size_of("/r/f"), 3);
	CHECK_EQ(size_of("/s/g"), 3);
	CHECK_EQ(size_of("/dev/nvram"), sizeof second - 1);
}

static void end(void *code)
{
	zrt_end(*(int *)code);
}

struct export_case {
	enum zvm_channel_type type;
	int64_t puts; /* writes that the channel allows */
	int code, want;
};

/* What access=wo writes at the end, and what becomes of the program's code. */
static void export(void *argument)
{
	struct export_case *c = argument;
	size_t size;
	const char *data;
	int out;

	prepare(16 << 20);
	out = shim_channel("/dev/out", c->type, ZVM_KIND_FILE, "", 0);
	begin("[fstab]\nchannel=/dev/out, mountpoint=/out/x, access=wo\n[time]\nseconds=77\n");
	CHECK_EQ(SYS(mkdirat, AT_FDCWD, "/out/x/d", 0750), 0);
	CHECK_EQ(SYS(close, SYS(openat, AT_FDCWD, "/out/x/d/f", O_CREAT | O_WRONLY, 0640)), 0);
	shim_limit(out, ZVM_LIMIT_PUTS, c->puts);
	CHECK_EQ(shim_run(end, &c->code), c->want);
	data = shim_data(out, &size);
	if (!c->puts) {
		CHECK(strstr(told(), "line 2: image /dev/out: "));
		CHECK_EQ(size, 0);
		return;
	}
	CHECK_EQ(size, 4 * ZRT_TAR_BLOCK);
	CHECK(!strcmp(data, "d/") && !strcmp(data + ZRT_TAR_BLOCK, "d/f"));
	CHECK(!strcmp(data + 100, "0000750") && !strcmp(data + 136, "00000000115"));
}

static void exports(void)
{
	struct export_case cases[] = {
		{ZVM_RGET_RPUT, INT64_MAX, 3, 3},
		{ZVM_SGET_SPUT, INT64_MAX, 0, 0},
		{ZVM_RGET_RPUT, 0, 0, ZRT_EXIT_IMAGE},
		{ZVM_RGET_RPUT, 0, 9, 9},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		CHECK_EQ(shim_apart(export, &cases[i]), 0);
}

/* --- allocations that fail ------------------------------------------------------ */

static void use_session(void *nvram)
{
	struct stat st;

	begin(nvram);
	(void)SYS(newfstatat, AT_FDCWD, "/m/f", &st, 0);
	(void)SYS(openat, AT_FDCWD, "/out/new", O_CREAT | O_WRONLY, 0600);
	zrt_end(0);
}

#define LEFT 77 /* the allocation that should fail was not reached */

static void fail_once(void *number)
{
	char image[4096], nvram[400];
	size_t size = small_image(image, "f", "text");
	int code;

	prepare(16 << 20);
	(void)shim_channel("/dev/image", ZVM_RGET_SPUT, ZVM_KIND_FILE, image, size);
	(void)shim_channel("/dev/out", ZVM_RGET_RPUT, ZVM_KIND_FILE, "", 0);
	snprintf(nvram, sizeof nvram,
	         "[fstab]\nchannel=/dev/image, mountpoint=/m, access=ro\n"
	         "channel=/dev/out, mountpoint=/out, access=wo\n[debug]\nfail=%d\n", *(int *)number);
	code = shim_run(use_session, nvram);
	CHECK(code >= 0);
	/* Whatever went wrong was said. */
	CHECK(!code || told()[0]);
	exit(zrt_heap_count() < (uint64_t)*(int *)number ? LEFT : 0);
}

/* Every allocation from nvram to the end of the session fails once: no crash. */
static void no_memory(void)
{
	int i = 1, code;

	while ((code = shim_apart(fail_once, &i)) == 0)
		i++;
	CHECK_EQ(code, LEFT);
	CHECK(i > 100);
}

int main(void)
{
	CHECK_EQ(shim_apart(arguments_and_identity, NULL), 0);
	CHECK_EQ(shim_apart(messages_in_between, NULL), 0);
	CHECK_EQ(shim_apart(defaults, NULL), 0);
	CHECK_EQ(shim_apart(faults, NULL), 0);
	CHECK_EQ(shim_apart(huge_image, NULL), 0);
	CHECK_EQ(shim_apart(removable, NULL), 0);
	CHECK_EQ(shim_apart(precache, NULL), 0);
	exports();
	no_memory();
	puts("ok");
	return 0;
}

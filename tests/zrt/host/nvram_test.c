/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nvram: what each section means, every message with its line, limits that the
 * original had and that are gone, and allocations that fail one after the other.
 *
 * RUN: $BUILD/host/tests/zrt/host/nvram_test
 * OUT: ok
 * TIMEOUT: 180
 */
#include <string.h>
#include <sys/stat.h>

#include "heap.h"
#include "nvram.h"
#include "nvram_parse.h"
#include "shim.h"

static char told[4096]; /* "line: what: detail\n"... */

static void tell(unsigned line, const char *what, const char *detail)
{
	size_t n = strlen(told);

	snprintf(told + n, sizeof told - n, "%u: %s%s%s\n", line, what, detail ? ": " : "", detail ? detail : "");
}

static struct zrt_nvram parse_size(const char *text, size_t size)
{
	struct zrt_nvram nvram = {.tell = tell};

	shim_start(64u << 20);
	zrt_heap_init(zvm_session()->heap_start, zvm_session()->heap_end);
	told[0] = 0;
	zrt_nvram_read(&nvram, text, size);
	return nvram;
}

static struct zrt_nvram parse(const char *text)
{
	return parse_size(text, strlen(text));
}

static const char *arg(const struct zrt_nvram *n, size_t i)
{
	CHECK(i < n->args.count);
	return ((char **)n->args.items)[i];
}

static const char *env(const struct zrt_nvram *n, size_t i)
{
	CHECK(i < n->env.count);
	return ((char **)n->env.items)[i];
}

#define SAME(a, b) CHECK(!strcmp(a, b))
#define QUIET() SAME(told, "")

static void args(void)
{
	struct zrt_nvram n = parse("[args]\n args = prog  one\t\"two words\" \"\" a\\x2cb\\x22 \"q\\x20r\" # not this\n");

	QUIET();
	CHECK_EQ(n.args.count, 6);
	SAME(arg(&n, 0), "prog");
	SAME(arg(&n, 1), "one");
	SAME(arg(&n, 2), "two words");
	SAME(arg(&n, 3), "");
	SAME(arg(&n, 4), "a,b\"");
	SAME(arg(&n, 5), "q r");
	n = parse("[args]\nargs=a\"b c\\d \\\\n=x\n");
	QUIET();
	SAME(arg(&n, 0), "a\"b");
	SAME(arg(&n, 1), "c\\d");
	SAME(arg(&n, 2), "\\\\n=x");
	n = parse("[args]\nargs=a \"b\n");
	SAME(told, "2: a quote that is not closed, or is followed by something\n");
	CHECK_EQ(n.args.count, 1);
	(void)parse("[args]\nargs=\"a\"b\n");
	SAME(told, "2: a quote that is not closed, or is followed by something\n");
	(void)parse("[args]\nargs=\\x4\n");
	SAME(told, "2: \\x needs two hex digits, not 00\n");
	(void)parse("[args]\nargs=a, b\n");
	SAME(told, "2: expected key=value (a comma inside a value is written \\x2c)\n");
}

static void environment(void)
{
	struct zrt_nvram n = parse("[env]\r\nname=A, value=1\r\nvalue=x\\x0ay , name = B\r\n"
	                           "name=A,value=2\nname=C,value=\nname=D,value=a=b\n");

	QUIET();
	CHECK_EQ(n.env.count, 4);
	SAME(env(&n, 0), "A=2");
	SAME(env(&n, 1), "B=x\ny");
	SAME(env(&n, 2), "C=");
	SAME(env(&n, 3), "D=a=b");
	n = parse("[env]\nname=A\nname=,value=1\nname=a\\x3db,value=1\nname=B,value=\\x00\nname=C,value=1,name=D\n"
	          "name=E,value=1,other=2\nname=F,value=6\n");
	SAME(told, "2: missing key: value\n"
	           "3: not a name for a variable: \n"
	           "4: not a name for a variable: a=b\n"
	           "5: \\x needs two hex digits, not 00\n"
	           "6: a key stands twice in one record\n"
	           "7: unknown key in section: env\n");
	CHECK_EQ(n.env.count, 1);
	SAME(env(&n, 0), "F=6");
}

static void mounts(void)
{
	struct zrt_nvram n = parse("[fstab]\nchannel=/dev/a, mountpoint=/, access=ro\n"
	                           "channel=/dev/b, mountpoint=/b\\x20c, access=ro, removable=yes, fsname=tar\n"
	                           "channel=/dev/c, mountpoint=/out, access=wo\n"
	                           "[mapping]\nchannel=/dev/x, mode=char\nchannel=/dev/y, mode=block\n");
	const struct zrt_mount *m = n.mounts.items;
	const struct zrt_mapping *p = n.mappings.items;

	QUIET();
	CHECK_EQ(n.mounts.count, 3);
	SAME(m[0].channel, "/dev/a");
	SAME(m[1].mountpoint, "/b c");
	CHECK(!m[0].export && !m[0].removable && m[1].removable && m[2].export && m[2].line == 4);
	CHECK_EQ(n.mappings.count, 2);
	CHECK(p[0].type == S_IFCHR && p[1].type == S_IFBLK);
	n = parse("[fstab]\nchannel=/dev/a, mountpoint=x, access=ro\nchannel=/dev/a, mountpoint=/x, access=rw\n"
	          "channel=/dev/a, mountpoint=/x, access=wo, removable=yes\nchannel=/dev/a, access=ro\n"
	          "channel=/dev/a, mountpoint=/x, access=ro, removable=maybe\n"
	          "channel=/dev/a, mountpoint=/x, access=ro, fsname=ext4\n"
	          "[mapping]\nchannel=/dev/x, mode=socket\n");
	SAME(told, "2: a mountpoint begins with /: x\n"
	           "3: unknown value: rw\n"
	           "4: only access=ro can be removable\n"
	           "5: missing key: mountpoint\n"
	           "6: unknown value: maybe\n"
	           "7: unknown value (images are of the kind tar): ext4\n"
	           "9: unknown value: socket\n");
	CHECK_EQ(n.mounts.count, 0);
}

static void numbers(void)
{
	struct zrt_nvram n = parse("[time]\nseconds=1700000000, nanoseconds=5\nstep=7\n[random]\nseed=a\\x20b\n"
	                           "[identity]\nuid=1000\ngid=4294967294\n[debug]\nverbosity=4, fail=3\n"
	                           "[precache]\nprecache=yes\n");

	QUIET();
	CHECK(n.seconds == 1700000000 && n.nanoseconds == 5 && n.step == 7);
	SAME(n.seed, "a b");
	CHECK(n.uid_set && n.uid == 1000 && n.gid_set && n.gid == 4294967294u);
	CHECK(n.verbosity == 4 && n.fail == 3 && !n.fail_from && n.precache);
	n = parse("");
	CHECK(!n.seconds && n.step == 1000 && !n.seed && !n.uid_set && !n.errors);
	n = parse("[time]\nseconds=-1\nseconds=\nseconds=1x\nseconds=9000000001\nnanoseconds=1000000000\nstep=0\n"
	          "seconds=99999999999999999999999\nseconds=9000000000\n[identity]\nuid=4294967295\n[debug]\nverbosity=5\n");
	SAME(told, "2: not a number in its range: -1\n"
	           "3: not a number in its range: \n"
	           "4: not a number in its range: 1x\n"
	           "5: not a number in its range: 9000000001\n"
	           "6: not a number in its range: 1000000000\n"
	           "7: step must be at least 1: a program may wait for time to pass\n"
	           "8: not a number in its range: 99999999999999999999999\n"
	           "11: not a number in its range: 4294967295\n"
	           "13: not a number in its range: 5\n");
	CHECK(n.seconds == 9000000000 && n.errors == 9);
}

static void syntax(void)
{
	struct zrt_nvram n = parse("# head\nargs=early\n[ args ]\n\n   \nargs=x\n[args\nargs=y\n[nonsense]\na=b\n[env]\nno pair\n=1\n");

	SAME(told, "2: a record outside of any [section]\n"
	           "7: a section's name ends with ]\n"
	           "8: a record outside of any [section]\n"
	           "9: unknown section, its records are ignored\n"
	           "12: expected key=value (a comma inside a value is written \\x2c)\n"
	           "13: a value has no key\n");
	CHECK_EQ(n.args.count, 1);
	n = parse_size("[args]\nargs=a\0b\nargs=c", 22);
	SAME(told, "2: a NUL byte\n");
	SAME(arg(&n, 0), "c");
	(void)parse("[env]\na=,b=,c=,d=,e=,f=,g=,h=,i=,j=,k=,l=,m=,n=,o=,p=,q=\n");
	SAME(told, "2: too many key=value pairs in one record\n");
}

/* The original stopped at 10 KB, 7 sections, 100 records and 20 bytes of a name. */
static void large(void)
{
	size_t room = 4 << 20, at = 0;
	char *text = malloc(room);
	struct zrt_nvram n;

	for (int i = 0; i < 3000; i++)
		at += (size_t)sprintf(text + at, "[env]\nname=A_RATHER_LONG_NAME_OF_A_VARIABLE_%d, value=%0300d\n", i, i);
	for (int i = 0; i < 20000; i++) /* each name twice, and 10,000 of them: not each against all others */
		at += (size_t)sprintf(text + at, "name=V%d,value=%d\n", i % 10000, i);
	at += (size_t)sprintf(text + at, "[args]\nargs=");
	for (int i = 0; i < 20000; i++)
		at += (size_t)sprintf(text + at, "\"word %d\" ", i);
	n = parse_size(text, at);
	QUIET();
	CHECK(n.env.count == 13000 && n.args.count == 20000);
	SAME(env(&n, 3000), "V0=10000");
	SAME(env(&n, 12999), "V9999=19999");
	SAME(arg(&n, 19999), "word 19999");
	free(text);
}

static void no_memory(void)
{
	static const char text[] = "[args]\nargs=a b\n[env]\nname=A,value=1\nname=A,value=2\n[fstab]\n"
	                           "channel=/dev/a, mountpoint=/, access=ro\n[mapping]\nchannel=/dev/a,mode=pipe\n"
	                           "[random]\nseed=1\nseed=2\n[time]\nseconds=5\n";
	uint64_t count;

	(void)parse(text);
	count = zrt_heap_count();
	CHECK(count > 20);
	for (uint64_t i = 1; i <= count; i++) {
		struct zrt_nvram n = {.tell = tell};

		shim_start(1 << 20);
		zrt_heap_init(zvm_session()->heap_start, zvm_session()->heap_end);
		zrt_heap_fail(i, false);
		zrt_nvram_read(&n, text, sizeof text - 1);
		CHECK(n.no_memory || zrt_heap_count() < i);
	}
}

int main(void)
{
	args();
	environment();
	mounts();
	numbers();
	syntax();
	large();
	no_memory();
	puts("ok");
	return 0;
}

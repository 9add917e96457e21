/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Headers that glibc has and musl has not, against glibc's; the kernel's.
 * RUN: gcc -O2 -w "$S" -o native && zvm-clang -O2 -Wall -Werror "$S" -o sandboxed
 * RUN: status=0; ./native >native.out 2>&1 || status=$?
 * RUN: zvm run sandboxed >sandboxed.out 2>&1 || [ $? = $status ]
 * RUN: diff native.out sandboxed.out && tail -n 1 native.out
 * OUT: program: 7 messages: Invalid argument
 */
#define _GNU_SOURCE
#include <asm/ioctls.h>
#include <errno.h>
#include <error.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <linux/input.h>
#include <linux/limits.h>
#include <linux/types.h>
#include <stdio.h>
#include <sys/cdefs.h>
#include <sys/queue.h>

__BEGIN_DECLS
int sum __P((int, int));
__END_DECLS

int sum(int a, int b) { return a + b; }

struct item {
	int n;
	SLIST_ENTRY(item) s;
	STAILQ_ENTRY(item) q;
	LIST_ENTRY(item) l;
	TAILQ_ENTRY(item) t;
};
SLIST_HEAD(slist, item);
STAILQ_HEAD(stailq, item);
LIST_HEAD(list, item);
TAILQ_HEAD(tailq, item);

static struct item items[8];

static void slists(void)
{
	struct slist head = SLIST_HEAD_INITIALIZER(head);
	struct item *i;

	for (int n = 0; n < 4; n++)
		SLIST_INSERT_HEAD(&head, &items[n], s);
	SLIST_INSERT_AFTER(&items[2], &items[4], s);
	SLIST_REMOVE(&head, &items[1], item, s);
	SLIST_REMOVE_HEAD(&head, s);
	SLIST_FOREACH(i, &head, s)
		printf(" %d", i->n);
	printf(" empty %d\n", SLIST_EMPTY(&head));
}

static void stailqs(void)
{
	struct stailq head = STAILQ_HEAD_INITIALIZER(head), other = STAILQ_HEAD_INITIALIZER(other);
	struct item *i;

	for (int n = 0; n < 4; n++)
		STAILQ_INSERT_TAIL(&head, &items[n], q);
	STAILQ_INSERT_HEAD(&other, &items[4], q);
	STAILQ_INSERT_AFTER(&other, &items[4], &items[5], q);
	STAILQ_REMOVE(&head, &items[3], item, q);
	STAILQ_REMOVE_HEAD(&head, q);
	STAILQ_CONCAT(&head, &other);
	STAILQ_INSERT_TAIL(&head, &items[6], q);
	STAILQ_FOREACH(i, &head, q)
		printf(" %d", i->n);
	printf(" empty %d\n", STAILQ_EMPTY(&other));
}

static void lists(void)
{
	struct list head;
	struct item *i;

	LIST_INIT(&head);
	LIST_INSERT_HEAD(&head, &items[0], l);
	LIST_INSERT_HEAD(&head, &items[1], l);
	LIST_INSERT_BEFORE(&items[0], &items[2], l);
	LIST_INSERT_AFTER(&items[0], &items[3], l);
	LIST_REMOVE(&items[1], l);
	LIST_FOREACH(i, &head, l)
		printf(" %d", i->n);
	puts("");
}

static void tailqs(void)
{
	struct tailq head = TAILQ_HEAD_INITIALIZER(head), other = TAILQ_HEAD_INITIALIZER(other);
	struct item *i;

	for (int n = 0; n < 3; n++)
		TAILQ_INSERT_TAIL(&head, &items[n], t);
	TAILQ_INSERT_HEAD(&head, &items[3], t);
	TAILQ_INSERT_BEFORE(&items[1], &items[4], t);
	TAILQ_INSERT_AFTER(&head, &items[2], &items[5], t);
	TAILQ_INSERT_TAIL(&other, &items[6], t);
	TAILQ_CONCAT(&head, &other, t);
	TAILQ_REMOVE(&head, &items[0], t);
	TAILQ_FOREACH(i, &head, t)
		printf(" %d", i->n);
	printf(", last %d, before it %d:", TAILQ_LAST(&head, tailq)->n, TAILQ_PREV(&items[6], tailq, t)->n);
	TAILQ_REMOVE(&head, &items[6], t);
	TAILQ_FOREACH_REVERSE(i, &head, tailq, t)
		printf(" %d", i->n);
	puts("");
}

int main(void)
{
	for (int n = 0; n < 8; n++)
		items[n].n = n;
	slists();
	stailqs();
	lists();
	tailqs();
	printf("%d %d %zu %#lx %d\n", sum(1, 2), PATH_MAX, sizeof(__u64), (unsigned long)TIOCGWINSZ, FALLOC_FL_PUNCH_HOLE);
	printf("%lu %d\n", (unsigned long)FICLONE, KEY_ESC);
	program_invocation_name = "program";
	error(0, 0, "plain %d", 1);
	error(0, ENOENT, "with %s", "reason");
	error_at_line(0, 0, "file.c", 12, "place");
	error_at_line(0, EACCES, "file.c", 12, "place");
	error_one_per_line = 1;
	for (int i = 0; i < 3; i++)
		error_at_line(0, 0, "file.c", 13, "once");
	error_at_line(0, 0, NULL, 13, "no file");
	error_at_line(0, 0, "file.c", 14, "again");
	error(3, EINVAL, "%u messages", error_message_count);
	return 0;
}

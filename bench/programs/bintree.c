/* SPDX-License-Identifier: Apache-2.0 */
/* Allocation and pointer chasing: builds, walks and frees binary trees. */
#include <stdio.h>
#include <stdlib.h>

struct node {
	struct node *left, *right;
};

static struct node *build(int depth)
{
	struct node *n = malloc(sizeof *n);

	if (!n)
		exit(1);
	n->left = depth ? build(depth - 1) : NULL;
	n->right = depth ? build(depth - 1) : NULL;
	return n;
}

static int count(const struct node *n)
{
	return n ? 1 + count(n->left) + count(n->right) : 0;
}

static void release(struct node *n)
{
	if (!n)
		return;
	release(n->left);
	release(n->right);
	free(n);
}

int main(void)
{
	long total = 0;
	struct node *lasting = build(18);

	for (int depth = 4; depth <= 16; depth += 4) {
		for (int i = 0; i < 1 << (24 - depth); i++) {
			struct node *n = build(depth);

			total += count(n);
			release(n);
		}
	}
	printf("%ld %d\n", total, count(lasting));
	return 0;
}

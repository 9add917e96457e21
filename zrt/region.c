/* SPDX-License-Identifier: Apache-2.0 */
/* The table of region.h: a treap whose priorities come from a counter. */
#include "region.h"

#include "vfs.h"

static struct zrt_region *root;
static uint32_t made;

static struct zrt_region *join(struct zrt_region *low, struct zrt_region *high)
{
	if (!low || !high)
		return low ? low : high;
	if (low->priority > high->priority) {
		low->right = join(low->right, high);
		return low;
	}
	high->left = join(low, high->left);
	return high;
}

/* Divides `t` in the regions that start below `at` and the others. */
static void divide(struct zrt_region *t, uintptr_t at, struct zrt_region **low, struct zrt_region **high)
{
	if (!t) {
		*low = *high = NULL;
	} else if (t->start < at) {
		*low = t;
		divide(t->right, at, &t->right, high);
	} else {
		*high = t;
		divide(t->left, at, low, &t->left);
	}
}

struct zrt_region *zrt_region_from(uintptr_t address)
{
	struct zrt_region *t = root, *found = NULL;

	while (t) {
		if (t->end > address) {
			found = t;
			t = t->left;
		} else {
			t = t->right;
		}
	}
	return found;
}

struct zrt_region *zrt_region_at(uintptr_t address)
{
	struct zrt_region *r = zrt_region_from(address);

	return r && r->start <= address ? r : NULL;
}

struct zrt_region *zrt_region_before(uintptr_t address)
{
	struct zrt_region *r = address ? zrt_region_at(address - 1) : NULL;

	return r && r->end == address ? r : NULL;
}

void zrt_region_add(struct zrt_region *r)
{
	struct zrt_region **link = &root;

	r->priority = ++made * 0x9E3779B1u;
	while (*link && (*link)->priority > r->priority)
		link = r->start < (*link)->start ? &(*link)->left : &(*link)->right;
	divide(*link, r->start, &r->left, &r->right);
	*link = r;
}

void zrt_region_remove(struct zrt_region *r)
{
	struct zrt_region **link = &root;

	while (*link != r)
		link = r->start < (*link)->start ? &(*link)->left : &(*link)->right;
	*link = join(r->left, r->right);
}

void zrt_region_cut(struct zrt_region *r, uintptr_t address, struct zrt_region *upper)
{
	*upper = *r;
	upper->start = address;
	upper->offset += address - r->start;
	r->end = address;
	if (upper->file)
		zrt_file_hold(upper->file);
	zrt_region_add(upper);
}

void zrt_region_reset(void)
{
	root = NULL;
	made = 0;
}

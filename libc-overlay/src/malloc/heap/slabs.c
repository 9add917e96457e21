/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slabs: one size of blocks each.  A class has its current slab, from which
 * blocks are taken, and a list of others that have blocks to give.  Slabs with
 * none are in no list until one of their blocks comes back.
 */
#include <errno.h>

#include "heap.h"

const uint32_t __heap_sizes[CLASSES] = {
	16, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192,
	208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480, 512,
	576, 640, 704, 768, 832, 896, 960, 1024, 1152, 1280, 1408, 1536,
	1664, 1792, 1920, 2048, 2304, 2560, 2816, 3072, 3328, 3584, 3840, 4096,
	4608, 5120, 5632, 6144, 6656, 7168, 7680, 8192, 9216, 10240, 11264, 12288,
	13312, 14336, 15360, 16384, 18432, 20480, 22528, 24576, 26624, 28672, 30720, 32768,
};

/* Class of n bytes at (n + 15) / 16; a block of 0 bytes is one of 16. */
const uint8_t __heap_lookup[LOOKUP_MAX / 16 + 1] = {
	0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 16, 17,
	17, 18, 18, 19, 19, 20, 20, 21, 21, 22, 22, 23, 23, 24, 24, 24, 24, 25, 25, 25,
	25, 26, 26, 26, 26, 27, 27, 27, 27, 28, 28, 28, 28, 29, 29, 29, 29, 30, 30, 30,
	30, 31, 31, 31, 31,
};

/* Stands for the slab of a class that has none. */
static struct span no_slab = { .kind = SLAB };

struct span *__heap_current[CLASSES] = { [0 ... CLASSES - 1] = &no_slab };

/* First of the slabs that are not current and have blocks: units; 0: none. */
static uint32_t others[CLASSES];

/* At least eight blocks, or four of the largest. */
static size_t slab_units(unsigned class)
{
	uint32_t size = __heap_sizes[class];
	return size <= 512 ? 1 : size <= 2048 ? 2 : size <= 8192 ? 4 : 8;
}

static void list_add(struct span *slab)
{
	uint32_t *first = &others[slab->class];
	slab->prev = 0;
	slab->next = *first;
	if (*first)
		__heap_spans[*first].prev = heap_number(slab);
	*first = heap_number(slab);
}

static void list_remove(struct span *slab)
{
	if (slab->prev)
		__heap_spans[slab->prev].next = slab->next;
	else
		others[slab->class] = slab->next;
	if (slab->next)
		__heap_spans[slab->next].prev = slab->prev;
}

static struct span *new_slab(unsigned class)
{
	size_t units = slab_units(class), size = __heap_sizes[class];
	struct span *slab = __heap_take_run(units, 1);
	if (!slab)
		return NULL;
	uintptr_t start = heap_address(slab);
	slab->kind = SLAB;
	slab->class = (uint8_t)class;
	slab->back = 0;
	slab->free = 0;
	slab->fresh = (uint32_t)start;
	slab->limit = (uint32_t)(start + units * UNIT / size * size);
	slab->used = 0;
	for (size_t i = 1; i < units; i++) {
		slab[i].kind = SLAB;
		slab[i].back = (uint8_t)i;
	}
	return slab;
}

void *__heap_refill(unsigned class, bool *zero)
{
	struct span *slab = __heap_current[class];
	struct span *fresh = others[class] ? &__heap_spans[others[class]] : NULL;
	if (fresh)
		list_remove(fresh);
	else
		fresh = new_slab(class);
	if (!fresh) {
		errno = ENOMEM;
		return NULL;
	}
	/* The old one is full: the first block that comes back lists it again. */
	slab->watch = slab->used - 1;
	fresh->watch = 0;
	__heap_current[class] = fresh;
	return heap_allocate(__heap_sizes[class], zero);
}

void __heap_release(struct span *slab)
{
	if (slab->watch) {
		slab->watch = 0;
		list_add(slab);
		return;
	}
	/* Empty.  The current one stays, or a single block would come and go with its slab. */
	unsigned class = slab->class;
	if (slab == __heap_current[class])
		return;
	list_remove(slab);
	size_t units = slab_units(class);
	for (size_t i = 0; i < units; i++) {
		slab[i].kind = NOT_OURS;
		slab[i].back = 0;
	}
	__heap_free_run(slab, units, slab->zero && slab->fresh == heap_address(slab));
}

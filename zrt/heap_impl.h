/* SPDX-License-Identifier: Apache-2.0 */
/* heap_impl.h - what pages.c tells objects.c, and nobody else. */
#ifndef ZRT_HEAP_IMPL_H
#define ZRT_HEAP_IMPL_H

#include "heap.h"

/* What the pages given out are used for; a slab's objects find it here. */
enum zrt_page_use {
	ZRT_PAGE_FREE,
	ZRT_PAGE_PLAIN, /* given out by zrt_pages */
	ZRT_PAGE_SLAB,  /* part of a slab of small objects */
	ZRT_PAGE_LARGE  /* part of one large object */
};

/* Forgets all slabs; part of zrt_heap_init. */
void zrt_objects_init(void);

/* Counts an allocation; true if the failure hook wants it to fail. */
bool zrt_heap_refuses(void);

enum zrt_page_use zrt_page_use(const void *address);
void zrt_page_set_use(void *first, size_t count, enum zrt_page_use use);

/* A number kept for the first page of a large object: its pages. */
size_t zrt_page_note(const void *first);
void zrt_page_set_note(void *first, size_t note);

#endif

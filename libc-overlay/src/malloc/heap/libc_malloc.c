/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the C library itself allocates with: here always this heap, also in a
 * program that brings its own malloc, as musl has it.
 */
#define malloc __libc_malloc
#define free __libc_free
#define calloc __libc_calloc
#define realloc __libc_realloc

#include "calloc.c"
#include "free.c"
#include "malloc.c"
#include "realloc.c"

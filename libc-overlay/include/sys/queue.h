/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sys/queue.h - lists by macros, with the names of the BSDs.
 *
 *            links  ends    inserts                  removes
 *   SLIST    one    first   head, after              head, any (slowly)
 *   STAILQ   one    both    head, tail, after        head, any (slowly)
 *   SIMPLEQ  the same under other names
 *   LIST     two    first   head, before, after      any
 *   TAILQ    two    both    all                      any, can be walked backwards
 */
#ifndef _SYS_QUEUE_H
#define _SYS_QUEUE_H

#include <stddef.h>

/* --- SLIST ---------------------------------------------------------------- */

#define SLIST_HEAD(name, type) struct name { struct type *slh_first; }
#define SLIST_HEAD_INITIALIZER(head) { NULL }
#define SLIST_ENTRY(type) struct { struct type *sle_next; }
#define SLIST_INIT(head) ((void)((head)->slh_first = NULL))
#define SLIST_FIRST(head) ((head)->slh_first)
#define SLIST_END(head) NULL
#define SLIST_EMPTY(head) (SLIST_FIRST(head) == NULL)
#define SLIST_NEXT(element, field) ((element)->field.sle_next)
#define SLIST_FOREACH(var, head, field) for ((var) = SLIST_FIRST(head); (var); (var) = SLIST_NEXT(var, field))
#define SLIST_FOREACH_SAFE(var, head, field, next) \
	for ((var) = SLIST_FIRST(head); (var) && ((next) = SLIST_NEXT(var, field), 1); (var) = (next))
#define SLIST_INSERT_HEAD(head, element, field) do { \
	(element)->field.sle_next = (head)->slh_first; \
	(head)->slh_first = (element); \
} while (0)
#define SLIST_INSERT_AFTER(place, element, field) do { \
	(element)->field.sle_next = (place)->field.sle_next; \
	(place)->field.sle_next = (element); \
} while (0)
#define SLIST_REMOVE_HEAD(head, field) ((void)((head)->slh_first = (head)->slh_first->field.sle_next))
#define SLIST_REMOVE_AFTER(place, field) \
	((void)((place)->field.sle_next = (place)->field.sle_next->field.sle_next))
#define SLIST_REMOVE(head, element, type, field) do { \
	struct type **slist_link = &(head)->slh_first; \
	while (*slist_link != (element)) \
		slist_link = &(*slist_link)->field.sle_next; \
	*slist_link = (*slist_link)->field.sle_next; \
} while (0)

/* --- STAILQ, SIMPLEQ -------------------------------------------------------- */

#define STAILQ_HEAD(name, type) struct name { struct type *stqh_first, **stqh_last; }
#define STAILQ_HEAD_INITIALIZER(head) { NULL, &(head).stqh_first }
#define STAILQ_ENTRY(type) struct { struct type *stqe_next; }
#define STAILQ_INIT(head) do { \
	(head)->stqh_first = NULL; \
	(head)->stqh_last = &(head)->stqh_first; \
} while (0)
#define STAILQ_FIRST(head) ((head)->stqh_first)
#define STAILQ_END(head) NULL
#define STAILQ_EMPTY(head) (STAILQ_FIRST(head) == NULL)
#define STAILQ_NEXT(element, field) ((element)->field.stqe_next)
#define STAILQ_LAST(head, type, field) \
	(STAILQ_EMPTY(head) ? NULL \
	                    : (struct type *)(void *)((char *)(head)->stqh_last - offsetof(struct type, field.stqe_next)))
#define STAILQ_FOREACH(var, head, field) for ((var) = STAILQ_FIRST(head); (var); (var) = STAILQ_NEXT(var, field))
#define STAILQ_FOREACH_SAFE(var, head, field, next) \
	for ((var) = STAILQ_FIRST(head); (var) && ((next) = STAILQ_NEXT(var, field), 1); (var) = (next))
#define STAILQ_INSERT_HEAD(head, element, field) do { \
	if (((element)->field.stqe_next = (head)->stqh_first) == NULL) \
		(head)->stqh_last = &(element)->field.stqe_next; \
	(head)->stqh_first = (element); \
} while (0)
#define STAILQ_INSERT_TAIL(head, element, field) do { \
	(element)->field.stqe_next = NULL; \
	*(head)->stqh_last = (element); \
	(head)->stqh_last = &(element)->field.stqe_next; \
} while (0)
#define STAILQ_INSERT_AFTER(head, place, element, field) do { \
	if (((element)->field.stqe_next = (place)->field.stqe_next) == NULL) \
		(head)->stqh_last = &(element)->field.stqe_next; \
	(place)->field.stqe_next = (element); \
} while (0)
#define STAILQ_REMOVE_HEAD(head, field) do { \
	if (((head)->stqh_first = (head)->stqh_first->field.stqe_next) == NULL) \
		(head)->stqh_last = &(head)->stqh_first; \
} while (0)
#define STAILQ_REMOVE_AFTER(head, place, field) do { \
	if (((place)->field.stqe_next = (place)->field.stqe_next->field.stqe_next) == NULL) \
		(head)->stqh_last = &(place)->field.stqe_next; \
} while (0)
#define STAILQ_REMOVE(head, element, type, field) do { \
	struct type **stailq_link = &(head)->stqh_first; \
	while (*stailq_link != (element)) \
		stailq_link = &(*stailq_link)->field.stqe_next; \
	if ((*stailq_link = (*stailq_link)->field.stqe_next) == NULL) \
		(head)->stqh_last = stailq_link; \
} while (0)
#define STAILQ_CONCAT(one, two) do { \
	if (!STAILQ_EMPTY(two)) { \
		*(one)->stqh_last = (two)->stqh_first; \
		(one)->stqh_last = (two)->stqh_last; \
		STAILQ_INIT(two); \
	} \
} while (0)

#define SIMPLEQ_HEAD(name, type) STAILQ_HEAD(name, type)
#define SIMPLEQ_HEAD_INITIALIZER(head) STAILQ_HEAD_INITIALIZER(head)
#define SIMPLEQ_ENTRY(type) STAILQ_ENTRY(type)
#define SIMPLEQ_INIT(head) STAILQ_INIT(head)
#define SIMPLEQ_FIRST(head) STAILQ_FIRST(head)
#define SIMPLEQ_END(head) NULL
#define SIMPLEQ_EMPTY(head) STAILQ_EMPTY(head)
#define SIMPLEQ_NEXT(element, field) STAILQ_NEXT(element, field)
#define SIMPLEQ_FOREACH(var, head, field) STAILQ_FOREACH(var, head, field)
#define SIMPLEQ_FOREACH_SAFE(var, head, field, next) STAILQ_FOREACH_SAFE(var, head, field, next)
#define SIMPLEQ_INSERT_HEAD(head, element, field) STAILQ_INSERT_HEAD(head, element, field)
#define SIMPLEQ_INSERT_TAIL(head, element, field) STAILQ_INSERT_TAIL(head, element, field)
#define SIMPLEQ_INSERT_AFTER(head, place, element, field) STAILQ_INSERT_AFTER(head, place, element, field)
#define SIMPLEQ_REMOVE_HEAD(head, field) STAILQ_REMOVE_HEAD(head, field)
#define SIMPLEQ_REMOVE_AFTER(head, place, field) STAILQ_REMOVE_AFTER(head, place, field)
#define SIMPLEQ_REMOVE(head, element, type, field) STAILQ_REMOVE(head, element, type, field)
#define SIMPLEQ_CONCAT(one, two) STAILQ_CONCAT(one, two)

/* --- LIST ------------------------------------------------------------------- */

#define LIST_HEAD(name, type) struct name { struct type *lh_first; }
#define LIST_HEAD_INITIALIZER(head) { NULL }
#define LIST_ENTRY(type) struct { struct type *le_next, **le_prev; }
#define LIST_INIT(head) ((void)((head)->lh_first = NULL))
#define LIST_FIRST(head) ((head)->lh_first)
#define LIST_END(head) NULL
#define LIST_EMPTY(head) (LIST_FIRST(head) == NULL)
#define LIST_NEXT(element, field) ((element)->field.le_next)
#define LIST_FOREACH(var, head, field) for ((var) = LIST_FIRST(head); (var); (var) = LIST_NEXT(var, field))
#define LIST_FOREACH_SAFE(var, head, field, next) \
	for ((var) = LIST_FIRST(head); (var) && ((next) = LIST_NEXT(var, field), 1); (var) = (next))
#define LIST_INSERT_HEAD(head, element, field) do { \
	if (((element)->field.le_next = (head)->lh_first) != NULL) \
		(head)->lh_first->field.le_prev = &(element)->field.le_next; \
	(head)->lh_first = (element); \
	(element)->field.le_prev = &(head)->lh_first; \
} while (0)
#define LIST_INSERT_AFTER(place, element, field) do { \
	if (((element)->field.le_next = (place)->field.le_next) != NULL) \
		(place)->field.le_next->field.le_prev = &(element)->field.le_next; \
	(place)->field.le_next = (element); \
	(element)->field.le_prev = &(place)->field.le_next; \
} while (0)
#define LIST_INSERT_BEFORE(place, element, field) do { \
	(element)->field.le_prev = (place)->field.le_prev; \
	(element)->field.le_next = (place); \
	*(place)->field.le_prev = (element); \
	(place)->field.le_prev = &(element)->field.le_next; \
} while (0)
#define LIST_REMOVE(element, field) do { \
	if ((element)->field.le_next != NULL) \
		(element)->field.le_next->field.le_prev = (element)->field.le_prev; \
	*(element)->field.le_prev = (element)->field.le_next; \
} while (0)
#define LIST_REPLACE(old, element, field) do { \
	if (((element)->field.le_next = (old)->field.le_next) != NULL) \
		(element)->field.le_next->field.le_prev = &(element)->field.le_next; \
	(element)->field.le_prev = (old)->field.le_prev; \
	*(element)->field.le_prev = (element); \
} while (0)

/* --- TAILQ ------------------------------------------------------------------ */

/* Head and entry have the same two words, so that the last element's neighbour can be the head. */
#define TAILQ_HEAD(name, type) struct name { struct type *tqh_first, **tqh_last; }
#define TAILQ_HEAD_INITIALIZER(head) { NULL, &(head).tqh_first }
#define TAILQ_ENTRY(type) struct { struct type *tqe_next, **tqe_prev; }
#define TAILQ_INIT(head) do { \
	(head)->tqh_first = NULL; \
	(head)->tqh_last = &(head)->tqh_first; \
} while (0)
#define TAILQ_FIRST(head) ((head)->tqh_first)
#define TAILQ_END(head) NULL
#define TAILQ_EMPTY(head) (TAILQ_FIRST(head) == NULL)
#define TAILQ_NEXT(element, field) ((element)->field.tqe_next)
#define TAILQ_LAST(head, name) (*((struct name *)(void *)(head)->tqh_last)->tqh_last)
#define TAILQ_PREV(element, name, field) (*((struct name *)(void *)(element)->field.tqe_prev)->tqh_last)
#define TAILQ_FOREACH(var, head, field) for ((var) = TAILQ_FIRST(head); (var); (var) = TAILQ_NEXT(var, field))
#define TAILQ_FOREACH_SAFE(var, head, field, next) \
	for ((var) = TAILQ_FIRST(head); (var) && ((next) = TAILQ_NEXT(var, field), 1); (var) = (next))
#define TAILQ_FOREACH_REVERSE(var, head, name, field) \
	for ((var) = TAILQ_LAST(head, name); (var); (var) = TAILQ_PREV(var, name, field))
#define TAILQ_FOREACH_REVERSE_SAFE(var, head, name, field, next) \
	for ((var) = TAILQ_LAST(head, name); (var) && ((next) = TAILQ_PREV(var, name, field), 1); (var) = (next))
#define TAILQ_INSERT_HEAD(head, element, field) do { \
	if (((element)->field.tqe_next = (head)->tqh_first) != NULL) \
		(head)->tqh_first->field.tqe_prev = &(element)->field.tqe_next; \
	else \
		(head)->tqh_last = &(element)->field.tqe_next; \
	(head)->tqh_first = (element); \
	(element)->field.tqe_prev = &(head)->tqh_first; \
} while (0)
#define TAILQ_INSERT_TAIL(head, element, field) do { \
	(element)->field.tqe_next = NULL; \
	(element)->field.tqe_prev = (head)->tqh_last; \
	*(head)->tqh_last = (element); \
	(head)->tqh_last = &(element)->field.tqe_next; \
} while (0)
#define TAILQ_INSERT_AFTER(head, place, element, field) do { \
	if (((element)->field.tqe_next = (place)->field.tqe_next) != NULL) \
		(element)->field.tqe_next->field.tqe_prev = &(element)->field.tqe_next; \
	else \
		(head)->tqh_last = &(element)->field.tqe_next; \
	(place)->field.tqe_next = (element); \
	(element)->field.tqe_prev = &(place)->field.tqe_next; \
} while (0)
#define TAILQ_INSERT_BEFORE(place, element, field) do { \
	(element)->field.tqe_prev = (place)->field.tqe_prev; \
	(element)->field.tqe_next = (place); \
	*(place)->field.tqe_prev = (element); \
	(place)->field.tqe_prev = &(element)->field.tqe_next; \
} while (0)
#define TAILQ_REMOVE(head, element, field) do { \
	if ((element)->field.tqe_next != NULL) \
		(element)->field.tqe_next->field.tqe_prev = (element)->field.tqe_prev; \
	else \
		(head)->tqh_last = (element)->field.tqe_prev; \
	*(element)->field.tqe_prev = (element)->field.tqe_next; \
} while (0)
#define TAILQ_REPLACE(head, old, element, field) do { \
	if (((element)->field.tqe_next = (old)->field.tqe_next) != NULL) \
		(element)->field.tqe_next->field.tqe_prev = &(element)->field.tqe_next; \
	else \
		(head)->tqh_last = &(element)->field.tqe_next; \
	(element)->field.tqe_prev = (old)->field.tqe_prev; \
	*(element)->field.tqe_prev = (element); \
} while (0)
#define TAILQ_CONCAT(one, two, field) do { \
	if (!TAILQ_EMPTY(two)) { \
		*(one)->tqh_last = (two)->tqh_first; \
		(two)->tqh_first->field.tqe_prev = (one)->tqh_last; \
		(one)->tqh_last = (two)->tqh_last; \
		TAILQ_INIT(two); \
	} \
} while (0)

#endif

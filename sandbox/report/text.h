/* SPDX-License-Identifier: Apache-2.0 */
/* Names that others chose, on their way to a terminal or a report. */
#ifndef ZVM_REPORT_TEXT_H
#define ZVM_REPORT_TEXT_H

#include <stddef.h>

/*
 * Bytes of the UTF-8 character at `text` (RFC 3629); 0 if it is none, or a control
 * character, those of Latin-1 included: a terminal would obey it.
 */
size_t text_visible(const char *text);

/* Replaces everything else by '?', in place. */
void text_make_printable(char *text);

#endif

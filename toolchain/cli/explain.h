/* SPDX-License-Identifier: Apache-2.0 */
/* What a report says, for people. */
#ifndef ZVM_CLI_EXPLAIN_H
#define ZVM_CLI_EXPLAIN_H

#include "start.h"

/*
 * Prints on stderr why the session ended if the program did not simply exit:
 * "prog: segmentation fault at 0x0 in function f (file.c:12)".
 */
void explain(const struct running *r, const struct session *s);

/* The report with the function and source line of a fault filled in; to be freed. */
char *report_with_symbols(const struct running *r, const char *program);

#endif

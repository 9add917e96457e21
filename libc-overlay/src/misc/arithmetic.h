/* SPDX-License-Identifier: Apache-2.0 */
/* arithmetic.h - the shell's $((...)), for wordexp. */
#ifndef ARITHMETIC_H
#define ARITHMETIC_H

/*
 * The value of an expression as a shell has it: C's operators on long, but ++,
 * -- and the comma; names are variables of the environment, which assignments
 * change.  0, WRDE_SYNTAX or WRDE_NOSPACE.
 */
__attribute__((visibility("hidden"))) int __wordexp_arithmetic(const char *text, long *value);

#endif

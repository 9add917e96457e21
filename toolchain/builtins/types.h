/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions that compilers call without being asked: what a machine
 * instruction does not do.  Names and meanings are those of GCC's libgcc (GCC
 * Internals, "The GCC low-level runtime library"), which clang follows.
 *
 * Modes in names: si 32, di 64, ti 128 bit integers; hf _Float16, sf float, df
 * double, xf long double, tf __float128; hc to tc
 * are the complex numbers of these.
 */
#ifndef ZVM_BUILTINS_TYPES_H
#define ZVM_BUILTINS_TYPES_H

#include <stdbool.h>
#include <stdint.h>

typedef __int128 ti;
typedef unsigned __int128 uti;
typedef _Float16 hf;
typedef float sf;
typedef double df;
typedef long double xf;
typedef __float128 tf;
typedef _Complex _Float16 hc;
typedef _Complex float sc;
typedef _Complex double dc;
typedef _Complex long double xc;
typedef _Complex __float128 tc;

/* clang reads an int where it compares, GCC the whole register. */
typedef long comparison;

#endif

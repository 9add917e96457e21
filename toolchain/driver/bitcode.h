/* SPDX-License-Identifier: Apache-2.0 */
/* Tells LLVM bitcode, which takes part in link-time optimisation, from code. */
#ifndef ZVM_DRIVER_BITCODE_H
#define ZVM_DRIVER_BITCODE_H

#include <stdbool.h>

/* Whether `file` is bitcode or an archive with a member that is.  False for
 * what cannot be read: the linker will say so. */
bool is_bitcode_file(const char *file);

#endif

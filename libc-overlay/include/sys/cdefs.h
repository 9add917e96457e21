/* SPDX-License-Identifier: Apache-2.0 */
/* sys/cdefs.h - what programs written for glibc and the BSDs take from it. */
#ifndef _SYS_CDEFS_H
#define _SYS_CDEFS_H

#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS }
#else
#define __BEGIN_DECLS
#define __END_DECLS
#endif

#define __P(arguments) arguments
#define __PMT(arguments) arguments
#define __CONCAT(a, b) a##b
#define __STRING(text) #text

#define __THROW
#define __NTH(function) function
#define __nonnull(arguments) __attribute__((__nonnull__ arguments))
#define __attribute_pure__ __attribute__((__pure__))
#define __attribute_const__ __attribute__((__const__))
#define __attribute_malloc__ __attribute__((__malloc__))
#define __attribute_deprecated__ __attribute__((__deprecated__))
#define __wur __attribute__((__warn_unused_result__))
#define __dead2 __attribute__((__noreturn__))
#define __pure2 __attribute__((__const__))
#define __printflike(format, first) __attribute__((__format__(__printf__, format, first)))

#endif

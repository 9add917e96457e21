/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The address space of one sandbox, in numbers: docs/abi.md draws it.
 *
 * Only #defines with plain literals stand here, so that C, assembly and the
 * linker script read the same file.  Every address is both a guest address and
 * a host address, because the sandbox is the lowest 4 GiB of the process.
 * abi_check.c states what must hold between the numbers.
 */
#ifndef ZVM_ABI_LAYOUT_H
#define ZVM_ABI_LAYOUT_H

/* The linker script and assembly know no suffixes; C needs 64 bits everywhere. */
#ifdef __ASSEMBLER__
#define ZVM_U64(x) x
#else
#define ZVM_U64(x) x##ULL
#endif

#define ZVM_PAGE ZVM_U64(0x1000) /* bytes; unit of every protection */
#define ZVM_BUNDLE ZVM_U64(32)   /* bytes; rule R01 */

/* Never mapped: catches null pointers; also Linux's usual vm.mmap_min_addr. */
#define ZVM_NULL_END ZVM_U64(0x10000)

/* Gate page (r-x): slot n of the runtime calls at ZVM_GATE + n * ZVM_SLOT. */
#define ZVM_GATE ZVM_U64(0x10000)
#define ZVM_GATE_END ZVM_U64(0x11000)
#define ZVM_SLOT ZVM_U64(32) /* bytes of one slot */

/* Session block (r--): struct zvm_session of session.h. */
#define ZVM_SESSION ZVM_U64(0x11000)
#define ZVM_SESSION_END ZVM_U64(0x18000)

/*
 * Thread area (rw-): static TLS ends where the thread control block begins, at
 * the constant thread pointer ZVM_TP.
 */
#define ZVM_THREAD ZVM_U64(0x18000)
#define ZVM_TP ZVM_U64(0x1F000)
#define ZVM_THREAD_END ZVM_U64(0x20000)

/* First byte of the program's text. Rule R05's aligned targets begin here. */
#define ZVM_TEXT ZVM_U64(0x20000)

/* End of the sandbox, and end of the guard above it (2 GiB + 64 KiB). */
#define ZVM_TOP ZVM_U64(0x100000000)
#define ZVM_GUARD_END ZVM_U64(0x180010000)

/* The last page below ZVM_TOP is never mapped: no access can straddle it. */
#define ZVM_STACK_TOP ZVM_U64(0xFFFFF000)
#define ZVM_STACK_SIZE ZVM_U64(0x1000000) /* bytes: 16 MiB unless the session says else */

#endif

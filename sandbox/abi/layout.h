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

#define ZVM_PAGE 0x1000 /* bytes; unit of every protection */
#define ZVM_BUNDLE 32   /* bytes; rule R01 */

/* Never mapped: catches null pointers; also Linux's usual vm.mmap_min_addr. */
#define ZVM_NULL_END 0x10000

/* Gate page (r-x): slot n of the runtime calls at ZVM_GATE + n * ZVM_SLOT. */
#define ZVM_GATE 0x10000
#define ZVM_GATE_END 0x11000
#define ZVM_SLOT 32 /* bytes of one slot */

/* Session block (r--): struct zvm_session of session.h. */
#define ZVM_SESSION 0x11000
#define ZVM_SESSION_END 0x18000

/*
 * Thread area (rw-): static TLS ends where the thread control block begins, at
 * the constant thread pointer ZVM_TP.
 */
#define ZVM_THREAD 0x18000
#define ZVM_TP 0x1F000
#define ZVM_THREAD_END 0x20000

/* First byte of the program's text. Rule R05's aligned targets begin here. */
#define ZVM_TEXT 0x20000

/* End of the sandbox, and end of the guard above it (2 GiB + 64 KiB). */
#define ZVM_TOP 0x100000000
#define ZVM_GUARD_END 0x180010000

/* The last page below ZVM_TOP is never mapped: no access can straddle it. */
#define ZVM_STACK_TOP 0xFFFFF000
#define ZVM_STACK_SIZE 0x1000000 /* bytes: 16 MiB unless the session says else */

#endif

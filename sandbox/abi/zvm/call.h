/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runtime calls: everything a guest can ask of the host.  #defines only,
 * see layout.h.  A guest calls slot n by an ordinary `call ZVM_GATE + 32 * n`
 * with SysV argument registers; the result is in rax, errors are negative
 * errno values of Linux.  Callee-saved registers survive, all others do not.
 */
#ifndef ZVM_ABI_CALL_H
#define ZVM_ABI_CALL_H

#define ZVM_CALL_EXIT 0   /* (int32 code): does not return */
#define ZVM_CALL_PREAD 1  /* (int32 ch, void *buf, u64 size, i64 offset) */
#define ZVM_CALL_PWRITE 2 /* (int32 ch, const void *buf, u64 size, i64 offset) */
#define ZVM_CALL_JAIL 3   /* (void *pages, u64 size) */
#define ZVM_CALL_UNJAIL 4 /* (void *pages, u64 size) */
#define ZVM_CALL_FORK 5   /* () */
#define ZVM_CALLS 6       /* slots that rule R05 accepts as direct targets */

/* Slot through which the host returns to the guest: the sequence of rule R07. */
#define ZVM_SLOT_RETURN 6

#endif

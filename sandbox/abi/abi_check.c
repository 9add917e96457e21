/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold between the numbers of the ABI; compiled, never linked. */
#include <zvm/call.h>
#include <zvm/layout.h>
#include <zvm/session.h>

#define PAGE_ALIGNED(x) ((x) % ZVM_PAGE == 0)

_Static_assert(ZVM_GATE == ZVM_NULL_END, "gate follows the null range");
_Static_assert(ZVM_SESSION == ZVM_GATE_END, "session block follows the gate");
_Static_assert(ZVM_THREAD == ZVM_SESSION_END, "thread area follows the session block");
_Static_assert(ZVM_TEXT == ZVM_THREAD_END, "text follows the thread area");
_Static_assert(PAGE_ALIGNED(ZVM_GATE) && PAGE_ALIGNED(ZVM_SESSION), "pages");
_Static_assert(PAGE_ALIGNED(ZVM_THREAD) && PAGE_ALIGNED(ZVM_TEXT), "pages");
_Static_assert(PAGE_ALIGNED(ZVM_STACK_TOP) && PAGE_ALIGNED(ZVM_STACK_SIZE), "pages");
_Static_assert(ZVM_PAGE % ZVM_BUNDLE == 0, "pages are whole bundles");
_Static_assert(ZVM_SLOT == ZVM_BUNDLE, "each slot is a bundle");
_Static_assert(ZVM_TP > ZVM_THREAD && ZVM_TP < ZVM_THREAD_END, "TLS below, TCB above");
_Static_assert(ZVM_TP % 64 == 0, "TLS may ask for a cache line");
_Static_assert(ZVM_CALLS <= ZVM_SLOT_RETURN, "the return slot is no call");
_Static_assert((ZVM_SLOT_RETURN + 1) * ZVM_SLOT <= ZVM_GATE_END - ZVM_GATE, "slots fit");
_Static_assert(ZVM_STACK_TOP + ZVM_PAGE == ZVM_TOP, "one unmapped page below 4 GiB");
/* rsp or rip below 4 GiB plus a disp32 plus the widest operand (32 bytes). */
_Static_assert(ZVM_TOP + 0x7FFFFFFFUL + 32 <= ZVM_GUARD_END, "guard is wide enough");
_Static_assert(sizeof(struct zvm_channel) == 48, "no padding in zvm_channel");
_Static_assert(sizeof(struct zvm_session) == 24 + 8 * 8 + 16 + 8, "no padding in zvm_session");
_Static_assert(sizeof(struct zvm_session) <= ZVM_SESSION_END - ZVM_SESSION, "fits");

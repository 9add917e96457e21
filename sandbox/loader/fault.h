/* SPDX-License-Identifier: Apache-2.0 */
/* Signals: faults, limits and requests to end (I9). */
#ifndef ZVM_LOADER_FAULT_H
#define ZVM_LOADER_FAULT_H

/*
 * Unblocks and resets all signals and timers that were inherited, and installs
 * the handlers on a stack of their own.  They end the session with a report and
 * never return to the guest.
 */
void fault_init(void);

/* Refuses unless executing a writable page faults (I3). */
void fault_probe_wx(void);

#endif

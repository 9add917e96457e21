/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zrt.h - all that the C library knows of ZRT.
 */
#ifndef ZRT_ZRT_H
#define ZRT_ZRT_H

#include <stddef.h>

/*
 * A system call of Linux x86-64: its numbers, its semantics, a negative errno
 * on error.  Lets other threads run where Linux would let the caller wait.
 */
long zrt_syscall(long n, long a, long b, long c, long d, long e, long f);

/*
 * Entry of a program: `stack_top` is rsp as the loader sets it.  Lays out
 * arguments, environment and auxiliary vector, and calls __libc_start_main.
 */
_Noreturn void zrt_start(void *stack_top);

/*
 * Makes `tp` the running thread's pointer (the word at ZVM_TP) and moves the
 * static TLS block below `tp` to its place below ZVM_TP.  Called once, by the
 * main thread.  The block stays reserved: it keeps the thread's variables while
 * others run.
 */
int zrt_thread_pointer(void *tp);

/*
 * clone(2) for a thread: runs fn(arg) on `stack` (its top) when the caller next
 * waits; `tp` is as above, and `*tid` is set before the call returns.  When the
 * thread ends, `*clear_tid` becomes 0 and a futex waiter on it is woken.
 * Returns the thread's id; -EINVAL for a stack too small.
 */
int zrt_thread_create(int (*fn)(void *), void *stack, void *arg, int *tid, void *tp, int *clear_tid);

/* Ends the running thread and unmaps the memory that holds its stack. */
_Noreturn void zrt_thread_unmap_exit(void *base, size_t size);

/*
 * Daemon mode: the session ends here, and each later request to the manifest's
 * Job continues in a copy.  There nvram has been read again: [env], [mapping] and
 * the removable images of [fstab] hold.  0 in the copy; -1 with errno set (EPERM:
 * the manifest has no Job).
 */
int zfork(void);

#endif

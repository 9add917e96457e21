/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What objects compiled with -fexceptions name.  In C nothing throws, so these
 * never see an exception; a C++ runtime brings its own, which takes precedence.
 */
#define WEAK __attribute__((weak))

enum { CONTINUE_UNWIND = 8, END_OF_STACK = 5 }; /* _Unwind_Reason_Code */

WEAK int __gcc_personality_v0(int version, int actions, unsigned long class, void *exception,
                              void *context);
WEAK _Noreturn void _Unwind_Resume(void *exception);
WEAK int _Unwind_Backtrace(int (*trace)(void *context, void *argument), void *argument);
WEAK unsigned long _Unwind_GetIP(void *context);

int __gcc_personality_v0(int version, int actions, unsigned long class, void *exception,
                         void *context)
{
	(void)version, (void)actions, (void)class, (void)exception, (void)context;
	return CONTINUE_UNWIND;
}

_Noreturn void _Unwind_Resume(void *exception)
{
	(void)exception;
	__builtin_trap();
}

/* No frame can be shown. */
int _Unwind_Backtrace(int (*trace)(void *context, void *argument), void *argument)
{
	(void)trace, (void)argument;
	return END_OF_STACK;
}

unsigned long _Unwind_GetIP(void *context)
{
	(void)context;
	return 0;
}

/* Code in memory that was written as data runs only after zvm_jail. */
void __clear_cache(void *start, void *end);
void __clear_cache(void *start, void *end)
{
	(void)start, (void)end;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* prctl and arch_prctl: what a process can ask about itself. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <zvm/layout.h>

#include "syscall.h"
#include "user.h"

#define NAME_SIZE 16

/* Settings that are kept and given back; none has an effect in a sandbox. */
struct setting {
	int set, get; /* PR_SET_*, PR_GET_* */
	int most;     /* largest value */
	bool by_address; /* the getter stores an int through its argument */
	int value;
};

static struct setting settings[] = {
	{1, 2, 64, true, 0},       /* PDEATHSIG: there is no parent */
	{4, 3, 1, false, 1},       /* DUMPABLE */
	{8, 7, 1, false, 0},       /* KEEPCAPS */
	{36, 37, 1, true, 0},      /* CHILD_SUBREAPER: there are no children */
	{41, 42, 1, false, 0},     /* THP_DISABLE */
	{26, 25, 1, true, 1},      /* TSC: 1 is PR_TSC_ENABLE; the session's clock */
};

static char name[NAME_SIZE] = "zvm";
static long timer_slack = 50000; /* ns, as in Linux */
static bool no_new_privileges;

static long store_int(long address, int value)
{
	int *out = (int *)address;

	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	*out = value;
	return 0;
}

static long named(bool set, long address)
{
	char *text = (char *)address;

	if (set) {
		size_t n = 0;

		while (n < NAME_SIZE - 1 && zrt_readable(text + n, 1) && text[n])
			n++;
		if (n < NAME_SIZE - 1 && !zrt_readable(text + n, 1))
			return -EFAULT;
		memset(name, 0, sizeof name);
		memcpy(name, text, n);
		return 0;
	}
	if (!zrt_writable(text, sizeof name))
		return -EFAULT;
	memcpy(text, name, sizeof name);
	return 0;
}

ZRT_SYS(prctl)
{
	int option = (int)a;

	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		struct setting *s = &settings[i];

		if (option == s->set) {
			if (b < 0 || b > s->most)
				return -EINVAL;
			s->value = (int)b;
			return 0;
		}
		if (option == s->get)
			return s->by_address ? store_int(b, s->value) : s->value;
	}
	switch (option) {
	case 15: /* PR_SET_NAME */
	case 16: /* PR_GET_NAME */
		return named(option == 15, b);
	case 29: /* PR_SET_TIMERSLACK */
		timer_slack = b > 0 ? b : 50000;
		return 0;
	case 30: /* PR_GET_TIMERSLACK */
		return timer_slack;
	case 38: /* PR_SET_NO_NEW_PRIVS */
		if (b != 1 || c || d || e)
			return -EINVAL;
		no_new_privileges = true;
		return 0;
	case 39: /* PR_GET_NO_NEW_PRIVS */
		return no_new_privileges;
	case 21: /* PR_GET_SECCOMP: the loader's filter can not be seen from here */
		return 0;
	case 23: /* PR_CAPBSET_READ */
		return b < 0 || b > 40 ? -EINVAL : b <= 7 && b != 5;
	default:
		return -EINVAL;
	}
}

#define GET_FS 0x1003
#define GET_GS 0x1004
#define GET_CPUID 0x1011

/* fs and gs belong to the host; the thread pointer is a constant address. */
ZRT_SYS(arch_prctl)
{
	uint64_t *out = (uint64_t *)b;

	switch ((int)a) {
	case GET_CPUID:
		return 1; /* the virtual CPU answers */
	case GET_FS:
	case GET_GS:
		if (!zrt_writable(out, sizeof *out))
			return -EFAULT;
		*out = (int)a == GET_FS ? ZVM_TP : 0;
		return 0;
	default:
		return -EPERM;
	}
}

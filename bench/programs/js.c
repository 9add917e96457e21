/* SPDX-License-Identifier: Apache-2.0 */
/* JavaScript interpreter: runs the script on standard input with MuJS. */
#include <stdio.h>

#include "mujs.h"

static void print(js_State *J)
{
	for (int i = 1; i < js_gettop(J); i++)
		printf(i > 1 ? " %s" : "%s", js_tostring(J, i));
	putchar('\n');
	js_pushundefined(J);
}

int main(void)
{
	static char script[1 << 16];
	size_t n = fread(script, 1, sizeof script - 1, stdin);
	js_State *J = js_newstate(NULL, NULL, JS_STRICT);

	script[n] = 0;
	js_newcfunction(J, print, "print", 0);
	js_setglobal(J, "print");
	if (js_dostring(J, script))
		return 1;
	js_freestate(J);
	return 0;
}

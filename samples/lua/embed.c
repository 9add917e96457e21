/* SPDX-License-Identifier: Apache-2.0 */
/* A host program for Lua scripts: gives them one function and runs a file. */
#include <stdio.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

/* checksum(text): a 32-bit FNV-1a hash, computed by C for the script. */
static int checksum(lua_State *lua)
{
	size_t size;
	const char *text = luaL_checklstring(lua, 1, &size);
	unsigned hash = 2166136261u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	lua_pushinteger(lua, hash);
	return 1;
}

int main(int argc, char **argv)
{
	lua_State *lua = luaL_newstate();

	if (argc != 2 || !lua) {
		fprintf(stderr, "usage: embed SCRIPT\n");
		return 2;
	}
	luaL_openlibs(lua);
	lua_register(lua, "checksum", checksum);
	if (luaL_dofile(lua, argv[1]) != LUA_OK) {
		fprintf(stderr, "embed: %s\n", lua_tostring(lua, -1));
		return 1;
	}
	lua_close(lua);
	return 0;
}

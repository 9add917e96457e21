# SPDX-License-Identifier: Apache-2.0
# libyaml by its recipe: CMake; its tests run in the sandbox, and a program uses it.
# RUN: bash -e "$S"
# OUT: 0.2.5
# TIMEOUT: 900
"$SRC/scripts/port.sh" --check yaml >log 2>&1 || { cat log >&2; exit 1; }
cat >use.c <<'END'
#include <stdio.h>
#include <yaml.h>
int main(void)
{
	puts(yaml_get_version_string());
	return 0;
}
END
zvm-gcc use.c -lyaml -o use
zvm run ./use

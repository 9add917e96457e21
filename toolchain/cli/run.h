/* SPDX-License-Identifier: Apache-2.0 */
/* zvm run: a program in the sandbox without writing a manifest. */
#ifndef ZVM_CLI_RUN_H
#define ZVM_CLI_RUN_H

int run_main(int argc, char **argv);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* A seed of the ELF fuzzer: text alone. */
void _start(void) { for (;;) ; }

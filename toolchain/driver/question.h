/* SPDX-License-Identifier: Apache-2.0 */
/* Questions to the compiler that need no compiling: --version, -print-*. */
#ifndef ZVM_DRIVER_QUESTION_H
#define ZVM_DRIVER_QUESTION_H

#include "plan.h"

/* Answers command->question on standard output; returns the exit status. */
int question_answer(const struct command *command, const struct place *place);

#endif

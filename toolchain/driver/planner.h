/* SPDX-License-Identifier: Apache-2.0 */
/* What the two halves of planning share: sources to objects (plan.c), objects
 * to a program (plan_link.c). */
#ifndef ZVM_DRIVER_PLANNER_H
#define ZVM_DRIVER_PLANNER_H

#include "plan.h"

struct planner {
	struct plan *plan;
	const struct command *command;
	const struct place *place;
	const char *sysroot;
	struct list bitcode; /* objects of this plan that will be bitcode */
	size_t temporaries;
	size_t input; /* whose stages are planned; input_count: the link */
};

struct stage *add_stage(struct planner *p, const char *program, const char *output);

/* A new file between two stages.  `base` names it if the user keeps them. */
const char *temporary(struct planner *p, const char *base, const char *suffix);

/* Compiler's assembly to rewritten assembly.  `name` stands in messages. */
struct stage *add_rewriter(struct planner *p, const char *name, const char *in, const char *out);

/* Rewritten assembly to an object. */
void add_assembler(struct planner *p, const char *in, const char *out);

/* What clang's back end gets beside the user's options, also when linking bitcode. */
void add_back_end_tuning(struct list *a, const struct command *c);

/* `files` are the linker's inputs and options in their order. */
void plan_link(struct planner *p, const struct list *files);

#endif

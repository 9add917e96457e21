/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The validator: decides whether code bytes can leave their sandbox.
 *
 * Pure: no allocation, no I/O, no global state, no OS header.  It sees bytes
 * and trusts nothing else; an encoding that is not tabled is refused.  The
 * rules are numbered as in docs/sandbox-rules.md.
 *
 * It may be called by several threads at once: it writes only to `scratch` and `result`
 * and to what the sink's context holds.  Nothing is kept between calls.  The code must
 * not change during a call; one validates the very bytes that one runs, when nobody can
 * write to them any more.  Time grows linearly with the size, for refused code too.
 *
 *     size_t n = zv_scratch_size(size);             // a quarter of a byte per byte of code
 *     struct zv_unit unit = {code, size, 0x20000};
 *     if (!zv_validate(&unit, entry, scratch, NULL, NULL, &result) ||
 *         result.features & ~features_of_this_cpu)  // its bits: zvm/feature.h
 *             refuse();
 */
#ifndef ZVM_VALIDATOR_H
#define ZVM_VALIDATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zvm/feature.h>

/* Numbers never change their meaning; new rules are appended. */
enum zv_rule {
	ZV_R01_BUNDLE = 1,
	ZV_R02_ENCODING,
	ZV_R03_MEMORY,
	ZV_R04_STACK_POINTER,
	ZV_R05_DIRECT_BRANCH,
	ZV_R06_INDIRECT_BRANCH,
	ZV_R07_RETURN,
	ZV_R08_FORBIDDEN,
	ZV_R09_DETERMINISM,
	ZV_R10_TEXT_END,
	ZV_R11_ENTRY,
	ZV_R12_FLAGS,
	ZV_RULES
};

/* One unit of code: the text image, or the range of one jail call. */
struct zv_unit {
	const uint8_t *code;
	size_t size;        /* bytes; R10 asks for whole bundles, at most 4 GiB */
	uint64_t address;   /* where it will run: bundle aligned, in [ZVM_TEXT, ZVM_TOP) */
};

struct zv_violation {
	uint64_t address;   /* of the instruction, or of the offending branch target's user */
	uint8_t length;     /* bytes of the instruction as far as decoded, at least 1 */
	uint8_t rule;       /* enum zv_rule */
	const char *reason; /* static text: what is wrong with it */
	const char *advice; /* static text: what to do about it */
};

/* Called for each violation in address order; false ends the validation. */
typedef bool zv_sink(void *context, const struct zv_violation *violation);

struct zv_result {
	uint64_t instructions; /* that were decoded; a sequence counts its members */
	uint64_t violations;   /* 0 if and only if the unit is accepted */
	uint64_t features;     /* bits of enum zvm_feature: what the CPU must offer */
};

/* Bytes of scratch memory, aligned to 4, that zv_validate needs for a unit of `size` bytes. */
size_t zv_scratch_size(size_t size);

/*
 * Validates one unit.  `scratch` holds zv_scratch_size(unit->size) bytes and
 * need not be initialised.  `sink` may be NULL.  `entry` is an address that the
 * host will jump to (R11), or 0 if there is none.  Returns true if accepted, and
 * fills *result in either case.  There are no other errors: a unit whose size or
 * address is not allowed is refused by R10.
 */
bool zv_validate(const struct zv_unit *unit, uint64_t entry, void *scratch,
                 zv_sink *sink, void *context, struct zv_result *result);

#endif

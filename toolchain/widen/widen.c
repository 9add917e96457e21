/* SPDX-License-Identifier: Apache-2.0 */
#include "widen.h"

#include <string.h>

#include <zvm/layout.h>

#include "instruction.h"
#include "ways.h"

enum { BUNDLE = ZVM_BUNDLE, REACH = 32, INFINITE = 255 };

struct bundle {
	struct instruction i[BUNDLE];
	uint8_t at[BUNDLE + 1]; /* where each starts; one more for the end */
	unsigned n;
	uint32_t fixed;         /* bit n: what begins at byte n must stay there */
};

/* Instructions of a bundle, [first, end), that take the room of the nops behind them. */
struct run {
	struct bundle *bundle;
	unsigned first, end;
	unsigned room; /* bytes of nops */
};

static bool read_bundle(struct bundle *b, const uint8_t *code)
{
	uint8_t bytes[BUNDLE + REACH] = {0};
	unsigned at = 0;

	memcpy(bytes, code, BUNDLE);
	for (b->n = 0; at < BUNDLE; b->n++) {
		struct instruction *i = &b->i[b->n];
		instruction_read(i, bytes + at);
		if (i->kind == UNKNOWN || at + i->length > BUNDLE)
			return false;
		b->at[b->n] = (uint8_t)at;
		at += i->length;
	}
	b->at[b->n] = BUNDLE;
	return true;
}

/* A direct branch ends with its distance, of 8 or 32 bits. */
static bool branch_distance(const struct instruction *i, int64_t *distance)
{
	unsigned opcode = instruction_opcode(i);
	const uint8_t *p = i->bytes + i->immediate_at;
	if (i->kind != CONDITIONAL && !(i->kind == FENCE && i->map == 0 && opcode >= 0xE0 && opcode <= 0xEB))
		return false;
	if (i->length - i->immediate_at == 1) {
		*distance = (int8_t)*p;
	} else {
		int32_t d;
		memcpy(&d, p, sizeof d);
		*distance = d;
	}
	return true;
}

/* Marks the bytes at which direct branches aim: bit n of word m for byte n of bundle m. */
static bool add_targets(const uint8_t *code, size_t size, uint32_t *fixed)
{
	struct bundle b;
	for (size_t at = 0; at < size; at += BUNDLE) {
		if (!read_bundle(&b, code + at))
			return false;
		for (unsigned k = 0; k < b.n; k++) {
			int64_t distance, target;
			if (!branch_distance(&b.i[k], &distance))
				continue;
			target = (int64_t)at + b.at[k + 1] + distance;
			if (target >= 0 && (uint64_t)target < size)
				fixed[target / BUNDLE] |= UINT32_C(1) << target % BUNDLE;
		}
	}
	return true;
}

static bool is_fixed(const struct bundle *b, unsigned k)
{
	return b->fixed >> b->at[k] & 1;
}

/* A following jcc that the CPU may fuse with; also if nops stand between today. */
static bool precedes_jump(const struct bundle *b, unsigned k)
{
	do
		k++;
	while (k < b->n && b->i[k].kind == NOP);
	return k == b->n || b->i[k].kind == CONDITIONAL;
}

/*
 * Encodings for all of the run whose lengths sum up to what there is and the room, at the
 * least cost: cost[k][r] is that of the instructions from k on for r more bytes.
 */
static bool choose(const struct run *run, struct encoding *chosen)
{
	static struct encoding found[BUNDLE][WAYS_MAX];
	uint8_t cost[BUNDLE + 1][BUNDLE], choice[BUNDLE][BUNDLE];
	unsigned n = run->end - run->first, left = run->room;

	memset(cost, INFINITE, sizeof cost);
	cost[n][0] = 0;
	for (unsigned k = n; k-- > 0;) {
		const struct bundle *b = run->bundle;
		const struct instruction *i = &b->i[run->first + k];
		unsigned ways = ways_of(i, precedes_jump(b, run->first + k), found[k]);
		for (unsigned w = 0; w < ways; w++) {
			unsigned more = (unsigned)found[k][w].length - i->length;
			for (unsigned room = more; room <= run->room; room++) {
				unsigned sum = cost[k + 1][room - more] + found[k][w].cost;
				if (sum < cost[k][room]) {
					cost[k][room] = (uint8_t)sum;
					choice[k][room] = (uint8_t)w;
				}
			}
		}
	}
	if (cost[0][left] == INFINITE)
		return false;
	for (unsigned k = 0; k < n; k++) {
		chosen[k] = found[k][choice[k][left]];
		left -= (unsigned)chosen[k].length - run->bundle->i[run->first + k].length;
	}
	return true;
}

/* What counts from an instruction's end, when that end moves on by `shift` bytes. */
static bool aim_again(const struct instruction *old, struct encoding *e, unsigned shift)
{
	uint8_t *p;
	int32_t distance;

	if (!old->is_rip && old->kind != CONDITIONAL)
		return true;
	/* Such an instruction may have got a prefix, nothing behind its opcode. */
	p = e->bytes + (old->is_rip ? old->disp_at : old->immediate_at) + (e->length - old->length);
	if (old->kind == CONDITIONAL && old->length - old->immediate_at == 1) {
		int near = (int8_t)*p - (int)shift;
		*p = (uint8_t)near;
		return near >= INT8_MIN;
	}
	memcpy(&distance, p, sizeof distance);
	if (distance < INT32_MIN + BUNDLE)
		return false;
	distance -= (int32_t)shift;
	memcpy(p, &distance, sizeof distance);
	return true;
}

static bool fill(const struct run *run, uint8_t *code)
{
	const struct bundle *b = run->bundle;
	struct encoding chosen[BUNDLE];
	uint8_t bytes[BUNDLE];
	unsigned at = 0, shift = 0;

	if (!choose(run, chosen))
		return false;
	for (unsigned k = 0; k < run->end - run->first; k++) {
		const struct instruction *old = &b->i[run->first + k];
		shift += (unsigned)chosen[k].length - old->length;
		if (!aim_again(old, &chosen[k], shift))
			return false;
		memcpy(bytes + at, chosen[k].bytes, chosen[k].length);
		at += chosen[k].length;
	}
	memcpy(code + b->at[run->first], bytes, at);
	return true;
}

/* The longest run that ends at `end`: only its first instruction may be fixed. */
static unsigned run_start(const struct bundle *b, unsigned end)
{
	unsigned k = end;
	while (k > 0) {
		const struct instruction *i = &b->i[k - 1];
		if ((i->kind != ORDINARY && i->kind != CONDITIONAL) || i->moves_stack)
			break;
		k--;
		if (is_fixed(b, k))
			break;
	}
	return k;
}

static void widen_bundle(struct bundle *b, uint8_t *code, struct widened *result)
{
	for (unsigned k = 1; k < b->n; k++) {
		struct run run = {b, 0, k, 0};
		unsigned end = k;

		if (b->i[k].kind != NOP || b->i[k - 1].kind == NOP)
			continue;
		while (end < b->n && b->i[end].kind == NOP && !is_fixed(b, end))
			end++;
		if (end == k)
			continue;
		run.room = (unsigned)(b->at[end] - b->at[k]);
		run.first = run_start(b, k);
		if (run.first == k)
			continue; /* behind a branch: nobody executes it, or a sequence ends there */
		result->pads++;
		result->filled += fill(&run, code);
	}
}

bool widen(uint8_t *code, size_t size, uint32_t *fixed, struct widened *result)
{
	struct bundle b;

	*result = (struct widened){0};
	if (!add_targets(code, size, fixed))
		return false;
	for (size_t at = 0; at < size; at += BUNDLE) {
		read_bundle(&b, code + at); /* known: add_targets() has read it */
		b.fixed = fixed[at / BUNDLE];
		widen_bundle(&b, code + at, result);
	}
	return true;
}

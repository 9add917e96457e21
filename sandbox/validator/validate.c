/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One unit of code: each bundle alone, then the direct branches together.
 *
 * Code that is accepted is read once, and that pass alone decides.  Code that is
 * refused is read twice more, to tell every breach in the order of addresses.
 */
#include "validator.h"

#include "rules.h"

enum { WORD_BITS = 32 };
_Static_assert(ZVM_BUNDLE == WORD_BITS, "a bundle's bytes are the bits of a word");

enum pass {
	DECIDE,  /* stops at the first breach */
	COLLECT, /* only marks where instructions start */
	REPORT   /* tells each breach */
};

struct scan {
	const struct zv_unit *unit;
	uint64_t whole;      /* bytes of whole bundles */
	uint32_t *starts;    /* bit n of word m: what a branch may aim at */
	uint32_t *targets;   /* the same: what direct branches aim at */
	uint64_t instructions;
	uint32_t features;   /* bit n: index n of zv_feature_sets */
	zv_sink *sink;
	void *context;
	uint64_t violations;
	bool stopped;        /* the sink has heard enough */
};

static const struct reason {
	uint8_t rule;
	const char *text, *advice;
} reasons[ZV_REASON_COUNT] = {
#define ROW(name, rule, text, advice) {rule, text, advice},
	ZV_REASONS(ROW)
#undef ROW
};

static void report(struct scan *s, uint64_t address, unsigned length, enum zv_reason reason)
{
	struct zv_violation v = {
		.address = address,
		.length = (uint8_t)length,
		.rule = reasons[reason].rule,
		.reason = reasons[reason].text,
		.advice = reasons[reason].advice,
	};

	s->violations++;
	if (s->sink && !s->stopped)
		s->stopped = !s->sink(s->context, &v);
}

/* R05: notes the target of a direct branch, or checks it at once if it lies outside. */
ZV_HOT enum zv_reason check_jump(struct scan *s, const struct zv_insn *i, uint64_t offset, enum pass pass)
{
	unsigned size = (unsigned)(i->form & FORM_IMMEDIATE);
	const uint8_t *distance = i->bytes + i->length - size;
	int64_t rel = size == 1 ? (int8_t)*distance : load32(distance);
	uint64_t target = offset + i->length + (uint64_t)rel;

	if (target < s->whole) {
		if (pass == DECIDE)
			s->targets[target / WORD_BITS] |= (uint32_t)1 << target % WORD_BITS;
		else if (pass == REPORT && !(s->starts[target / WORD_BITS] >> target % WORD_BITS & 1))
			return ZV_REASON_TARGET;
		return ZV_REASON_NONE;
	}
	target += s->unit->address;
	if (target % ZVM_BUNDLE || target >= ZVM_TOP)
		return ZV_REASON_TARGET_OUTSIDE;
	if (target >= ZVM_TEXT || (target >= ZVM_GATE && target < ZVM_GATE_END))
		return ZV_REASON_NONE;
	return ZV_REASON_TARGET_OUTSIDE;
}

/* check_kind() on copies: see ZV_HOT. */
ZV_HOT enum zv_reason check_sequence(const struct zv_insn *i, struct zv_place *place)
{
	struct zv_insn insn = *i;
	struct zv_place here = *place;
	enum zv_reason reason = check_kind(&insn, &here);

	place->starts = here.starts;
	return reason;
}

/*
 * Reads one instruction of a bundle: `bytes` are the bundle's, `place` tells how far
 * it is read.  Returns false if DECIDE found a breach.
 */
ZV_HOT bool scan_instruction(struct scan *s, const uint8_t *bytes, struct zv_place *place, enum pass pass)
{
	struct zv_insn i;
	enum zv_reason reason;
	bool known;

	decode(&i, bytes + place->at);
	reason = check_instruction(&i, place);
	if (reason == ZV_REASON_NONE) {
		place->starts |= (uint32_t)1 << place->at;
		s->features |= (uint32_t)1 << (i.form >> FORM_FEATURE_SHIFT & 31);
		if (kind_of(i.form) == KIND_JUMP)
			reason = check_jump(s, &i, place->bundle + place->at - s->unit->address, pass);
		else if (kind_of(i.form) != KIND_PLAIN)
			reason = check_sequence(&i, place);
	}
	s->instructions++;
	if (reason == ZV_REASON_NONE) {
		place->at += i.length;
		return true;
	}
	if (pass == DECIDE)
		return false;
	known = reason != ZV_REASON_UNKNOWN && reason != ZV_REASON_CROSSES;
	if (pass == REPORT)
		report(s, place->bundle + place->at, known ? i.length : 1, reason);
	/* What follows is guesswork: branches to it are not breaches of their own. */
	place->starts |= known ? (uint32_t)1 << place->at : ~(uint32_t)0 << place->at;
	place->at = known ? place->at + i.length : ZVM_BUNDLE;
	return true;
}

/*
 * Reads the rest of a bundle, behind whose bytes DECODE_REACH more are readable.
 * Returns false if DECIDE found a breach.
 */
ZV_HOT bool scan_bundle(struct scan *s, const uint8_t *bytes, struct zv_place *place, enum pass pass)
{
	while (place->at < ZVM_BUNDLE)
		if (!scan_instruction(s, bytes, place, pass))
			return false;
	s->starts[(place->bundle - s->unit->address) / WORD_BITS] = place->starts;
	return true;
}

/*
 * Two bundles in turns.  Where an instruction starts depends on the one before it;
 * the CPU works on one bundle while it waits for the other.
 */
ZV_HOT bool decide_two(struct scan *s, const uint8_t *bytes, uint64_t address)
{
	struct zv_place one = {.bundle = address}, two = {.bundle = address + ZVM_BUNDLE};

	while (one.at < ZVM_BUNDLE && two.at < ZVM_BUNDLE)
		if (!scan_instruction(s, bytes, &one, DECIDE) || !scan_instruction(s, bytes + ZVM_BUNDLE, &two, DECIDE))
			return false;
	return scan_bundle(s, bytes, &one, DECIDE) && scan_bundle(s, bytes + ZVM_BUNDLE, &two, DECIDE);
}

/* All bundles; the last one from a copy, because decode() reads beyond it. */
ZV_HOT bool scan(struct scan *s, enum pass pass)
{
	uint8_t last[ZVM_BUNDLE + DECODE_REACH] = {0};
	struct zv_place place = {.bundle = s->unit->address};
	const uint8_t *code = s->unit->code, *end = code + s->whole;

	if (s->whole == 0)
		return true;
	if (pass == DECIDE)
		for (; end - code > (ptrdiff_t)(2 * ZVM_BUNDLE); code += 2 * ZVM_BUNDLE, place.bundle += 2 * ZVM_BUNDLE)
			if (!decide_two(s, code, place.bundle))
				return false;
	for (; end - code > (ptrdiff_t)ZVM_BUNDLE; code += ZVM_BUNDLE) {
		if (!scan_bundle(s, code, &place, pass) || s->stopped)
			return false;
		place = (struct zv_place){.bundle = place.bundle + ZVM_BUNDLE};
	}
	memcpy(last, code, ZVM_BUNDLE);
	return scan_bundle(s, last, &place, pass);
}

static bool targets_are_starts(const struct scan *s)
{
	uint32_t bad = 0;

	for (uint64_t n = 0; n < s->whole / WORD_BITS; n++)
		bad |= s->targets[n] & ~s->starts[n];
	return bad == 0;
}

/* R10 and R11; what they say holds for the unit as a whole. */
static enum zv_reason check_unit(const struct zv_unit *unit)
{
	if (unit->address % ZVM_BUNDLE || unit->address < ZVM_TEXT || unit->address >= ZVM_TOP ||
	    unit->size > ZVM_TOP - unit->address)
		return ZV_REASON_PLACE;
	if (unit->size == 0 || unit->size % ZVM_BUNDLE)
		return ZV_REASON_SIZE;
	return ZV_REASON_NONE;
}

static bool entry_is_good(const struct zv_unit *unit, uint64_t entry)
{
	return entry == 0 || (entry % ZVM_BUNDLE == 0 && entry >= unit->address && entry - unit->address < unit->size);
}

static uint64_t features_of(const struct scan *s)
{
	uint64_t features = 0;

	for (unsigned n = 0; n < FEATURE_SETS; n++)
		if (s->features >> n & 1)
			features |= zv_feature_sets[n];
	if (features & (ZVM_FEATURE_AVX2 | ZVM_FEATURE_FMA | ZVM_FEATURE_F16C))
		features |= ZVM_FEATURE_AVX;
	return features;
}

/* Tells all breaches; there is at least one. */
static void explain(struct scan *s, uint64_t entry)
{
	const struct zv_unit *unit = s->unit;
	enum zv_reason reason = check_unit(unit);

	s->violations = 0;
	if (reason != ZV_REASON_NONE)
		report(s, unit->address, 1, reason);
	if (!entry_is_good(unit, entry))
		report(s, entry, 1, ZV_REASON_ENTRY);
	if (reason == ZV_REASON_PLACE)
		return;
	scan(s, COLLECT);
	s->instructions = 0;
	if (!s->stopped)
		scan(s, REPORT);
	if (s->violations == 0)
		report(s, unit->address, 1, ZV_REASON_UNKNOWN);
}

size_t zv_scratch_size(size_t size)
{
	return (size / WORD_BITS + 1) * 2 * sizeof(uint32_t);
}

bool zv_validate(const struct zv_unit *unit, uint64_t entry, void *scratch,
                 zv_sink *sink, void *context, struct zv_result *result)
{
	struct scan s = {
		.unit = unit,
		.whole = unit->size - unit->size % ZVM_BUNDLE,
		.starts = scratch,
		.sink = sink,
		.context = context,
	};
	bool accepted;

	s.targets = s.starts + unit->size / WORD_BITS + 1;
	accepted = check_unit(unit) == ZV_REASON_NONE && entry_is_good(unit, entry);
	if (accepted) {
		memset(s.targets, 0, unit->size / WORD_BITS * sizeof *s.targets);
		accepted = scan(&s, DECIDE) && targets_are_starts(&s);
	}
	if (!accepted)
		explain(&s, entry);
	*result = (struct zv_result){
		.instructions = s.instructions,
		.violations = s.violations,
		.features = features_of(&s),
	};
	return accepted;
}

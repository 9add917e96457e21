/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One unit of code: each bundle alone, then the direct branches together.
 *
 * Code that is accepted is read once, and that pass alone decides.  Code that is
 * refused is read twice more, to tell every breach in the order of addresses.
 */
#include "validator.h"

#include "decide.h"

enum pass {
	DECIDE,  /* stops at the first breach */
	COLLECT, /* only marks where instructions start */
	REPORT   /* tells each breach */
};

struct scan {
	struct zv_maps maps;
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

/* R05: notes the target of the direct branch at `offset`, or checks it. */
static enum zv_reason check_jump(struct zv_maps *m, const struct zv_insn *i, uint64_t offset, enum pass pass)
{
	uint64_t target = offset + i->length + (uint64_t)distance_at(i->bytes + i->modrm_at, immediate_of(i->form) == 1);

	if (target >= m->whole)
		return check_target_outside(m->unit, target);
	if (pass == DECIDE)
		mark(m->targets, target);
	else if (pass == REPORT && !(m->starts[target / WORD_BITS] >> target % WORD_BITS & 1))
		return ZV_REASON_TARGET;
	return ZV_REASON_NONE;
}

/*
 * Reads one instruction of a bundle: `bytes` are the bundle's, `place` tells how far
 * it is read.  Returns false if DECIDE found a breach.
 */
static bool scan_instruction(struct scan *s, const uint8_t *bytes, struct zv_place *place, enum pass pass)
{
	struct zv_maps *m = &s->maps;
	struct zv_insn i;
	enum zv_reason reason;
	bool known;

	decode(&i, bytes + place->at);
	reason = check_instruction(&i, place);
	if (reason == ZV_REASON_NONE) {
		place->starts |= (uint32_t)1 << place->at;
		m->forms |= i.form;
		if (kind_of(i.form) == KIND_JUMP)
			reason = check_jump(m, &i, place->bundle + place->at - m->unit->address, pass);
		else if (kind_of(i.form) != KIND_PLAIN)
			reason = check_kind(&i, place);
	}
	m->instructions++;
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
 * Reads the bundles from `offset` to the end; the last one from a copy, because decode()
 * reads beyond it.  Returns false if DECIDE found a breach.
 */
static bool scan(struct scan *s, uint64_t offset, enum pass pass)
{
	uint8_t last[ZVM_BUNDLE + DECODE_REACH] = {0};
	struct zv_maps *m = &s->maps;

	for (; offset < m->whole && !s->stopped; offset += ZVM_BUNDLE) {
		struct zv_place place = {.bundle = m->unit->address + offset};
		const uint8_t *bytes = m->unit->code + offset;

		if (m->whole - offset == ZVM_BUNDLE)
			bytes = memcpy(last, bytes, ZVM_BUNDLE);
		while (place.at < ZVM_BUNDLE)
			if (!scan_instruction(s, bytes, &place, pass))
				return false;
		m->starts[offset / WORD_BITS] = place.starts;
	}
	return true;
}

static bool targets_are_starts(const struct zv_maps *m)
{
	uint32_t bad = 0;

	for (uint64_t n = 0; n < m->whole / WORD_BITS; n++)
		bad |= m->targets[n] & ~m->starts[n];
	return bad == 0;
}

/* The whole judgement, for a unit that check_unit() finds good. */
static bool decide(struct scan *s)
{
	struct zv_maps *m = &s->maps;

	memset(m->starts, 0, m->whole / WORD_BITS * sizeof *m->starts);
	for (uint64_t n = 0; n < m->whole / WORD_BITS; n++)
		m->targets[n] = 1; /* R06 and R07 may go to every bundle */
	return decide_all_but_last(m) && scan(s, m->whole - ZVM_BUNDLE, DECIDE) && targets_are_starts(m);
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

static uint64_t features_of(const struct zv_maps *m)
{
	uint64_t features = m->forms >> FORM_FEATURE_SHIFT & FORM_FEATURES;

	if (features & (ZVM_FEATURE_AVX2 | ZVM_FEATURE_FMA | ZVM_FEATURE_F16C))
		features |= ZVM_FEATURE_AVX;
	return features;
}

/* Tells all breaches; there is at least one. */
static void explain(struct scan *s, uint64_t entry)
{
	const struct zv_unit *unit = s->maps.unit;
	enum zv_reason reason = check_unit(unit);

	s->maps.instructions = s->maps.forms = 0;
	if (reason != ZV_REASON_NONE)
		report(s, unit->address, 1, reason);
	if (!entry_is_good(unit, entry))
		report(s, entry, 1, ZV_REASON_ENTRY);
	if (reason == ZV_REASON_PLACE)
		return;
	scan(s, 0, COLLECT);
	s->maps.instructions = 0;
	if (!s->stopped)
		scan(s, 0, REPORT);
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
		.maps = {
			.unit = unit,
			.whole = unit->size - unit->size % ZVM_BUNDLE,
			.starts = scratch,
			.targets = (uint32_t *)scratch + unit->size / WORD_BITS + 1,
		},
		.sink = sink,
		.context = context,
	};
	bool accepted = check_unit(unit) == ZV_REASON_NONE && entry_is_good(unit, entry) && decide(&s);

	if (!accepted)
		explain(&s, entry);
	*result = (struct zv_result){
		.instructions = s.maps.instructions,
		.violations = s.violations,
		.features = features_of(&s.maps),
	};
	return accepted;
}

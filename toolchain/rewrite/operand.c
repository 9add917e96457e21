/* SPDX-License-Identifier: Apache-2.0 */
/* Instruction text → mnemonic, prefixes and operands. */
#include "asm.h"

static const char *const names64[GPRS + 1] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8",
	"r9", "r10", "r11", "r12", "r13", "r14", "r15", "rip"};
static const char *const names32[GPRS + 1] = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "r8d",
	"r9d", "r10d", "r11d", "r12d", "r13d", "r14d", "r15d", "eip"};
static const char *const names16[GPRS] = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "r8w",
	"r9w", "r10w", "r11w", "r12w", "r13w", "r14w", "r15w"};
static const char *const names8[GPRS] = {"al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil", "r8b",
	"r9b", "r10b", "r11b", "r12b", "r13b", "r14b", "r15b"};
const char *reg_name(int number, int width)
{
	switch (width) {
	case 64: return names64[number];
	case 32: return names32[number];
	case 16: return names16[number];
	default: return names8[number];
	}
}

/* The old registers by the two letters that their names end in, and low bytes. */
static int old_register(struct str s)
{
	static const char pairs[8][3] = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};

	for (int i = 0; i < 8 && s.n == 2; i++)
		if (s.p[0] == pairs[i][0] && s.p[1] == pairs[i][1])
			return i;
	return REG_NONE;
}

static struct reg numbered_register(struct str s)
{
	struct reg r = {REG_OTHER, 0, false};
	int n = 0;
	size_t i = 1;

	while (i < s.n && i < 3 && s.p[i] >= '0' && s.p[i] <= '9')
		n = n * 10 + s.p[i++] - '0';
	if (n < 8 || n >= GPRS)
		return r;
	r.number = (int8_t)n;
	if (i == s.n)
		r.width = 64;
	else if (i + 1 == s.n && s.p[i] == 'd')
		r.width = 32;
	else if (i + 1 == s.n && s.p[i] == 'w')
		r.width = 16;
	else if (i + 1 == s.n && (s.p[i] == 'b' || s.p[i] == 'l'))
		r.width = 8;
	else
		r.number = REG_OTHER;
	return r;
}

static struct reg byte_register(struct str s)
{
	for (int i = 0; i < 8; i++)
		if (str_is(s, names8[i]))
			return (struct reg){(int8_t)i, 8, false};
	for (int i = 0; i < 4; i++)
		if (s.n == 2 && s.p[0] == names8[i][0] && s.p[1] == 'h')
			return (struct reg){(int8_t)i, 8, true};
	return (struct reg){REG_OTHER, 0, false};
}

struct reg reg_parse(struct str s)
{
	int n;

	if (s.n == 3 && (*s.p == 'r' || *s.p == 'e')) {
		uint8_t width = *s.p == 'r' ? 64 : 32;

		if ((n = old_register(str_from(s, 1))) != REG_NONE)
			return (struct reg){(int8_t)n, width, false};
		if (s.p[1] == 'i' && s.p[2] == 'p')
			return (struct reg){REG_RIP, width, false};
	}
	if (s.n >= 2 && *s.p == 'r' && s.p[1] >= '0' && s.p[1] <= '9')
		return numbered_register(s);
	if ((n = old_register(s)) != REG_NONE)
		return (struct reg){(int8_t)n, 16, false};
	return byte_register(s);
}

static struct reg parse_reg_text(struct str s)
{
	s = str_trim(s);
	if (s.n > 1 && s.p[0] == '%')
		return reg_parse((struct str){s.p + 1, s.n - 1});
	return (struct reg){REG_NONE, 0, false};
}

/* The parenthesis that opens base and index: the last one at the end, if it holds
 * registers (an expression may be parenthesised as well). */
static bool split_memory(struct str s, struct str *disp, struct str *inner)
{
	size_t open;
	int depth = 0;

	*disp = s;
	*inner = (struct str){s.p, 0};
	if (!s.n || s.p[s.n - 1] != ')')
		return false;
	for (open = s.n; open-- > 0;) {
		depth += (s.p[open] == ')') - (s.p[open] == '(');
		if (!depth)
			break;
	}
	if (open >= s.n)
		return false;
	*inner = str_trim((struct str){s.p + open + 1, s.n - open - 2});
	if (!inner->n || (*inner->p != '%' && *inner->p != ','))
		return false;
	*disp = str_trim((struct str){s.p, open});
	return true;
}

static void parse_memory(struct str s, struct operand *op)
{
	struct str inner, part[3] = {{0}};
	int parts = 0;

	op->kind = OP_MEM;
	op->base = op->index = (struct reg){REG_NONE, 0, false};
	if (s.n > 3 && s.p[0] == '%') { /* %fs:... */
		const char *colon = memchr(s.p, ':', s.n);

		if (colon) {
			op->segment = (struct str){s.p + 1, (size_t)(colon - s.p - 1)};
			s = str_trim((struct str){colon + 1, s.n - (size_t)(colon + 1 - s.p)});
		}
	}
	if (!split_memory(s, &op->disp, &inner))
		return;
	while (parts < 3) {
		const char *comma = memchr(inner.p, ',', inner.n);
		size_t n = comma ? (size_t)(comma - inner.p) : inner.n;

		part[parts++] = str_trim((struct str){inner.p, n});
		if (!comma)
			break;
		inner = (struct str){comma + 1, inner.n - n - 1};
	}
	op->base = parse_reg_text(part[0]);
	op->index = parse_reg_text(part[1]);
	op->index_text = part[1];
	op->scale = part[2];
}

static void parse_operand(struct str s, struct operand *op)
{
	*op = (struct operand){0};
	s = str_trim(s);
	if (s.n && *s.p == '*') {
		op->indirect = true;
		s = str_trim((struct str){s.p + 1, s.n - 1});
	}
	op->text = s;
	if (s.n && *s.p == '$') {
		op->kind = OP_IMM;
	} else if (s.n && *s.p == '%' && !memchr(s.p, ':', s.n)) {
		op->kind = OP_REG;
		op->reg = parse_reg_text(s);
	} else {
		parse_memory(s, op);
	}
}

static void parse_operands(struct str s, struct insn *i)
{
	int depth = 0;
	size_t start = 0;
	bool quoted = false;

	if (!s.n)
		return;
	for (size_t k = 0; k <= s.n; k++) {
		char c = k < s.n ? s.p[k] : ',';

		if (k < s.n && c == '"')
			quoted = !quoted;
		if (quoted && k < s.n)
			continue;
		depth += (c == '(') - (c == ')');
		if (c != ',' || (depth && k < s.n))
			continue;
		if (i->ops == OPERANDS_MAX) {
			i->error = "too many operands";
			return;
		}
		parse_operand((struct str){s.p + start, k - start}, &i->op[i->ops++]);
		start = k + 1;
	}
}

static bool is_repeat(struct str w)
{
	return str_begins(w, "rep") && (w.n == 3 || str_is(w, "repe") || str_is(w, "repz") ||
	                                str_is(w, "repne") || str_is(w, "repnz"));
}

/* Prefixes without an effect of their own, or that the output decides itself. */
static bool is_dropped_prefix(struct str w)
{
	static const char *const names[] = {"notrack", "bnd", "data16", "data32", "addr32", "xacquire", "xrelease", "rex64",
		"rex.w", "rex", "rex.W", "cs", "ds", "es", "ss", "{vex}", "{vex2}", "{vex3}", "{disp8}", "{disp32}", "{load}", "{store}"};

	if (!w.n || !strchr("nbdaxrces{", *w.p))
		return false;
	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (str_is(w, names[k]))
			return true;
	return false;
}

void insn_parse(struct str text, struct insn *i)
{
	struct str rest = str_trim(text);

	i->lock = i->prefix = false;
	i->repeat = (struct str){rest.p, 0};
	i->ops = 0;
	i->error = NULL;
	for (;;) {
		i->mnemonic = str_word(&rest);
		if (str_is(i->mnemonic, "lock"))
			i->lock = true;
		else if (is_repeat(i->mnemonic))
			i->repeat = i->mnemonic;
		else if (!is_dropped_prefix(i->mnemonic))
			break;
		i->prefix = true;
		i->mnemonic = (struct str){rest.p, 0};
		if (!rest.n)
			break; /* nothing but prefixes */
	}
	i->rest = rest;
	parse_operands(rest, i);
}

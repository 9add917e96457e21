/* SPDX-License-Identifier: Apache-2.0 */
#include "missing.h"

#include <stdlib.h>

static const char avx512[] = "AVX-512";

/* Of AVX-512, by the beginning of the name; in order. */
static const char *const avx512_names[] = {"v4f", "valign", "vblendm", "vbroadcastf32", "vbroadcastf64", "vbroadcasti32",
	"vbroadcasti64", "vcompress", "vcvtne", "vcvtpd2qq", "vcvtpd2u", "vcvtps2qq", "vcvtps2u", "vcvtqq", "vcvtsd2us", "vcvtss2us",
	"vcvttpd2qq", "vcvttpd2u", "vcvttps2qq", "vcvttps2u", "vcvttsd2us", "vcvttss2us", "vcvtu", "vdbpsadbw", "vdpbf16", "vexp2",
	"vexpand", "vextractf32", "vextractf64", "vextracti32", "vextracti64", "vfixupimm", "vfpclass", "vgatherpf", "vgetexp", "vgetmant",
	"vinsertf32", "vinsertf64", "vinserti32", "vinserti64", "vmovdqa32", "vmovdqa64", "vmovdqu16", "vmovdqu32", "vmovdqu64",
	"vmovdqu8", "vp2intersect", "vpabsq", "vpandd", "vpandnd", "vpandnq", "vpandq", "vpbitshuf", "vpblendm", "vpbroadcastm", "vpcmpub",
	"vpcmpud", "vpcmpuq", "vpcmpuw", "vpcompress", "vpconflict", "vpermb", "vpermi2", "vpermt2", "vpermw", "vpexpand", "vplzcnt",
	"vpmaxsq", "vpmaxuq", "vpminsq", "vpminuq", "vpmovb2", "vpmovd2", "vpmovdb", "vpmovdw", "vpmovm2", "vpmovq2", "vpmovqb", "vpmovqd",
	"vpmovqw", "vpmovsdb", "vpmovsdw", "vpmovsq", "vpmovswb", "vpmovus", "vpmovw2", "vpmovwb", "vpmullq", "vpmultishift", "vpopcnt",
	"vpord", "vporq", "vprol", "vpror", "vpscatter", "vpshld", "vpshrd", "vpshufbit", "vpsllvw", "vpsraq", "vpsravq", "vpsravw",
	"vpsrlvw", "vpternlog", "vptestm", "vptestnm", "vpxord", "vpxorq", "vrange", "vrcp14", "vrcp28", "vreduce", "vrndscale", "vrsqrt14",
	"vrsqrt28", "vscalef", "vscatter", "vshuff32", "vshuff64", "vshufi32", "vshufi64"};

/* Other features, by the beginning of the name. */
static const struct {
	const char *prefix, *feature;
} others[] = {
	{"adcx", "ADX"}, {"adox", "ADX"}, {"gf2p8", "GFNI"}, {"vgf2p8", "GFNI"}, {"vpdpb", "AVX-VNNI"}, {"vpdpw", "AVX-VNNI"},
	{"vpmadd52", "AVX-IFMA"}, {"vsha512", "SHA512"}, {"vsm3", "SM3"}, {"vsm4", "SM4"}, {"tdp", "AMX"}, {"tilel", "AMX"},
	{"tiles", "AMX"}, {"tilez", "AMX"}, {"tiler", "AMX"}, {"ldtile", "AMX"}, {"sttile", "AMX"}, {"vpcmov", "XOP"}, {"vpmacs", "XOP"},
	{"vpmadcs", "XOP"}, {"vfrcz", "XOP"}, {"vpperm", "XOP"}, {"vpermil2", "XOP"}, {"vprot", "XOP"}, {"blcfill", "TBM"},
	{"blci", "TBM"}, {"blcmsk", "TBM"}, {"blcs", "TBM"}, {"blsfill", "TBM"}, {"blsic", "TBM"}, {"t1mskc", "TBM"}, {"tzmsk", "TBM"},
	{"extrq", "SSE4a"}, {"insertq", "SSE4a"}, {"movntss", "SSE4a"}, {"movntsd", "SSE4a"}, {"aesdec128", "Key Locker"},
	{"aesdec256", "Key Locker"}, {"aesenc128", "Key Locker"}, {"aesenc256", "Key Locker"}, {"xcrypt", "PadLock"}, {"xsha", "PadLock"}, {"xstore", "PadLock"}, {"montmul", "PadLock"},
};

static int order(const void *name, const void *entry)
{
	const struct str *s = name;
	const char *e = *(const char *const *)entry;

	return strncmp(s->p, e, strlen(e) < s->n ? strlen(e) : s->n);
}

static bool begins_avx512(struct str m)
{
	/* A name cut short must not count as the longer one. */
	const char *const *found = bsearch(&m, avx512_names, sizeof avx512_names / sizeof *avx512_names, sizeof *avx512_names, order);

	return found && str_begins(m, *found);
}

static bool numbered_above_15(struct str text)
{
	return text.n >= 6 && (text.p[4] > '1' || (text.p[4] == '1' && text.p[5] > '5')) && text.p[5] >= '0' && text.p[5] <= '9';
}

static bool has_avx512_operand(const struct insn *i)
{
	for (int k = 0; k < i->ops; k++) {
		struct str text = i->op[k].text;

		if (i->op[k].kind == OP_IMM)
			continue;
		if (memchr(text.p, '{', text.n) || str_begins(text, "%zmm") || (str_begins(text, "%k") && text.n == 3))
			return true;
		if ((str_begins(text, "%xmm") || str_begins(text, "%ymm")) && numbered_above_15(text))
			return true;
		if (i->op[k].kind == OP_MEM && str_begins(i->op[k].index_text, "%zmm"))
			return true;
	}
	return false;
}

/* 256 bits of what the sandbox has for 128. */
static const char *wide_feature(const struct insn *i)
{
	const char *feature = str_begins(i->mnemonic, "vaes") ? "VAES" : str_begins(i->mnemonic, "vpclmul") ? "VPCLMULQDQ" : NULL;

	for (int k = 0; feature && k < i->ops; k++)
		if (str_begins(i->op[k].text, "%ymm"))
			return feature;
	return NULL;
}

/* vfmaddpd and the like have no order of operands in their names, unlike those of FMA3. */
static bool is_fma4(struct str m)
{
	return (str_begins(m, "vfm") || str_begins(m, "vfnm")) && !memchr(m.p, '1', m.n) && !memchr(m.p, '2', m.n);
}

const char *missing_feature(const struct insn *i)
{
	struct str m = i->mnemonic;

	if (!strchr("abegiklmstvx", *m.p))
		return NULL;
	if (*m.p == 'v' || *m.p == 'k') {
		if (has_avx512_operand(i) || begins_avx512(m) || (str_begins(m, "vpbroadcast") && is_gpr(&i->op[0])))
			return avx512;
		if (is_fma4(m))
			return "FMA4";
	}
	for (size_t k = 0; k < sizeof others / sizeof *others; k++)
		if (*others[k].prefix == *m.p && str_begins(m, others[k].prefix))
			return others[k].feature;
	return *m.p == 'v' ? wide_feature(i) : NULL;
}

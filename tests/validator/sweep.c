/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sweep [--full] [--list FILE] [--cpu N]: goes through every path of the tables.
 *
 * All prefixes, REX and VEX fields, opcodes and modrm bytes, with representative
 * SIB bytes, displacements and immediates.  Whatever the validator accepts is
 * compared with Zydis's reading.  Without --full some values of REX and VEX.vvvv
 * are left out.  --list writes accepted instructions, each once for its row,
 * opcode and modrm byte, for the comparison with LLVM (llvm.py).  --cpu runs every Nth
 * accepted instruction on this machine's CPU (cpu.h).
 */
#include "cpu.h"
#include "reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER = 64, SHOWN = 40 };

static const uint8_t sibs[] = {0x24, 0x25, 0x64, 0x00, 0x05, 0xE5, 0x1C, 0x2C, 0x98};
/* Behind the last byte of interest: displacement and immediate. */
static const uint8_t fillers[] = {0x00, 0x7F, 0x80, 0xFF};

static struct counts {
	unsigned long long tried, accepted, objections;
} counts;
static bool full;
static unsigned cpu_step; /* 0: the CPU is not asked */
static FILE *list;

static void show(const uint8_t *p, unsigned length, const char *why)
{
	if (counts.objections++ >= SHOWN)
		return;
	printf("%s:", why);
	for (unsigned n = 0; n < length; n++)
		printf(" %02x", p[n]);
	printf("   %s\n", reader_text(p, CODE_AT));
}

static void try_one(const uint8_t *p, bool listed)
{
	struct zv_insn i;
	const char *why;

	counts.tried++;
	if (!accepted(&i, p))
		return;
	counts.accepted++;
	why = objection(&i, p);
	if (why)
		show(p, i.length, why);
	if (cpu_step && counts.accepted % cpu_step == 0 && (why = cpu_objection(&i, p)) != NULL)
		show(p, i.length, why);
	if (listed && list) {
		for (unsigned n = 0; n < i.length; n++)
			fprintf(list, "0x%02x ", p[n]);
		fputc('\n', list);
	}
}

/* All modrm and SIB bytes behind the opcode at p[at - 1]. */
static void try_modrm(uint8_t *p, unsigned at, bool listed)
{
	for (unsigned modrm = 0; modrm < 256; modrm++) {
		bool sib = modrm < 0xC0 && (modrm & 7) == 4;

		p[at] = (uint8_t)modrm;
		for (unsigned s = 0; s < (sib ? sizeof sibs : 1); s++) {
			for (unsigned f = 0; f < (full ? sizeof fillers : 2); f++) {
				memset(p + at + 1, full ? fillers[f] : f * 0x80, BUFFER - at - 1);
				if (sib)
					p[at + 1] = sibs[s];
				try_one(p, listed && f == 0);
			}
		}
	}
}

static void try_opcodes(uint8_t *p, unsigned at, bool listed)
{
	for (unsigned opcode = 0; opcode < 256; opcode++) {
		p[at] = (uint8_t)opcode;
		try_modrm(p, at + 1, listed);
	}
}

static void sweep_legacy(void)
{
	static const uint8_t prefixes[][9] = {
		{0}, {1, 0x66}, {1, 0xF2}, {1, 0xF3}, {2, 0x66, 0xF2}, {2, 0x66, 0xF3}, {2, 0xF2, 0x66}, {2, 0xF3, 0x66},
		{2, 0x66, 0x66}, {2, 0x66, 0x2E}, {3, 0x66, 0x66, 0x2E}, {7, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x2E},
		{8, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x2E}, {1, 0xF0}, {1, 0x64}, {1, 0x2E}, {2, 0xF2, 0xF3}};
	static const uint8_t maps[][3] = {{0}, {1, 0x0F}, {2, 0x0F, 0x38}, {2, 0x0F, 0x3A}};
	uint8_t p[BUFFER];

	for (unsigned has_67 = 0; has_67 < 2; has_67++)
		for (unsigned x = 0; x < sizeof prefixes / sizeof *prefixes; x++)
			for (unsigned rex = 0x3F; rex < 0x50; rex++) {
				/* none, 40, R, X, B alone, W with and without them */
				if (!full && rex > 0x42 && rex != 0x44 && rex != 0x48 && rex != 0x4D)
					continue;
				for (unsigned m = 0; m < 4; m++) {
					unsigned at = 0;

					if (has_67)
						p[at++] = 0x67;
					memcpy(p + at, prefixes[x] + 1, prefixes[x][0]);
					at += prefixes[x][0];
					if (rex >= 0x40)
						p[at++] = (uint8_t)rex;
					memcpy(p + at, maps[m] + 1, maps[m][0]);
					try_opcodes(p, at + maps[m][0], rex == 0x3F || rex == 0x48 || rex == 0x4D);
				}
			}
}

static void sweep_vex(void)
{
	uint8_t p[BUFFER];

	for (unsigned has_67 = 0; has_67 < 2; has_67++)
		for (unsigned map = 0; map < 32; map++)
			for (unsigned rxb = 0; rxb < 8; rxb++) {
				if (map > 4 && (rxb != 7 || !full))
					continue;
				for (unsigned last = 0; last < 256; last++) {
					unsigned vvvv = ~last >> 3 & 15, at = 0;

					if (!full && ((vvvv != 0 && vvvv != 4 && vvvv != 12) || (rxb != 7 && rxb != 0 && rxb != 5)))
						continue;
					if (has_67)
						p[at++] = 0x67;
					p[at++] = 0xC4;
					p[at++] = (uint8_t)(rxb << 5 | map);
					p[at++] = (uint8_t)last;
					try_opcodes(p, at, rxb == 7);
				}
			}
	for (unsigned has_67 = 0; has_67 < 2; has_67++)
		for (unsigned last = 0; last < 256; last++) {
			unsigned at = 0;

			if (has_67)
				p[at++] = 0x67;
			p[at++] = 0xC5;
			p[at++] = (uint8_t)last;
			try_opcodes(p, at, false);
		}
}

int main(int argc, char **argv)
{
	for (int n = 1; n < argc; n++) {
		if (!strcmp(argv[n], "--full")) {
			full = true;
		} else if (!strcmp(argv[n], "--list") && n + 1 < argc) {
			list = fopen(argv[++n], "w");
			if (!list) {
				perror(argv[n]);
				return 2;
			}
		} else if (!strcmp(argv[n], "--cpu") && n + 1 < argc && atoi(argv[n + 1]) > 0) {
			cpu_step = (unsigned)atoi(argv[++n]);
			cpu_init();
		} else {
			fputs("usage: sweep [--full] [--list FILE] [--cpu N]\n", stderr);
			return 2;
		}
	}
	sweep_legacy();
	sweep_vex();
	if (list && fclose(list) != 0)
		return 2;
	if (cpu_step)
		printf("%s: %llu run, %llu faults, %llu not known to this CPU\n", cpu_name(), cpu_counts.run, cpu_counts.faulted,
		       cpu_counts.missing);
	printf("%llu encodings tried, %llu accepted, %llu objections\n", counts.tried, counts.accepted, counts.objections);
	return counts.objections != 0 || counts.accepted == 0;
}

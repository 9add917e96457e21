#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns instructions.tab into tables.inc: generate.py INSTRUCTIONS.TAB > tables.inc

The grammar of the table stands at its top, the meaning of the output in tables.h.
"""
import itertools
import re
import sys

import facts

PREFIXES = ["NP", "66", "F2", "F3", "66F2", "66F3", "F266", "F366"]
PREFIX_CLASSES = ["other", "66", "F2", "F3", "REX", "REXW", "0F", "67"]
MAPS = {"": 0, "0F": 1, "0F38": 2, "0F3A": 3}
ROW_VEX, ROW_NOPS, ROWS = 64, 112, 113
IMMEDIATES = {"ib": 1, "iw": 2, "id": 4, "iq": 8, "is4": 1, "cb": 1, "cd": 4}
KINDS = ["plain", "jump", "indirect", "ret", "rep", "ldmxcsr", "nop", "shift16"]
# Which facts make decide.h note an instruction because of its kind; LOOK for all other kinds.
LISTS = {"plain": [], "jump": ["JUMP"], "nop": ["NOP"]}
WRITTEN = [("FORM_W_RM", "ER"), ("FORM_W_REG", "G"), ("FORM_W_VVVV", "B")]
MASKS = [0, 1, 15, 127]  # of the modrm byte's selector: rm << 4 | reg << 1 | (mod is 3)
WORD = re.compile(r"^([EGORBMWUVHLSIJXY])([bwdqvyxo-]?)([=+]?)$")


class TableError(Exception):
    pass


def expand(line):
    """The lines that a line with braces stands for."""
    groups = re.findall(r"\{([^}]*)\}", line)
    if not groups:
        return [line]
    choices = [g.split(",") for g in groups]
    if len({len(c) for c in choices}) != 1:
        raise TableError("braces of different lengths")
    lines = []
    for n in range(len(choices[0])):
        parts = iter(c[n] for c in choices)
        lines.append(re.sub(r"\{[^}]*\}", lambda m: next(parts), line))
    return lines


class Form:
    """One exact encoding: where it stands in the tables, and what it is."""

    def __init__(self, name, row, opcode, selectors, operands, size, fields, feature, attributes):
        self.name, self.row, self.opcode, self.selectors = name, row, opcode, selectors
        self.operands, self.size, self.feature, self.attributes = operands, size, feature, attributes
        self.vex = ROW_VEX <= row < ROW_NOPS
        self.w1 = bool(row & 4) if self.vex else bool(row & 8)
        self.immediate = sum(IMMEDIATES[i] for i in fields["immediates"])
        self.plus_r, self.digit = fields["plus_r"], fields["digit"]
        self.modrm = fields["modrm"]
        self.letters = {o[0] for o in operands}
        self.refused = next((a[1:] for a in attributes if a.startswith("!")), None)
        self.kind = "refused" if self.refused else next((k for k in KINDS if k in attributes), "plain")
        self.string = bool(self.letters & set("XY"))
        self.touches = bool(self.letters & set("EMW")) and "nomem" not in attributes
        self.takes = self.rex_bits()
        sizes = {o[1] for o in operands if o[0] in "EGRO" and o[2]}
        self.byte = "b" in sizes
        if self.byte and sizes != {"b"}:
            raise TableError("writes bytes and more than bytes")

    def writes(self, letters):
        return any(o[0] in letters and o[2] for o in self.operands)

    def writes_rsp_by(self, letters):
        """Whether rule R04 forbids rsp as the operand of these letters."""
        return self.writes(letters) and not self.byte and not ("rsp" in self.attributes and self.size == 32)

    def writes_spl_by(self, letters):
        return self.writes(letters) and self.byte

    def rex_bits(self):
        """Which of R, X, B may be set."""
        bits = 0
        if self.letters & set("GV"):
            bits |= facts.REX_R
        if self.letters & set("EMW"):
            bits |= facts.REX_X | facts.REX_B
        if self.plus_r or self.letters & set("RU"):
            bits |= facts.REX_B
        return bits

    def lists(self):
        short = ["SHORT"] if self.kind == "jump" and self.immediate == 1 else []
        return LISTS.get(self.kind, ["LOOK"]) + short

    def word(self):
        """The form as an expression of C in the terms of tables.h."""
        parts = ["OPERAND_LENGTH"] if self.modrm else []
        parts.append(f"UINT64_C({1 + self.immediate}) << FORM_LENGTH_SHIFT")
        parts.append(f"(uint64_t)KIND_{self.kind.upper()} << FORM_KIND_SHIFT")
        if self.refused:
            return " | ".join(parts + ["FACT_LOOK", f"(uint64_t)ZV_REASON_{self.refused} << FORM_REASON_SHIFT"])
        parts += [f"FACT_{name}" for name in facts.of_form(self)]
        parts += [flag for flag, letters in WRITTEN if self.writes(letters)]
        parts += ["FORM_BYTE"] if self.byte else []
        parts += ["FORM_TOUCHES"] if self.touches else []
        parts += [flag for flag, letter in (("FORM_RDI", "Y"), ("FORM_RSI", "X")) if letter in self.letters]
        if self.feature != "base":
            parts += [f"(uint64_t)ZVM_FEATURE_{name} << FORM_FEATURE_SHIFT" for name in self.feature.split("+")]
        return " | ".join(parts)


def selector(mod3, reg, rm):
    return rm << 4 | reg << 1 | mod3


def selectors_of(letters, digit, modrm):
    """The modrm selectors that an encoding covers; all if it has no modrm."""
    mods = [0, 1]
    if digit and "." in digit or letters & set("RUS"):
        mods = [1]
    elif "M" in letters:
        mods = [0]
    regs, rms = range(8), range(8)
    if digit:
        regs = [int(digit[0])]
        if "." in digit:
            rms = [int(digit[2])]
    if not modrm:
        mods, regs, rms = [0, 1], range(8), range(8)
    return [selector(m, g, r) for m in mods for g in regs for r in rms]


def parse_encoding(text):
    words = text.split()
    head = re.match(r"^(VNP|V66|VF3|VF2|NOPS|NP|66F2|66F3|F266|F366|66|F2|F3)([vy]?)(\*?)$", words.pop(0))
    if not head:
        raise TableError("prefix?")
    fields = {"prefix": head[1], "sizes": head[2], "both": head[3], "map": "", "W": 0, "L": 0,
              "plus_r": False, "modrm": False, "digit": None, "immediates": []}
    if words and words[0] in MAPS:
        fields["map"] = words.pop(0)
    fields["opcode"] = int(words.pop(0), 16)
    for word in words:
        if word == "/r":
            fields["modrm"] = True
        elif re.match(r"^/[0-7](\.[0-7])?$", word):
            fields["modrm"], fields["digit"] = True, word[1:]
        elif word == "+r":
            fields["plus_r"] = True
        elif re.match(r"^[WL][01]$", word):
            fields[word[0]] = int(word[1])
        elif word in IMMEDIATES or word in ("iz", "iv"):
            fields["immediates"].append(word)
        else:
            raise TableError(f"`{word}`?")
    return fields


def sized(immediate, size):
    if immediate == "iz":
        return "iw" if size == 16 else "id"
    if immediate == "iv":
        return {16: "iw", 32: "id", 64: "iq"}[size]
    return immediate


def to_vex(operands):
    """`V+ W` of a legacy form is `V= H W` in VEX."""
    letter, size, access = operands[0]
    if letter in "VU" and access == "+":
        return [(letter, size, "="), ("H", size, "")] + operands[1:]
    return operands


def forms_of_line(line):
    columns = [c.strip() for c in line.split("|")]
    if len(columns) != 5:
        raise TableError("five columns wanted")
    name, encoding, operand_text, feature_text, attribute_text = columns
    fields = parse_encoding(encoding)
    operands = [m.groups() for m in map(WORD.match, operand_text.split()) if m]
    attributes = attribute_text.split()
    features = feature_text.split("/")
    is_vex = fields["prefix"].startswith("V")
    # (VEX?, L, feature) of each form
    kinds = [(False, 0, features[0])] if not is_vex else []
    if len(features) == 3:
        if is_vex == (features[0] != "-") or fields["both"] == "*" and is_vex:
            raise TableError("legacy feature?")
        kinds += [(True, level, f) for level, f in ((0, features[1]), (1, features[2])) if f != "-"]
        if not is_vex and len(kinds) > 1 and not fields["both"]:
            raise TableError("VEX form without *")
    elif is_vex:
        kinds = [(True, fields["L"], features[0])]
    sizes = {"": [(0, fields["W"], 0)], "y": [(32, 0, 0), (64, 1, 0)], "v": [(16, 0, 1), (32, 0, 0), (64, 1, 0)]}
    for vex, level, feature in kinds:
        for size, w, has_66 in sizes[fields["sizes"]]:
            yield from make_forms(name, fields, operands, attributes, vex, level, feature, size, w, has_66)


def make_forms(name, fields, operands, attributes, vex, level, feature, size, w, has_66):
    prefix = fields["prefix"].lstrip("V")
    if vex:
        pp = PREFIXES.index(prefix)
        row = ROW_VEX + ((MAPS[fields["map"]] - 1) << 4 | level << 3 | w << 2 | pp)
        operands = to_vex(operands) if operands and fields["both"] else operands
    elif prefix == "NOPS":
        row = ROW_NOPS
    else:
        if has_66:
            prefix = "66" if prefix == "NP" else "66" + prefix
        row = MAPS[fields["map"]] << 4 | w << 3 | PREFIXES.index(prefix)
    letters = {o[0] for o in operands}
    mine = dict(fields, immediates=[sized(i, size) for i in fields["immediates"]])
    covered = selectors_of(letters, fields["digit"], fields["modrm"])
    for n in range(8 if fields["plus_r"] else 1):
        yield Form(name, row, fields["opcode"] + n, covered, operands, size, mine, feature, attributes)


def read_table(path):
    cells = {}
    with open(path, encoding="ascii") as f:
        for number, line in enumerate(f, 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            try:
                for form in (f for one in expand(line) for f in forms_of_line(one)):
                    cell = cells.setdefault((form.row, form.opcode), {})
                    for s in form.selectors:
                        if s in cell:
                            raise TableError(f"also stands for {cell[s].name}")
                        cell[s] = form
                    if len({f.modrm for f in cell.values()}) != 1:
                        raise TableError("with and without modrm")
            except (TableError, ValueError, KeyError, IndexError) as e:
                sys.exit(f"{path}:{number}: {e}\n{line}")
    return cells


def escapes():
    """Cells whose bytes are prefixes or maps that decode.h's fast path leaves out."""
    yield from ((0, op) for op in (0xC4, 0xC5))
    yield from ((1, op) for op in (0xF2, 0xF3))
    yield from ((pp, 0x66) for pp in (2, 3))
    for pp in range(4):
        for w in range(2):
            yield from ((1 << 4 | w << 3 | pp, op) for op in (0x38, 0x3A))


def smallest_block(words):
    """(mask, forms) for the 128 words of a cell."""
    for mask in MASKS:
        if all(words[s] == words[s & mask] for s in range(128)):
            return mask, tuple(words[:mask + 1])
    raise AssertionError


def fact_word(names):
    return " | ".join([f"FACT_{name}" for name in names]) or "0"


def prefix_class(byte):
    if byte & 0xF0 == 0x40:
        return PREFIX_CLASSES.index("REXW" if byte & 8 else "REX")
    name = f"{byte:02X}"
    return PREFIX_CLASSES.index(name) if name in PREFIX_CLASSES else 0


def prefix_word(names):
    """What bytes of these four classes are as prefixes: 67, then one of 66 F2 F3, then REX, then 0F; or several 66."""
    several = len(list(itertools.takewhile(lambda name: name == "66", names)))
    if several > 1:
        return f"PREFIX({several}, 0, 0, ROW_NOPS, {fact_word(facts.of_67(False))})"
    at, row, rex_at = 0, 0, 0
    if names[at] == "67":
        at += 1
    if names[at] in ("66", "F2", "F3"):
        row = PREFIXES.index(names[at])
        at += 1
    if names[at] in ("REX", "REXW"):
        row |= 8 if names[at] == "REXW" else 0
        rex_at = at
        at += 1
    if names[at] == "0F":
        row |= MAPS["0F"] << 4
        at += 1
    has_67 = names[0] == "67"
    return f"PREFIX({at}, {rex_at}, {int(has_67)}, {row}, {fact_word(facts.of_67(has_67))})"


def operand_word(sib, modrm):
    o = facts.Operand(modrm >> 6, modrm >> 3 & 7, modrm & 7, sib)
    return (f"UINT64_C({selector(o.mod == 3, o.reg, o.rm)}) << OPERAND_SELECTOR_SHIFT | "
            f"{facts.operand_length(o)} | {fact_word(facts.of_operand(o))}")


def rex_word(byte):
    has_rex = byte & 0xF0 == 0x40
    return fact_word(facts.of_rex(byte & 7 if has_rex else 0, has_rex))


def main():
    cells = read_table(sys.argv[1])
    unknown = ("FACT_LOOK | UINT64_C(1) << FORM_LENGTH_SHIFT | (uint64_t)KIND_REFUSED << FORM_KIND_SHIFT | "
               "(uint64_t)ZV_REASON_UNKNOWN << FORM_REASON_SHIFT")
    blocks, forms = {}, []

    def place(block):
        if block not in blocks:
            blocks[block] = len(forms)
            forms.extend(block)
        return blocks[block]

    place((unknown,))
    table = {}
    for key, cell in cells.items():
        words = [cell[s].word() if s in cell else unknown for s in range(128)]
        mask, block = smallest_block(words)
        table[key] = (place(block), mask)
    for key in escapes():
        if key in table:
            sys.exit(f"an instruction stands in the escape {key}")
        table[key] = (place((unknown + " | FORM_ESCAPE",)), 0)
    # Any mask may follow any form: then a bound on each is a bound on what is read.
    forms += [unknown] * max(MASKS)
    if len(forms) > 0xFFFF:
        sys.exit("more forms than a cell can name")

    bytes_, classes = range(256), range(8)
    arrays = [
        ("uint32_t", "prefix_index", (prefix_class(b) << shift for shift in (9, 6, 3, 0) for b in bytes_)),
        ("uint64_t", "prefix", (prefix_word([PREFIX_CLASSES[c] for c in (c0, c1, c2, c3)])
                                for c0 in classes for c1 in classes for c2 in classes for c3 in classes)),
        ("uint32_t", "facts_of_67", (fact_word(facts.of_67(has_67)) for has_67 in (False, True))),
        ("uint32_t", "facts_of_rex", map(rex_word, bytes_)),
        ("uint32_t", "facts_of_vex", (fact_word(facts.of_rex(bits, False)) for bits in range(8))),
        ("uint16_t", "sib_class", (facts.sib_class(b) << 8 for b in bytes_)),
        ("uint64_t", "operand", (operand_word(sib, modrm) for sib in range(facts.SIB_CLASSES) for modrm in bytes_)),
        ("uint64_t", "form", forms),
        ("struct zv_cell", "cell", ("{%d, %d}" % table.get((row, op), (0, 0)) for row in range(ROWS) for op in bytes_)),
    ]
    print("/* Made by generate.py from instructions.tab and facts.py. */\n")
    print("/* The low bits are OPERAND_LENGTH. */\nenum {")
    for bit, row in enumerate(facts.FACTS, 4):
        print(f"\tFACT_{row[0]} = 1 << {bit},")
    print("};\n\nstatic const struct {")
    arrays = [(kind, name, list(values)) for kind, name, values in arrays]
    for kind, name, values in arrays:
        print(f"\t{kind} {name}[{len(values)}];")
    print("} zv_tables = {")
    for _, name, values in arrays:
        print(f"\t.{name} = {{")
        for value in values:
            print(f"\t\t{value},")
        print("\t},")
    print("};")


main()

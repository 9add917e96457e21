#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns instructions.tab into tables.inc: generate.py INSTRUCTIONS.TAB > tables.inc

The grammar of the table stands at its top, the meaning of the output in tables.h.
"""
import re
import sys

PREFIXES = ["NP", "66", "F2", "F3", "66F2", "66F3", "F266", "F366"]
MAPS = {"": 0, "0F": 1, "0F38": 2, "0F3A": 3}
ROW_VEX, ROW_NOPS, ROWS = 64, 112, 113
IMMEDIATES = {"ib": 1, "iw": 2, "id": 4, "iq": 8, "is4": 1, "cb": 1, "cd": 4}
KINDS = ["plain", "jump", "indirect", "ret", "rep", "ldmxcsr", "nop", "shift16"]
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

    def written(self, letter):
        return any(o[0] == letter and o[2] for o in self.operands)

    def reason(self):
        return next((a[1:] for a in self.attributes if a.startswith("!")), None)

    def word(self):
        """The form as an expression of C in the terms of tables.h."""
        if self.reason():
            flags = ["FORM_MODRM"] if self.modrm else []
            return self.join(flags, [f"(uint64_t)ZV_REASON_{self.reason()} << FORM_REASON_SHIFT"])
        flags = ["FORM_VALID"]
        if self.modrm:
            flags.append("FORM_MODRM")
        if self.letters & set("EMW") and "nomem" not in self.attributes:
            flags.append("FORM_TOUCHES")
        if self.letters & set("XY"):
            flags.append("FORM_STRING")
        flags += [f for f, letter in (("FORM_RDI", "Y"), ("FORM_RSI", "X")) if letter in self.letters]
        if "rsp" in self.attributes and self.size == 32:
            flags.append("FORM_RSP_OK")
        if self.written("O") and self.opcode & 7 == 4:
            flags.append("FORM_W_OPCODE_RSP")
        sizes = {o[1] for o in self.operands if o[0] in "EGRO" and o[2]}
        if "b" in sizes:
            if sizes != {"b"}:
                raise TableError("writes bytes and more than bytes")
            flags.append("FORM_BYTE")
        if self.vex and not self.letters & set("HB"):
            flags.append("FORM_NO_VVVV")
        written = (self.written("E") or self.written("R")) | self.written("G") << 2 | self.written("B") << 5
        numbers = [f"UINT64_C({written}) << FORM_W_SHIFT"] if written else []
        numbers.append(f"UINT64_C({self.rex()}) << FORM_REX_SHIFT")
        kind = next((k for k in KINDS if k in self.attributes), None)
        if kind:
            numbers.append(f"(uint64_t)KIND_{kind.upper()} << FORM_KIND_SHIFT")
        numbers.append(f"(uint64_t)FEATURE_{self.feature.replace('+', '_')} << FORM_FEATURE_SHIFT")
        return self.join(flags, numbers)

    def join(self, flags, numbers):
        return " | ".join([str(self.immediate)] + flags + numbers)

    def rex(self):
        """Which of present, R, X, B may be set; W is part of the row."""
        bits = 0
        if self.letters & set("GV"):
            bits |= 4
        if self.letters & set("EMW"):
            bits |= 3
        if self.plus_r or self.letters & set("RU"):
            bits |= 1
        return bits | (16 if bits or self.w1 else 0)


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
    yield from ((1, op) for op in (0x66, 0x2E, 0xF2, 0xF3))
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


def main():
    cells = read_table(sys.argv[1])
    unknown = "(uint64_t)ZV_REASON_UNKNOWN << FORM_REASON_SHIFT"
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
        table[key] = mask << 16 | place(block)
    for key in escapes():
        if key in table:
            sys.exit(f"an instruction stands in the escape {key}")
        table[key] = place((f"FORM_ESCAPE | {unknown}",))
    if len(forms) > 0xFFFF:
        sys.exit("more forms than a cell can name")

    features = sorted({f.feature for c in cells.values() for f in c.values()}, key=lambda f: (f != "base", f))
    print("/* Made by generate.py from instructions.tab. */\n")
    print("enum {" + ", ".join("FEATURE_" + f.replace("+", "_") for f in features) + ", FEATURE_SETS };\n")
    print("static const uint32_t zv_feature_sets[FEATURE_SETS] = {")
    for f in features:
        bits = "0" if f == "base" else " | ".join("ZVM_FEATURE_" + n for n in f.split("+"))
        print(f"\t[FEATURE_{f.replace('+', '_')}] = {bits},")
    print("};\n")
    print(f"static const uint64_t zv_forms[{len(forms)}] = {{")
    for form in forms:
        print(f"\t{form},")
    print("};\n")
    print("static const uint32_t zv_cells[ROWS][256] = {")
    for row in range(ROWS):
        used = [(op, table[row, op]) for op in range(256) if (row, op) in table]
        if used:
            print(f"\t[{row}] = {{" + ", ".join(f"[{op:#x}] = {cell}" for op, cell in used) + "},")
    print("};")


main()

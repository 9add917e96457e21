# SPDX-License-Identifier: Apache-2.0
"""The facts about an instruction that rules R01 to R04 ask for.

A fact holds if four things hold: one of prefix 67, one of the REX prefix, one of the
operand bytes (modrm and SIB), one of the form.  Each of the four is a word with a bit for
each fact, read from a table; the AND of the words is the instruction's facts.  If there
are none, those rules have nothing against it but its place.
"""
import collections

# `sib` is one of the classes below.
Operand = collections.namedtuple("Operand", "mod reg rm sib")
# `bits`: B=1 X=2 R=4; `present`: there is a REX prefix (VEX has the bits without it).
Rex = collections.namedtuple("Rex", "bits present")

# Classes of SIB bytes: OTHER, base 5 (no base if mod is 0), disp(%rsp), absolute.
SIB_OTHER, SIB_BASE5, SIB_RSP, SIB_ABSOLUTE = range(4)
SIB_CLASSES = 4
REX_B, REX_X, REX_R = 1, 2, 4


def sib_class(sib):
    if sib == 0x24:
        return SIB_RSP
    if sib == 0x25:
        return SIB_ABSOLUTE
    return SIB_BASE5 if sib & 7 == 5 else SIB_OTHER


def has_sib(o):
    return o.mod != 3 and o.rm == 4


def is_rip(o):
    return o.mod == 0 and o.rm == 5


def operand_length(o):
    """Bytes of modrm, SIB and displacement."""
    if o.mod == 3:
        return 1
    no_base = has_sib(o) and o.mod == 0 and o.sib in (SIB_BASE5, SIB_ABSOLUTE)
    disp = {0: 4 if is_rip(o) or no_base else 0, 1: 1, 2: 4}[o.mod]
    return 1 + has_sib(o) + disp


def is_near_stack(o):
    """disp8(%rsp) or (%rsp), if neither REX.X nor REX.B is set."""
    return has_sib(o) and o.sib == SIB_RSP and o.mod != 2


def always(_):
    return True


RSP = 4  # in modrm, without REX; among bytes it is ah without a REX prefix, and spl with one

# name, prefix 67 (None: with and without), REX, operand bytes, form (class Form of generate.py)
FACTS = [
    # R02: a REX bit that the form does not take
    ("REX_B", None, lambda r: r.bits & REX_B, always, lambda f: not f.takes & REX_B),
    ("REX_X", None, lambda r: r.bits & REX_X, always, lambda f: not f.takes & REX_X),
    ("REX_R", None, lambda r: r.bits & REX_R, always, lambda f: not f.takes & REX_R),
    ("REX", None, lambda r: r.present, always, lambda f: not f.takes and not f.w1),
    # R02: 67 without a memory operand
    ("ADDRESS", True, always, always, lambda f: not f.modrm and not f.string),
    ("ADDRESS_REGISTER", True, always, lambda o: o.mod == 3, lambda f: f.modrm),
    # R03: memory accesses that are not confined by 67, nor by being disp8(%rsp)
    ("STRING", False, always, always, lambda f: f.string),
    ("OPEN", False, always, lambda o: o.mod != 3 and not is_near_stack(o), lambda f: f.touches),
    ("OPEN_REX", False, lambda r: r.bits & (REX_X | REX_B), is_near_stack, lambda f: f.touches),
    ("RIP", None, always, is_rip, lambda f: f.touches),
    # R04: writes rsp, by the register in modrm.rm, modrm.reg, the opcode, VEX.vvvv
    ("RSP_RM", None, lambda r: not r.bits & REX_B, lambda o: o.mod == 3 and o.rm == RSP, lambda f: f.writes_rsp_by("ER")),
    ("RSP_REG", None, lambda r: not r.bits & REX_R, lambda o: o.reg == RSP, lambda f: f.writes_rsp_by("G")),
    ("RSP_OPCODE", None, lambda r: not r.bits & REX_B, always, lambda f: f.opcode & 7 == RSP and f.writes_rsp_by("O")),
    ("SPL_RM", None, lambda r: r.present and not r.bits & REX_B, lambda o: o.mod == 3 and o.rm == RSP,
     lambda f: f.writes_spl_by("ER")),
    ("SPL_REG", None, lambda r: r.present and not r.bits & REX_R, lambda o: o.reg == RSP, lambda f: f.writes_spl_by("G")),
    ("SPL_OPCODE", None, lambda r: r.present and not r.bits & REX_B, always,
     lambda f: f.opcode & 7 == RSP and f.writes_spl_by("O")),
    # VEX.vvvv names a register (15 is none) though the form has none there; it is rsp and written
    ("VVVV", None, None, always, lambda f: f.vex and not f.letters & set("HB")),
    ("RSP_VVVV", None, None, always, lambda f: f.writes_rsp_by("B")),
    # What else is to be looked at, by the form alone: see LISTS of generate.py.
    ("LOOK", None, always, always, lambda f: "LOOK" in f.lists()),
    ("JUMP", None, always, always, lambda f: "JUMP" in f.lists()),
    ("SHORT", None, always, always, lambda f: "SHORT" in f.lists()),
    ("NOP", None, always, always, lambda f: "NOP" in f.lists()),
]


def names(fits):
    """The facts for which `fits` holds, given the row."""
    return [row[0] for row in FACTS if fits(*row[1:])]


def of_67(has_67):
    return names(lambda address, rex, operand, form: address is None or address == has_67)


def of_rex(bits, present):
    """Without the facts of VEX.vvvv, which decode.h adds."""
    return names(lambda address, rex, operand, form: rex and rex(Rex(bits, present)))


def of_operand(o):
    return names(lambda address, rex, operand, form: operand(o))


def of_form(f):
    return names(lambda address, rex, operand, form: form(f))

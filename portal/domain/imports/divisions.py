"""Which division a new cost code belongs to: what the file says, else what the code's own digits say.

Source: Create divisions and cost codes; numbering of cost codes (16 and 50 division lists).
"""

import re
from collections.abc import Mapping

OTHER = ("Other", "Without a division")
"""For codes that name no division."""

_NUMBERED = re.compile(r"(\d{1,3})\b[\s.:\u2013-]*(.*)", re.ASCII)
_PREFIX = re.compile(r"(\d{1,3})[\s-]", re.ASCII)
_DIGITS = re.compile(r"(\d{4,6})(?:\.\d+)?", re.ASCII)
_FIFTY_DIVISIONS = 6


def division_of(code: str, said: str, known: Mapping[str, str]) -> tuple[str, str]:
    """Return number and name of the division for a new cost code. `known` maps the company's numbers to names.

    `said` is the file's division column: `03 Concrete`, `03` or a name. Without it the code's prefix counts:
    `03-100` -> 03; `015000` (six digits) -> 01; `15500.000` and `1400` (old lists count in thousands) -> 15, 01.
    A number that the company writes differently (`3` for `03`) finds the company's own.
    """
    number, name = _said(said, known) if said else ("", "")
    if not number:
        number = _prefix(code)
    if not number:
        return OTHER
    same = next((each for each in known if _same(each, number)), number)
    return same, known.get(same) or name or f"Division {same}"


def _said(said: str, known: Mapping[str, str]) -> tuple[str, str]:
    if said in known:
        return said, known[said]
    found = _NUMBERED.fullmatch(said)
    if found:
        return found[1], found[2].strip()
    by_name = next((number for number, name in known.items() if name.casefold() == said.casefold()), "")
    return by_name or said, said


def _prefix(code: str) -> str:
    apart = _PREFIX.match(code)
    if apart:
        return apart[1]
    found = _DIGITS.fullmatch(code)
    if not found:
        return ""
    digits = found[1]
    return digits[:2] if len(digits) == _FIFTY_DIVISIONS else f"{int(digits) // 1000:02d}"


def _same(one: str, other: str) -> bool:
    return one == other or (one.isdecimal() and other.isdecimal() and int(one) == int(other))

"""A list of cost codes read from a file: code, name, unit, division.

Source: Entering and importing cost codes.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from portal.domain.imports.cells import Cell, CellError, text_of
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import ImportMapping
from portal.domain.imports.outcomes import Outcome
from portal.domain.imports.plans import safe_text
from portal.domain.imports.subtotals import total_words

_DIVISION = re.compile(r"(\d{1,3})\b[\s.:-]*(.*)", re.ASCII)
_ENOUGH_TO_TELL = 4


class RepeatedCodes(StrEnum):
    """What happens when one code stands in several rows of a list with different names."""

    REFUSE = "refuse"
    FIRST_NAME = "first_name"
    NUMBER = "number"


class ListedCode(NamedTuple):
    """One cost code as the list gives it; `division` is its number, `division_name` the rest."""

    code: str
    name: str
    uom: str
    division: str
    division_name: str


class CodeOutcome(NamedTuple):
    """What one row of the list would do; `warning` asks for a look and closes nothing."""

    row: int
    outcome: Outcome
    code: ListedCode
    sentence: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """The whole answer; nothing has been written."""

    rows: tuple[CodeOutcome, ...]
    codes: tuple[ListedCode, ...]
    divisions: Mapping[str, str]
    problems: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[CodeOutcome, ...]:
        """Rows that deserve a look, such as codes that lost a leading zero."""
        return tuple(row for row in self.rows if row.warning)

    @property
    def may_import(self) -> bool:
        """Whether the list may be written: whole or not at all."""
        return (
            bool(self.codes)
            and not self.problems
            and all(row.outcome is not Outcome.ERROR for row in self.rows)
        )


def read_cost_codes(
    rows: Sequence[Sequence[Cell]],
    mapping: ImportMapping,
    existing: Mapping[str, str],
    *,
    repeated: RepeatedCodes = RepeatedCodes.REFUSE,
    restore_zeros: bool = False,
) -> CodeList:
    """Read a list of cost codes; `existing` maps the company's codes to their names.

    With RepeatedCodes.NUMBER the second row of code 15713 becomes 15713-2. A code that is one digit short
    and whose division starts with zero is warned about, and completed when `restore_zeros` is set. Amounts
    are not looked at.
    """
    if mapping.column_of(Role.COST_CODE) is None:
        return CodeList((), (), {}, ("Choose the column that holds the cost code.",))
    read = [
        _read(number, row, mapping)
        for number, row in enumerate(rows[mapping.header_row :], start=mapping.header_row + 1)
        if any(cell not in {None, ""} for cell in row)
    ]
    usual = _usual_length([row.code.code for row in read])
    seen: dict[str, CodeOutcome] = {}
    answered = [
        _answer(_with_zero(row, usual, restore=restore_zeros), seen, existing, repeated) for row in read
    ]
    written = tuple(
        row.code for row in answered if row.outcome in {Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED}
    )
    divisions = {code.division: code.division_name for code in reversed(written) if code.division}
    return CodeList(tuple(answered), written, dict(sorted(divisions.items())))


def _read(number: int, row: Sequence[Cell], mapping: ImportMapping) -> CodeOutcome:
    def text(role: Role) -> str:
        index = mapping.column_of(role)
        return text_of(row[index]) if index is not None and index < len(row) else ""

    try:
        code, name = text(Role.COST_CODE), text(Role.DESCRIPTION)
        if mapping.code_separator and mapping.code_separator in code:
            code, _, rest = code.partition(mapping.code_separator)
            name = name or rest
        number_and_name = _DIVISION.match(text(Role.DIVISION))
        division, division_name = number_and_name.groups() if number_and_name else (text(Role.DIVISION), "")
        listed = ListedCode(
            code.strip(), _without_code(name.strip(), code.strip()), text(Role.UOM), division, division_name
        )
    except CellError as wrong:
        return CodeOutcome(number, Outcome.ERROR, ListedCode("", "", "", "", ""), f"Row {number}: {wrong}")
    if not listed.code or total_words((listed.code,)):
        shown = next(filter(None, map(safe_text, row)), "")
        return CodeOutcome(
            number, Outcome.SKIPPED, listed._replace(name=shown), "There is no cost code in this row."
        )
    return CodeOutcome(number, Outcome.NEW, listed)


def _without_code(name: str, code: str) -> str:
    """`15713 Sediment Fence` -> `Sediment Fence` beside its code."""
    rest = name.removeprefix(code).lstrip(" -:\u2013")
    return rest or name


def _usual_length(codes: Sequence[str]) -> int:
    """Return the count of digits that most codes have; 0 when the list does not tell."""
    lengths = Counter(len(code) for code in codes if code.isdigit())
    length, count = lengths.most_common(1)[0] if lengths else (0, 0)
    return length if count >= _ENOUGH_TO_TELL and count > lengths.total() / 2 else 0


def _with_zero(row: CodeOutcome, usual: int, *, restore: bool) -> CodeOutcome:
    code = row.code
    lost = code.code.isdigit() and len(code.code) == usual - 1 and code.division.startswith("0")
    if row.outcome is not Outcome.NEW or not lost or not f"0{code.code}".startswith(code.division):
        return row
    if restore:
        warning = f"{code.code} lost its leading zero; read as 0{code.code}."
        return row._replace(code=code._replace(code=f"0{code.code}"), warning=warning)
    return row._replace(
        warning=f"{code.code} has probably lost a leading zero: division {code.division} says 0{code.code}."
    )


def _answer(
    row: CodeOutcome, seen: dict[str, CodeOutcome], existing: Mapping[str, str], repeated: RepeatedCodes
) -> CodeOutcome:
    if row.outcome is not Outcome.NEW:
        return row
    key = row.code.code.casefold()
    first = seen.get(key)
    if first is not None:
        if repeated is RepeatedCodes.REFUSE:
            sentence = (
                f"Row {row.row}: the code {row.code.code} stands already in row {first.row}. "
                "Choose what repeated codes become."
            )
            return row._replace(outcome=Outcome.ERROR, sentence=sentence)
        if repeated is RepeatedCodes.FIRST_NAME:
            return row._replace(outcome=Outcome.SKIPPED, sentence=f"The same code as row {first.row}.")
        row = row._replace(code=row.code._replace(code=_numbered(row.code.code, seen)))
        key = row.code.code.casefold()
    seen[key] = row
    known = existing.get(row.code.code)
    if known is None:
        return row
    return row._replace(outcome=Outcome.UNCHANGED if known == row.code.name else Outcome.CHANGED)


def _numbered(code: str, seen: Mapping[str, CodeOutcome]) -> str:
    number = 2
    while f"{code}-{number}".casefold() in seen:
        number += 1
    return f"{code}-{number}"

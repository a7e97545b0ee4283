"""A budget sheet as it is imported or pasted: its head, its rows, and what makes it wrong.

The head names job, reference, operation, the SHA-256 of the rows as written and their number; a sheet that
somebody changed afterwards does not fit its own head.
"""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from portal.practice.sage.amounts import LARGEST, NOTHING, exact
from portal.practice.sage.cost_codes import code_of
from portal.practice.sage.jobs import number_of, phase_of
from portal.practice.sage.refusals import SageError

BUDGET: Final = "6-2 Budget"
CHANGES: Final = "6-4-1 Change Orders"
TYPE_COLUMNS: Final = (
    "Material",
    "Labor",
    "Equipment",
    "Subcontract",
    "Other",
    "User 6",
    "User 7",
    "User 8",
    "User 9",
)
HEADER: Final = ("Phase", "Cost Code", "Description", *TYPE_COLUMNS, "Total")
_HEAD: Final = ("Sheet", "Job", "Reference", "Operation", "Hash", "Rows")
_CHANGED = "This sheet was changed after it was written: {}. Ask for a new one."


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cost code of a phase with its amounts by cost type, 1 to 9."""

    phase: int
    code: Decimal
    description: str
    amounts: Mapping[int, Decimal]

    @property
    def total(self) -> Decimal:
        """All cost types together."""
        return sum(self.amounts.values(), NOTHING)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that fits its head and adds up."""

    kind: str
    job: int
    reference: str
    operation: str
    hash: str
    rows: tuple[Row, ...]
    approval: str = ""

    @property
    def total(self) -> Decimal:
        """The sum of all rows."""
        return sum((row.total for row in self.rows), NOTHING)


def read(text: str) -> Sheet:
    """Read a sheet from the text of its CSV. Raises SageError with what is wrong and where."""
    lines = [line.rstrip("\r") for line in text.removeprefix("\ufeff").strip("\r\n").split("\n")]
    edge = lines.index("") if "" in lines else len(lines)
    head, body = _head(lines[:edge]), lines[edge + 1 :]
    if head["Sheet"] not in {BUDGET, CHANGES}:
        raise SageError(f'This is no sheet for the budget: it says "{head["Sheet"]}".')
    if hashlib.sha256("\n".join(body).encode()).hexdigest() != head["Hash"].lower():
        raise SageError(_CHANGED.format("its rows do not fit its hash"))
    cells = list(csv.reader(body, strict=True))
    if not cells or tuple(cells[0]) != HEADER:
        raise SageError(f"The columns of the sheet must be {', '.join(HEADER)}.")
    if str(len(cells) - 1) != head["Rows"]:
        raise SageError(_CHANGED.format(f"it has {len(cells) - 1} rows and its head says {head['Rows']}"))
    rows = tuple(_row(number, row) for number, row in enumerate(cells[1:], start=1))
    _one_row_each(rows)
    return Sheet(
        head["Sheet"],
        number_of(head["Job"]),
        head["Reference"],
        head["Operation"],
        head["Hash"],
        rows,
        head.get("Approval", ""),
    )


def _head(lines: Sequence[str]) -> dict[str, str]:
    head = {row[0]: row[1].strip() for row in csv.reader(lines) if len(row) > 1}
    missing = [name for name in _HEAD if name not in head]
    if missing:
        raise SageError(f"This is no budget sheet: the head lacks {', '.join(missing)}.")
    return head


def _row(number: int, cells: Sequence[str]) -> Row:
    where = f"row {number}"
    if len(cells) != len(HEADER):
        raise SageError(f"In {where} there are {len(cells)} cells instead of {len(HEADER)}.")
    amounts = {
        kind: exact(cells[2 + kind], f"{where}, {name},") for kind, name in enumerate(TYPE_COLUMNS, start=1)
    }
    row = Row(phase_of(cells[0]), code_of(cells[1]), cells[2], amounts)
    if abs(row.total) > LARGEST:
        raise SageError(f"In {where} the total {row.total} is too large: the grid holds 99,999,999.99.")
    if exact(cells[-1], f"{where}, Total,") != row.total:
        raise SageError(f"In {where} the amounts add up to {row.total}, not {cells[-1]}.")
    return row


def _one_row_each(rows: Sequence[Row]) -> None:
    if not rows:
        raise SageError("The sheet has no rows.")
    seen = [(row.phase, row.code) for row in rows]
    for phase, code in seen:
        found = seen.count((phase, code))
        if found > 1:
            raise SageError(f"Expected only 1 result, found {found}: cost code {code}, phase {phase}.")

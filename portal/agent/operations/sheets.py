"""A sheet laid out as the 6-2 grid (or 6-4-1) for import and paste: what stands on it, its hash, its file name.

Source: Export a Budget to Sage 100 Contractor; the grid's columns are those of 6-2 Budgets.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

BUDGET, CHANGES, JOB = "6-2 Budget", "6-4-1 Change Orders", "3-5 Job"
GRID_HEADER = (
    "Phase",
    "Cost Code",
    "Description",
    "Material",
    "Labor",
    "Equipment",
    "Subcontract",
    "Other",
    "User 6",
    "User 7",
    "User 8",
    "User 9",
    "Total",
)
JOB_HEADER = ("Number", "Name", "Short Name", "Address 1", "Address 2", "City", "State", "Zip Code")
_LIVE = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')

Cell = str | Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `prefix` begins the file's name: `6-2 Budget`, `6-4-1 Change`, `3-5 Job`; `mark` may end it.

    `approval` says which submission was accepted by whom, for whoever goes from Sage back to the portal.
    """

    title: str
    prefix: str
    job: str
    reference: str
    operation: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    mark: str = ""
    approval: str = ""

    @property
    def stem(self) -> str:
        """The file's name without its kind; the operation makes it unique."""
        parts = (self.prefix, self.job, self.reference, self.operation, self.mark)
        return " ".join(file_word(part) for part in parts if part)

    @property
    def data_lines(self) -> tuple[str, ...]:
        """The header and the rows as lines of the CSV: what the hash is taken over."""
        return (_line(self.header), *(_line([_shown(cell) for cell in row]) for row in self.rows))

    @property
    def hash(self) -> str:
        """SHA-256 of the data lines."""
        return hash_of(self.data_lines)

    @property
    def head(self) -> tuple[tuple[str, str], ...]:
        """What stands above the rows, so that a changed sheet does not fit its own head."""
        return (
            ("Sheet", self.title),
            ("Job", self.job),
            ("Reference", self.reference),
            ("Operation", self.operation),
            ("Hash", self.hash),
            ("Rows", str(len(self.rows))),
            *((("Approval", guarded(self.approval)),) if self.approval else ()),
        )

    def as_csv(self) -> bytes:
        """The sheet as CSV, marked as UTF-8 so that a spreadsheet shows names as they are."""
        lines = [*(_line(pair) for pair in self.head), "", *self.data_lines]
        return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def hash_of(lines: Iterable[str]) -> str:
    """The SHA-256 of lines joined by line feeds, in hexadecimal."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def file_word(text: str) -> str:
    """A text as part of a file name that Windows takes."""
    return _NOT_IN_NAMES.sub("_", text).strip(" .") or "_"


def file_tail(operation: str) -> str:
    """How the file names of an operation end, before the kind."""
    return f" {file_word(operation)}"


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" '").startswith(_LIVE) else text


def _shown(cell: Cell) -> str:
    return f"{cell:.2f}" if isinstance(cell, Decimal) else guarded(cell)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(list(cells))
    return line.getvalue()

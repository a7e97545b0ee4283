"""Reading the agent's own budget sheets back: the drop folder is the witness of what was written."""

import contextlib
import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from .sheet_files import of_operation
from .sheets import GRID_HEADER, hash_of

_FIRST_AMOUNT = GRID_HEADER.index("Material")


@dataclass(frozen=True, slots=True)
class Found:
    """A complete sheet of an operation in the folder. Totals are by cost type, as text."""

    files: tuple[str, ...]
    job: str
    reference: str
    hash: str
    rows: int
    totals: dict[str, str]
    amounts: dict[tuple[int, Decimal, int], Decimal]
    title: str


def find(folder: Path, operation: str) -> Found | None:
    """The complete budget sheet of an operation, its rows as written; None where there is none or it was changed."""
    for path in of_operation(folder, operation):
        if path.suffix == ".csv":
            with contextlib.suppress(OSError, ValueError, KeyError, UnicodeDecodeError):
                return _read(path, tuple(sorted(each.name for each in of_operation(folder, operation))))
    return None


def _read(path: Path, files: tuple[str, ...]) -> Found:
    """Raises ValueError where the rows do not fit the head."""
    lines = path.read_bytes().decode("utf-8-sig").rstrip("\r\n").replace("\r\n", "\n").split("\n")
    edge = lines.index("")
    head = {row[0]: row[1] for row in csv.reader(lines[:edge]) if len(row) > 1}
    body = lines[edge + 1 :]
    if hash_of(body) != head["Hash"]:
        raise ValueError("The rows do not fit the hash.")
    rows = list(csv.reader(body))[1:]
    amounts = {
        (int(row[0]), Decimal(row[1]), kind): Decimal(row[_FIRST_AMOUNT + kind - 1])
        for row in rows
        for kind in range(1, 10)
    }
    return Found(
        files,
        head["Job"],
        head["Reference"],
        head["Hash"],
        len(rows),
        totals_of(amounts),
        amounts,
        head["Sheet"],
    )


def totals_of(amounts: dict[tuple[int, Decimal, int], Decimal]) -> dict[str, str]:
    """Control totals by cost type, all nine."""
    sums = {kind: Decimal("0.00") for kind in range(1, 10)}
    for (_, _, kind), value in amounts.items():
        sums[kind] += value
    return {str(kind): f"{value:.2f}" for kind, value in sums.items()}

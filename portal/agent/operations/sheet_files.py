"""Putting sheets into the drop folder: under another name first, on the disk, then renamed. Whole files or none.

The XLSX comes first and the CSV last: where the CSV stands, the operation is complete.
"""

import contextlib
import csv
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from ..failures import FolderError
from .sheets import GRID_HEADER, Sheet, file_tail, hash_of

WITHDRAWN = "withdrawn"
_HALF = ".half"
_LOG = logging.getLogger("portal_agent")
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


def write(folder: Path, sheet: Sheet, *, with_csv: bool = True) -> tuple[str, ...]:
    """Write a sheet and return its file names. Raises FolderError; then no file of it is left."""
    names = [f"{sheet.stem}.xlsx"] + ([f"{sheet.stem}.csv"] if with_csv else [])
    try:
        _place(folder / names[0], lambda path: _write_workbook(path, sheet))
        if with_csv:
            _place(folder / names[1], lambda path: path.write_bytes(sheet.as_csv()))
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        left = _remove([folder / name for name in names])
        rest = f" {left} could not be removed: delete it, and post nothing from it." if left else ""
        raise FolderError(f"The drop folder {folder} does not take the sheet: {error}.{rest}") from error
    return tuple(names)


def find(folder: Path, operation: str) -> Found | None:
    """The complete budget sheet of an operation, its rows as written; None where there is none or it was changed."""
    for path in _of_operation(folder, operation):
        if path.suffix == ".csv":
            with contextlib.suppress(OSError, ValueError, KeyError, UnicodeDecodeError):
                return _read(path, tuple(sorted(each.name for each in _of_operation(folder, operation))))
    return None


def names(folder: Path, operation: str) -> list[str]:
    """The names of an operation's files, complete or not."""
    return [path.name for path in _of_operation(folder, operation)]


def put_aside(folder: Path, operation: str) -> list[str]:
    """Move an operation's files to `withdrawn`. Returns their names. Raises FolderError."""
    moved = []
    try:
        for path in _of_operation(folder, operation):
            (folder / WITHDRAWN).mkdir(exist_ok=True)
            path.replace(folder / WITHDRAWN / path.name)
            moved.append(path.name)
    except OSError as error:
        raise FolderError(
            f"A sheet cannot be moved to {folder / WITHDRAWN}: {error}. Close it where it is open, then retry."
        ) from error
    return moved


def clear_halves(folder: Path) -> None:
    """Remove what a killed agent left half written."""
    with contextlib.suppress(OSError):
        for path in folder.glob(f"~*{_HALF}"):
            path.unlink(missing_ok=True)


def _of_operation(folder: Path, operation: str) -> list[Path]:
    tail = file_tail(operation)
    try:
        return sorted(
            path for path in folder.iterdir() if path.suffix in {".csv", ".xlsx"} and path.stem.endswith(tail)
        )
    except OSError as error:
        raise FolderError(f"The drop folder {folder} cannot be read: {error}.") from error


def _place(path: Path, fill: Callable[[Path], object]) -> None:
    half = path.with_name(f"~{path.name}{_HALF}")
    try:
        fill(half)
        with half.open("rb+") as file:
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise
    if os.name == "posix":  # the rename itself, where folders can be synchronised
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(paths: list[Path]) -> str:
    left = []
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            left.append(path.name)
            _LOG.exception("%s could not be removed.", path)
    return ", ".join(left)


def _write_workbook(path: Path, sheet: Sheet) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(sheet.prefix)
        amount, text = book.add_format({"num_format": "0.00"}), book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True})
        for row, (name, value) in enumerate(sheet.head):
            page.write_string(row, 0, name, bold)
            page.write_string(row, 1, value, text)
        top = len(sheet.head) + 1
        for column, name in enumerate(sheet.header):
            page.write_string(top, column, name, bold)
        for row, cells in enumerate(sheet.rows, start=top + 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, Decimal):
                    page.write_number(row, column, float(cell), amount)  # a workbook knows no other numbers
                else:
                    page.write_string(row, column, cell, text)
        page.set_column(0, 1, 14)
        page.set_column(2, 2, 36)
        page.set_column(3, 12, 14)


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

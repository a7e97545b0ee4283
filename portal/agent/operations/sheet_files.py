"""Putting sheets into the drop folder: under another name first, on the disk, then renamed. Whole files or none.

The XLSX comes first and the CSV last: where the CSV stands, the operation is complete.
"""

import contextlib
import logging
import os
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from ..failures import FolderError
from . import workbooks
from .sheets import Sheet, file_tail

WITHDRAWN = "withdrawn"
_HALF = ".half"
_LOG = logging.getLogger("portal_agent")


def write(folder: Path, sheet: Sheet, *, with_csv: bool = True) -> tuple[str, ...]:
    """Write a sheet and return its file names. Raises FolderError; then no file of it is left."""
    names = [f"{sheet.stem}.xlsx"] + ([f"{sheet.stem}.csv"] if with_csv else [])
    try:
        _place(folder / names[0], lambda path: workbooks.write(path, sheet))
        if with_csv:
            _place(folder / names[1], lambda path: path.write_bytes(sheet.as_csv()))
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        left = _remove([folder / name for name in names])
        rest = f" {left} could not be removed: delete it, and post nothing from it." if left else ""
        raise FolderError(f"The drop folder {folder} does not take the sheet: {error}.{rest}") from error
    return tuple(names)


def names(folder: Path, operation: str) -> list[str]:
    """The names of an operation's files, complete or not."""
    return [path.name for path in of_operation(folder, operation)]


def put_aside(folder: Path, operation: str) -> list[str]:
    """Move an operation's files to `withdrawn`. Returns their names. Raises FolderError."""
    moved = []
    try:
        for path in of_operation(folder, operation):
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


def of_operation(folder: Path, operation: str) -> list[Path]:
    """The files of an operation, complete or not. Raises FolderError."""
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

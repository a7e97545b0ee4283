"""XLSX and XLS: fenced here, parsed by a child process with bounded memory and time."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from portal.files.packages import open_package
from portal.files.sheet_xml import broken_formulas, refuse_far_cells
from portal.files.workbooks import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    FileError,
    FileKind,
    Sheet,
    too_long,
    too_wide,
)

_CHILD = Path(__file__).with_name("spreadsheet_child.py")
_MEGABYTES, _SECONDS = 768, 8
_SENTENCES = {
    "password": "The file is protected with a password. Remove the password and upload it again.",
    "large": f"The file has more than {MAX_CELLS:,} cells or very long texts. Save only the sheet that is needed.",
    "broken": "The file is damaged and cannot be read. Open it in a spreadsheet, save it as XLSX and upload it again.",
}


def read_spreadsheet(data: bytes, kind: FileKind) -> tuple[Sheet, ...]:
    """Return the sheets of an XLSX or XLS; formulas show their saved results. Raises FileError.

    In an XLSX a failed formula shows what the spreadsheet shows (`#REF!`); an XLS shows it as an empty cell.
    """
    limits = [str(_MEGABYTES), str(_SECONDS), str(MAX_CELLS)]
    command = [sys.executable, "-P", str(_CHILD), *limits]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as child:
        try:  # the child loads its reader while the package is judged here
            broken: dict[str, dict[tuple[int, int], str]] = {}
            if kind is FileKind.XLSX:
                data, broken = _judged(data)
            return tuple(_sheet(one, broken.get(one["name"], {})) for one in _parsed(child, data))
        finally:
            child.kill()


def _judged(data: bytes) -> tuple[bytes, dict[str, dict[tuple[int, int], str]]]:
    """The package with only what is read, and the broken formulas of each sheet. Raises FileError."""
    package = open_package(data)
    for content in package.parts.values():
        refuse_far_cells(content)
    broken = {name: broken_formulas(package.parts[part]) for name, part in package.sheet_parts().items()}
    return package.repacked(), broken


def _parsed(child: subprocess.Popen[bytes], data: bytes) -> list[dict[str, Any]]:
    try:
        told, _ = child.communicate(data, timeout=_SECONDS)
        answer = json.loads(told)
    except (subprocess.TimeoutExpired, ValueError) as wrong:
        raise FileError(_SENTENCES["broken"]) from wrong
    if "refused" in answer:
        raise FileError(_SENTENCES[answer["refused"]])
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets


def _sheet(read: dict[str, Any], broken: dict[tuple[int, int], str]) -> Sheet:
    rows = read["rows"]
    if len(rows) > MAX_ROWS:
        raise too_long()
    if max(map(len, rows), default=0) > MAX_COLUMNS:
        raise too_wide()
    for (row, column), shown in broken.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = shown
    return Sheet(read["name"], rows, read["hidden"])

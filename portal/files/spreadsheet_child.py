"""Read one spreadsheet in a process of its own: bytes on stdin, JSON on stdout.

Started by file name, so it imports nothing of the portal. A file that makes the reader allocate without end,
or never return, ends this process and nothing else.
"""

import datetime as dt
import io
import json
import sys
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MOST_LETTERS = 16_000_000
"""A text that a file holds once may stand in every cell of it."""


def bound(megabytes: int, seconds: int) -> None:
    """Limit this process where the system can."""
    try:
        import resource  # noqa: PLC0415 - absent on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def plain(cell: Any) -> Any:
    """Return a cell as JSON holds it: dates and times as ISO text."""
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, dt.timedelta) else cell


def plain_rows(rows: list[list[Any]]) -> list[list[Any]]:
    """Drop empty rows and cells at the end, and turn dates into text."""
    dated = (dt.date, dt.time, dt.timedelta)
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    for row in rows:
        while row and row[-1] == "":
            row.pop()
        for index, cell in enumerate(row):
            if isinstance(cell, dated):
                row[index] = plain(cell)
    return rows


def read(data: bytes, most_cells: int) -> dict[str, Any]:
    """Return the sheets, or the kind of refusal."""
    sheets, cells, letters = [], 0, 0
    with CalamineWorkbook.from_object(io.BytesIO(data)) as workbook:
        for facts in workbook.sheets_metadata:
            if facts.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(facts.name)
            cells += sheet.total_height * sheet.total_width
            if cells > most_cells:
                return {"refused": "large"}
            rows = plain_rows(sheet.to_python(skip_empty_area=False))
            letters += sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
            if letters > MOST_LETTERS:
                return {"refused": "large"}
            hidden = facts.visible != SheetVisibleEnum.Visible
            sheets.append({"name": facts.name, "hidden": hidden, "rows": rows})
    return {"sheets": sheets}


def main(megabytes: int, seconds: int, most_cells: int) -> int:
    """Answer once; any failure of the reader is an answer too."""
    bound(megabytes, seconds)
    try:
        answer = read(sys.stdin.buffer.read(), most_cells)
    except PasswordError:
        answer = {"refused": "password"}
    except MemoryError:
        answer = {"refused": "large"}
    except BaseException:  # noqa: BLE001 - a panic of the reader is no Exception
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4])))

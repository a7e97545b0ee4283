"""From the bytes of a person's file to its sheets."""

from pathlib import PurePosixPath

from portal.files.delimited import read_delimited
from portal.files.kinds import kind_of_file
from portal.files.spreadsheets import read_spreadsheet
from portal.files.workbooks import FileError, FileKind, Sheet, Workbook


def read_workbook(data: bytes, filename: str) -> Workbook:
    """Read a CSV, XLSX or XLS, told apart by content; `filename` is only shown and names the sheet of a CSV.

    Raises FileError with one sentence for everything that is too large, protected, damaged or no table.
    """
    kind = kind_of_file(data)
    shown = PurePosixPath(filename.replace("\\", "/")).name or "file"
    if kind is FileKind.CSV:
        sheets: tuple[Sheet, ...] = (Sheet(PurePosixPath(shown).stem, read_delimited(data)),)
    else:
        sheets = read_spreadsheet(data, kind)
    if not any(sheet.rows for sheet in sheets):
        raise FileError("The file holds no rows. Choose another file.")
    return Workbook(shown, kind, sheets, _notes(shown, kind))


def _notes(shown: str, kind: FileKind) -> tuple[str, ...]:
    ending = PurePosixPath(shown).suffix.casefold().lstrip(".")
    if ending in {one.value for one in FileKind} and ending != kind.value:
        return (f"The file is named .{ending} but is {kind.value.upper()}, and was read as that.",)
    return ()

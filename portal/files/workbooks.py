"""What a price file holds once it is read, and the limits of what is read at all."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.imports.cells import Cell

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 60_000
MAX_COLUMNS = 1_000
MAX_CELLS = 2_000_000
MAX_UNPACKED = 48 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 2_000


class FileError(ValueError):
    """The file is refused; `str(error)` is one sentence for the person who chose it."""


class FileKind(StrEnum):
    """The kinds that are read."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from its first row and column on; rows may differ in length."""

    name: str
    rows: list[list[Cell]]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a file, in its order; `notes` are sentences about what deserves a look."""

    filename: str
    kind: FileKind
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """Return a sheet by name. Raises FileError when the file has none of that name."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise FileError(f"The file has no sheet named “{name[:40]}”. Choose a sheet again.")


def too_long() -> FileError:
    """Return the refusal of a sheet with too many rows."""
    return FileError(
        f"The sheet has more than {MAX_ROWS:,} rows. Remove what is not needed and upload it again."
    )


def too_wide() -> FileError:
    """Return the refusal of a sheet with too many columns."""
    return FileError(
        f"The sheet has more than {MAX_COLUMNS:,} columns. Remove what is not needed and upload it again."
    )

"""The folder where the sync agent leaves its sheets: what lies there, and its text."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.practice.sage import sheets
from portal.practice.sage.refusals import NotOnFileError, SageError

_NAME = re.compile(r"[^/\\\0]{1,200}\.(csv|xlsx)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sheet in the folder; `sheet` is None where `problem` says why it cannot be read."""

    name: str
    written: str
    sheet: sheets.Sheet | None
    problem: str


def listing(folder: Path) -> list[Waiting]:
    """The sheets that can be imported, oldest first. Half-written and withdrawn ones are not there."""
    if not folder.is_dir():
        return []
    found = []
    for path in folder.glob("*.csv"):
        try:
            written = path.stat().st_mtime
            text = text_of(folder, path.name)
        except (OSError, SageError):
            continue  # withdrawn while we looked
        sheet, problem = _read(text)
        moment = datetime.fromtimestamp(written, UTC).isoformat(timespec="seconds")
        found.append((written, Waiting(path.name, moment, sheet, problem)))
    return [waiting for _, waiting in sorted(found, key=lambda pair: (pair[0], pair[1].name))]


def forms(folder: Path) -> list[str]:
    """The names of sheets for people only (new jobs): they are typed, not imported."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.glob("3-5 *") if _NAME.fullmatch(path.name))


def text_of(folder: Path, name: str) -> str:
    """The text of one sheet. Raises NotOnFileError where there is none of that name."""
    if not _NAME.fullmatch(name) or name.startswith(".") or not name.lower().endswith(".csv"):
        raise NotOnFileError(f'"{name}" is no sheet in the folder. Choose a CSV that lies there.')
    try:
        return (folder / name).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SageError(f'"{name}" is not written in UTF-8.') from error
    except OSError as error:
        raise NotOnFileError(
            f'The sheet "{name}" is not there any more. It may have been withdrawn.'
        ) from error


def _read(text: str) -> tuple[sheets.Sheet | None, str]:
    try:
        return sheets.read(text), ""
    except SageError as error:
        return None, str(error)

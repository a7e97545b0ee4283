"""The zip of an XLSX: judged by its directory before anything is unpacked, then repacked with only what is read.

The repacked file has true sizes, no entry twice and no document type, whatever the original claimed.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from portal.files.workbooks import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, FileError

_BROKEN = (
    "The file is damaged and cannot be read. Open it in a spreadsheet, save it as XLSX and upload it again."
)
_BOMB = "The file unpacks to far more than a price file holds and was not opened. Save only the sheet that is needed."
_SMALL = 1024 * 1024
_READ = (
    "_rels/",
    "xl/_rels/",
    "xl/worksheets/",
    "[content_types].xml",
    "xl/workbook.xml",
    "xl/sharedstrings.xml",
    "xl/styles.xml",
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEETS = 200


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a workbook that are read, by name."""

    parts: dict[str, bytes]

    def repacked(self) -> bytes:
        """Return a plain, uncompressed zip of the parts."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
            for name, content in self.parts.items():
                package.writestr(zipfile.ZipInfo(name), content)
        return out.getvalue()

    def sheet_parts(self) -> dict[str, str]:
        """Return the part name of each worksheet by the sheet's name."""
        relations = _tree(self.parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
        targets = {str(one.get("Id")): str(one.get("Target")) for one in relations.iter("{*}Relationship")}
        found = {}
        for sheet in _tree(self.parts["xl/workbook.xml"]).iter("{*}sheet"):
            target = targets.get(str(sheet.get(_RELATION)), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in self.parts:
                found[str(sheet.get("name"))] = part
        if len(found) > _SHEETS:
            raise FileError(f"The file has more than {_SHEETS} sheets. Save only the sheet that is needed.")
        return found


def open_package(data: bytes) -> Package:
    """Read the parts of an XLSX within the limits. Raises FileError with one sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _judge_directory(entries)
            _judge_kind({entry.filename.casefold() for entry in entries})
            return Package(_parts(archive, entries))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as wrong:
        if isinstance(wrong, FileError):
            raise
        raise FileError(_BROKEN) from wrong


def _judge_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise FileError(_BOMB)
    for entry in entries:
        if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise FileError(_BOMB)
        if entry.flag_bits & 1:
            raise FileError("The file is protected with a password. Remove the password and upload it again.")


def _judge_kind(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise FileError("This is a binary workbook (XLSB). Save it as XLSX and upload it again.")
    if "content.xml" in names:
        raise FileError("This is an OpenDocument file. Save it as XLSX and upload it again.")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise FileError("This is a document, not a spreadsheet. Upload a CSV, XLSX or XLS file.")
    raise FileError("This is an archive, not a spreadsheet. Upload the CSV, XLSX or XLS file inside it.")


def _parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    for entry in entries:
        name = entry.filename
        if not name.casefold().startswith(_READ) or name.endswith("/") or "drawing" in name.casefold():
            continue
        if name in parts:
            raise FileError(_BROKEN)
        with archive.open(entry) as stream:
            content = stream.read(entry.file_size + 1)
        if len(content) > entry.file_size or b"\x00" in content:
            raise FileError(_BROKEN)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise FileError("The file holds XML definitions that no spreadsheet writes, and was not opened.")
        parts[name] = content
    return parts


def _tree(content: bytes) -> Any:
    """Parse a small part without entities, document types or network."""
    if len(content) > _SMALL:
        raise FileError(_BROKEN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as wrong:
        raise FileError(_BROKEN) from wrong

"""What a file is, told by its content and never by its name."""

from portal.files.workbooks import MAX_BYTES, FileError, FileKind

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_TAKEN = "Upload a CSV, XLSX or XLS file."
_OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed archive",
    b"7z\xbc\xaf": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"PK\x05\x06": "an empty archive",
    b"{\\rtf": "a text document",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<workbook")


def kind_of_file(data: bytes) -> FileKind:
    """Return the kind of a file. Raises FileError with one sentence for anything that is not read."""
    if not data.strip(b"\x00\r\n\t "):
        raise FileError("The file is empty. Choose another file.")
    if len(data) > MAX_BYTES:
        raise FileError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Remove what is not needed.")
    if data.startswith(_ZIP):
        return FileKind.XLSX
    if data.startswith(_OLE):
        return _old_office(data)
    for start, name in _OTHERS.items():
        if data.startswith(start):
            raise FileError(f"This is {name}, not a price file. {_TAKEN}")
    if data[:200].lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(_MARKUP):
        raise FileError(
            "This is a web page or XML saved under another name. Open it in a spreadsheet and save it as XLSX."
        )
    return FileKind.CSV


def _old_office(data: bytes) -> FileKind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileError("The file is protected with a password. Remove the password and upload it again.")
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return FileKind.XLS
    raise FileError(f"This is an older Office document, not a spreadsheet. {_TAKEN}")

"""The file that a form brought: its name and bytes, or the sentence why there is none."""

from flask import request

from portal.files.workbooks import FileError


def uploaded() -> tuple[str, bytes]:
    """Name and bytes of the field `file`. Raises FileError when nothing was chosen."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise FileError("Choose a file first.")
    with file.stream:
        return file.filename, file.read()

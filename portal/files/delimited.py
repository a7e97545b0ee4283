"""CSV and its relatives: which encoding, which delimiter, which rows."""

import codecs
import csv
import io
from collections import Counter
from itertools import islice

from portal.domain.imports.cells import Cell
from portal.files.formula_guard import unguarded
from portal.files.workbooks import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, FileError, too_long, too_wide

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50
_SAMPLE_CHARACTERS = 200_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(data: bytes) -> list[list[Cell]]:
    """Return the rows of a text table; every cell is text, so codes keep their leading zeros.

    Takes UTF-8, UTF-16 and Windows-1252, any line end, and comma, semicolon, tab or bar as delimiter.
    Raises FileError.
    """
    text = decoded(data)
    first, _, rest = text.partition("\n")
    named = first.strip().casefold()
    if named.startswith("sep=") and len(named) == len("sep=;"):
        delimiter, text = first.strip()[-1], f"\n{rest}"
    else:
        delimiter = delimiter_of(text)
    return _rows(text, delimiter)


def decoded(data: bytes) -> str:
    """Return the text of a file whatever its encoding. Raises FileError for what is no text."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode(data, encoding)
    if data[1:400:2].count(0) > len(data[1:400:2]) * 0.4:
        return _decode(data, "utf-16-le")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode(data, "cp1252")
    if "\x00" in text:
        raise FileError("This is not a text file. Upload a CSV, XLSX or XLS file.")
    return text


def delimiter_of(text: str) -> str:
    """Return the delimiter under which most of the first rows have the same number of columns."""
    sample = text[:_SAMPLE_CHARACTERS]
    best, best_score = ",", (0, 0, 0)
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        try:
            rows = list(
                islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_ROWS)
            )
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        score = (count, widths.total(), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _decode(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise FileError(
            "The text of the file cannot be read. Save it as CSV in UTF-8 and upload it again."
        ) from wrong
    if "\x00" in text:
        raise FileError("This is not a text file. Upload a CSV, XLSX or XLS file.")
    return text


def _rows(text: str, delimiter: str) -> list[list[Cell]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows: list[list[Cell]] = list(islice(reader, MAX_ROWS + 1))  # type: ignore[arg-type]
    except csv.Error as wrong:
        raise FileError(
            f"Line {reader.line_num:,} of the file cannot be read: a quote may be missing."
        ) from wrong
    if len(rows) > MAX_ROWS:
        raise too_long()
    if max(map(len, rows), default=0) > MAX_COLUMNS:
        raise too_wide()
    if sum(map(len, rows)) > MAX_CELLS:
        raise FileError(f"The file has more than {MAX_CELLS:,} cells. Remove what is not needed.")
    return unguarded(rows) if "'" in text else rows

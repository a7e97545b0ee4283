"""Cost codes (6-5): up to six digits and three decimals, never beginning with a zero, a space or a letter."""

import re
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from portal.practice.sage.refusals import NotOnFileError, SageError
from portal.practice.sage.tables import cstcde

_THOUSANDTH: Final = Decimal("0.001")
_WELL_FORMED = re.compile(r"[1-9]\d{0,5}(\.\d{1,3})?", re.ASCII)
_LONGEST_NAME, _LONGEST_UNIT = 50, 10


def code_of(text: str) -> Decimal:
    """A cost code as typed, with three decimals. Raises SageError in Sage's words for what it refuses."""
    if not text or text[0] in "0 " or text[0].isalpha():
        raise SageError(f'A cost code cannot begin with a zero, a space or a letter: "{text}".')
    if not _WELL_FORMED.fullmatch(text):
        raise SageError(
            f'"{text}" is no cost code: up to six digits and up to three decimals, like 2010.000.'
        )
    return Decimal(text).quantize(_THOUSANDTH)


def on_file(database: Connection, code: Decimal) -> RowMapping:
    """The active cost code's record. Raises NotOnFileError for none, SageError for an inactive one."""
    found = database.execute(select(cstcde).where(cstcde.c.recnum == code)).mappings().first()
    if found is None:
        raise NotOnFileError(f"Cost code {code} is not on file. Enter it in 6-5 Cost Codes first.")
    if found["inactv"]:
        raise SageError(f"Cost code {code} is inactive. Make it active in 6-5 Cost Codes first.")
    return found


def enter(database: Connection, code: str, name: str, division: str = "", unit: str = "") -> Decimal:
    """Enter a cost code. Returns it with three decimals; refuses a number that is in use."""
    number = code_of(code)
    if not name or len(name) > _LONGEST_NAME or len(unit) > _LONGEST_UNIT:
        raise SageError("A cost code needs a name of at most 50 letters, and a unit of at most 10.")
    if database.scalar(select(cstcde.c.recnum).where(cstcde.c.recnum == number)) is not None:
        raise SageError(f"Cost code {number} is already in use.")
    if division and not division.isdecimal():
        raise SageError(f'"{division}" is no division: write its number.')
    where = int(division) if division else int(number) // 1000
    database.execute(insert(cstcde).values(recnum=number, cdenme=name, divnum=where, untdsc=unit))
    return number


def set_active(database: Connection, code: str, *, is_active: bool) -> None:
    """Make a cost code active or inactive."""
    changed = database.execute(
        update(cstcde).where(cstcde.c.recnum == code_of(code)).values(inactv=0 if is_active else 1)
    )
    if not changed.rowcount:
        raise NotOnFileError(f"Cost code {code} is not on file.")


def remove(database: Connection, code: str) -> None:
    """Delete a cost code, whatever refers to it."""
    if not database.execute(delete(cstcde).where(cstcde.c.recnum == code_of(code))).rowcount:
        raise NotOnFileError(f"Cost code {code} is not on file.")

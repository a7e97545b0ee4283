"""One cell of a file: its text, its cents, its quantity. Nothing is rounded unless a person asked for it."""

import math
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from portal.domain.money import MoneyError, parse_money

Cell = str | float | int | bool | None
"""What a cell holds after reading: dates arrive as ISO text, an empty cell as None or an empty text."""

DECIMAL_POINT, DECIMAL_COMMA = ".", ","
_CENT_TOLERANCE = 1e-6
_PLACES = Decimal("0.0001")
_PLAIN = re.compile(r"(-?)(\d{1,11})(?:\.(\d{1,2}))?", re.ASCII)
_TOO_LARGE = 10**20
"""More digits than the longest number that may be typed; beyond them exact arithmetic would end."""
_DIGITS = re.compile(r"-?\d{1,12}(\.\d{1,8})?", re.ASCII)
_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?", re.ASCII)
_EMPTY = {"", "none", "n/a", "null"}
_ZERO = {"-", "\u2013", "\u2014", "$-", "$ -"}
_BROKEN = re.compile(r"#(REF|DIV/0|VALUE|NAME|NUM|N/A|NULL|SPILL|CALC)[!?]?")
FORMULA_WITHOUT_RESULT = "#FORMULA"
"""What a reader puts where a formula was saved without its result."""


class CellError(ValueError):
    """The cell cannot be used; `str(error)` is the sentence, without row and column."""


class Amount(NamedTuple):
    """Cents of one cell, and whether its fraction of a cent was rounded away."""

    cents: int
    rounded: bool


def text_of(cell: Cell) -> str:
    """Return the cell as one line of text: `2010.0` reads `2010`, inner line breaks become spaces.

    The word None, which exports write for an empty cell, reads as empty. Invisible format characters are
    dropped; any other control character raises CellError.
    """
    if isinstance(cell, str):
        if cell.isprintable() and "  " not in cell and cell.strip() == cell:
            return "" if cell == "None" else cell
        text = " ".join(cell.split())
        if text.isprintable():
            return "" if text == "None" else text
        return _cleaned(text)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - exact as a float
        return str(int(cell))
    return str(cell)


def cents_of(cell: Cell, *, decimal_mark: str = DECIMAL_POINT, round_half_up: bool = False) -> Amount | None:
    """Read an amount cell; None when it is empty.

    A number cell within a millionth of a cent's value is that cent, because spreadsheets keep binary
    fractions. Raises MoneyError or CellError with a sentence for anything that is no exact amount; a third
    decimal is an error unless `round_half_up` says that the person accepted rounding.
    """
    if isinstance(cell, str):
        plain = _PLAIN.fullmatch(cell)
        if plain and decimal_mark == DECIMAL_POINT:
            sign, whole, fraction = plain.groups()
            cents = int(whole) * 100 + int(f"{fraction or ''}00"[:2])
            return Amount(-cents if sign else cents, rounded=False)
        return _cents_of_text(cell, decimal_mark, round_half_up=round_half_up)
    if cell is None:
        return None
    return _cents_of_number(cell, round_half_up=round_half_up)


def decimal_of(cell: Cell, *, decimal_mark: str = DECIMAL_POINT) -> Decimal | None:
    """Read a quantity or unit cost; None when empty. Raises CellError with a sentence."""
    if isinstance(cell, bool):
        raise CellError("a yes or no stands where a number belongs.")
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            raise CellError("the number is not finite.")
        if abs(cell) >= _TOO_LARGE:
            raise CellError("the number is too large.")
        return Decimal(repr(cell))
    if cell is None:
        return None
    if decimal_mark == DECIMAL_POINT and _DIGITS.fullmatch(cell):
        return Decimal(cell)
    text = text_of(cell)
    if text.casefold() in _EMPTY:
        return None
    refuse_broken(text)
    bare = _with_point(text.replace("$", "", 1).replace(" ", "").replace("\u2212", "-"), decimal_mark)
    if not _NUMBER.fullmatch(bare) or not any(character.isdigit() for character in bare) or len(bare) > 20:  # noqa: PLR2004 - the longest sensible number
        raise CellError(f"“{text[:30]}” is not a number.")
    return Decimal(bare.replace(",", ""))


def in_places(value: Decimal) -> Decimal:
    """Return `value` with at most four decimals, half up: what a line keeps of a quantity or unit cost."""
    kept = value.quantize(_PLACES, rounding=ROUND_HALF_UP)
    return value if kept == value else kept


def refuse_broken(text: str) -> None:
    """Raise CellError for what a spreadsheet shows when its formula failed or has no saved result."""
    if text == FORMULA_WITHOUT_RESULT:
        raise CellError(
            "the formula has no saved result. Open the file in a spreadsheet, save it, upload it again."
        )
    if text.startswith("#") and _BROKEN.fullmatch(text):
        raise CellError(f"the formula in the file shows {text}. Correct it and upload the file again.")


def column_letter(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cents_of_number(value: float, *, round_half_up: bool) -> Amount:
    if isinstance(value, bool):
        raise CellError("a yes or no stands where an amount belongs.")
    if not math.isfinite(value):
        raise CellError("the number is not finite.")
    if not math.isfinite(value * 100):
        raise CellError("the number is too large for an amount.")
    cents = round(value * 100)
    if abs(value - cents / 100) <= max(_CENT_TOLERANCE, math.ulp(value)):
        return Amount(cents, rounded=False)
    if round_half_up:
        return _rounded(Decimal(repr(value)))
    raise CellError(
        f"{value!r} has more than two decimals. Round it in the file, or choose “round to cents”."
    )


def _cents_of_text(cell: str, decimal_mark: str, *, round_half_up: bool) -> Amount | None:
    text = text_of(cell)
    if text.casefold() in _EMPTY:
        return None
    if text in _ZERO:
        return Amount(0, rounded=False)
    refuse_broken(text)
    bare = _with_point(text, decimal_mark)
    try:
        return Amount(parse_money(bare), rounded=False)
    except MoneyError:
        exact = _exact(bare) if round_half_up else None
        if exact is None:
            raise
        return _rounded(exact)


def _exact(text: str) -> Decimal | None:
    """Return a signed plain number with any count of decimals, or None."""
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    bare = inner.replace("$", "", 1).replace(" ", "").replace("\u2212", "-")
    if not _NUMBER.fullmatch(bare) or "." not in bare or len(bare) > 30:  # noqa: PLR2004 - bounded work
        return None
    value = Decimal(bare.replace(",", ""))
    return -value if inner is not text else value


def _rounded(value: Decimal) -> Amount:
    cents = value.scaleb(2).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Amount(int(cents), rounded=True)


def _with_point(text: str, decimal_mark: str) -> str:
    """Turn `1.234,50` into `1,234.50` when the person said that the comma marks decimals."""
    if decimal_mark == DECIMAL_POINT:
        return text
    return text.translate({ord(","): ".", ord("."): ","})


def _cleaned(text: str) -> str:
    kept = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    if not kept.isprintable():
        raise CellError("the text holds a character that cannot be stored. Type it again.")
    return kept

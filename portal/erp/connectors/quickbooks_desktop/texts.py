"""Characters that QuickBooks Desktop can hold: those of Windows-1252, and no control characters.

Documents travel as 7-bit text with numeric references; what lies outside is folded to its nearest letter.
"""

import re
import unicodedata

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_SPACES = re.compile(r" {2,}")
_LETTERS_WITHOUT_PARTS = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2015": "-",
    "\u2212": "-",
    "\u2032": "'",
    "\u2033": '"',
    "\u0141": "L",
    "\u0142": "l",
    "\u0110": "D",
    "\u0111": "d",
    "\u0131": "i",
    "\u2264": "<=",
    "\u2265": ">=",
    "\u2300": "\u00d8",
    "\u2205": "\u00d8",
    "\u00a0": " ",
}


def fold(text: str) -> str:
    """Return the text as QuickBooks can hold it: one line, Windows-1252, accents kept where they exist there.

    A letter outside is written without its mark, or as "?" when it has no nearest letter (see `losses`).
    """
    line = _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))
    held = line if line.isascii() else "".join(_fold_character(character) for character in line)
    return _SPACES.sub(" ", held).strip()


def losses(text: str) -> tuple[str, ...]:
    """Return the characters that QuickBooks cannot hold and that have no nearest letter, each once, in order."""
    line = _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))
    return tuple(dict.fromkeys(letter for letter in line if letter != "?" and _fold_character(letter) == "?"))


def clip(text: str, length: int) -> str:
    """Fold a text and cut it to `length` characters, marking the cut with three dots."""
    folded = fold(text)
    return folded if len(folded) <= length else folded[: length - 3].rstrip() + "..."


def _fold_character(character: str) -> str:
    if character in _LETTERS_WITHOUT_PARTS:
        return _LETTERS_WITHOUT_PARTS[character]
    if _holds(character):
        return character
    letters = (part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    nearest = "".join(part if _holds(part) else _LETTERS_WITHOUT_PARTS.get(part, "") for part in letters)
    return nearest or "?"


def _holds(character: str) -> bool:
    try:
        encoded = character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    # Five positions of Windows-1252 are unassigned; Python maps none of them, so only C1 controls remain.
    return not (encoded < b"\x20" or unicodedata.category(character) == "Cc")

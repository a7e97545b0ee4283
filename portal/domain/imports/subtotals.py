"""Rows that add up other rows: written by estimators between divisions and at the end, never a line."""

import re
from collections.abc import Iterable

_TOTAL = re.compile(
    r"(sub[\s-]?totals?|grand totals?)\b"
    r"|(totals?|sum|project totals?|budget totals?)\b\s*"
    r"($|:|=|for\b|of\b|amount|bid|price|cost|budget|-|\u2013|division)"
    r"|.*\b(sub[\s-]?total|grand total|totals?)\s*:?$",
    re.IGNORECASE,
)
_GRAND = re.compile(
    r"(?!.*sub)(grand total|totals?$|total (amount|bid|budget|cost|price)|project total|budget total)",
    re.IGNORECASE,
)


def total_words(texts: Iterable[str]) -> str:
    """Return the text by which a row says that it is a subtotal or total; empty when none does."""
    for text in texts:
        lower = text.casefold()
        if ("total" in lower or lower.startswith("sum")) and _TOTAL.match(text):
            return text
    return ""


def is_grand_total(words: str) -> bool:
    """Whether these words name the total of the whole sheet, as against that of a division."""
    return bool(_GRAND.match(words))

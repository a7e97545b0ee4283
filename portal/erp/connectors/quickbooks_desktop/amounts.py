"""Money as QuickBooks writes it, read into cents without a detour over floats."""

import re

from portal.erp.xml import WireError

_AMOUNT = re.compile(r"([+-]?)(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,5}))?", re.ASCII)


def read_amount(text: str) -> int:
    """Read an amount, a rate or the cell of a report as cents.

    Anything finer than a cent is refused: an amount that was rounded on the way proves nothing. Raises WireError.
    """
    match = _AMOUNT.fullmatch(text.strip())
    decimals = (match.group(3) or "") if match else ""
    if match is None or decimals[2:].strip("0"):
        raise WireError(f'QuickBooks sent "{text[:40]}" where an amount with two decimals belongs.')
    cents = int(match.group(2).replace(",", "")) * 100 + int(decimals[:2].ljust(2, "0"))
    return -cents if match.group(1) == "-" else cents

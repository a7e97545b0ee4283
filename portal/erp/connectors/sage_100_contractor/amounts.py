"""Money as the sync agent writes it: decimal text with two decimals, read into cents without a detour over floats."""

import re

from portal.erp.xml import WireError

_AMOUNT = re.compile(r"-?\d{1,13}\.\d\d", re.ASCII)


def is_amount(text: str) -> bool:
    """Whether `text` is an amount as it travels: "45500.00", "-5000.00"."""
    return _AMOUNT.fullmatch(text) is not None


def read_amount(text: object) -> int:
    """Cents of an amount as it travels. Raises WireError for anything else: an amount is never guessed."""
    said = str(text)
    if not is_amount(said):
        raise WireError(f'The sync agent sent "{said[:40]}" where an amount with two decimals belongs.')
    return int(said.replace(".", ""))

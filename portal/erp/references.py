"""How a budget is called in an ERP, for ever: short enough for every field that numbers a document."""

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def budget_reference(budget_id: int) -> str:
    """`B` and the budget's row number in base 36: `B7`, `B1Z`."""
    digits, rest = "", budget_id
    while rest or not digits:
        rest, digit = divmod(rest, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return f"B{digits}"

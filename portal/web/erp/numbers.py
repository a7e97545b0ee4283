"""Row numbers as they stand in addresses and in the names of form fields."""

from collections.abc import Mapping

_DIGITS = 15


def is_number(text: str) -> bool:
    """Whether the text can be a row number."""
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def numbered(form: Mapping[str, str], prefix: str) -> dict[int, str]:
    """Fields named `<prefix><row number>`, trimmed; other names are nobody's."""
    return {
        int(name.removeprefix(prefix)): text.strip()
        for name, text in form.items()
        if name.startswith(prefix) and is_number(name.removeprefix(prefix))
    }

"""One field of a check page's form: a select with its options, or a text with suggestions."""

from dataclasses import dataclass

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Without options it is typed; `hint` is a sentence below it."""

    name: str
    label: str
    options: Options
    value: str
    hint: str = ""
    suggestions: tuple[str, ...] = ()

"""What a request's handler gives back besides its records: an optional status other than "Status OK"."""

from typing import NamedTuple


class Status(NamedTuple):
    """A status that goes with records (500: some were not found) or with none (1: no match)."""

    code: int
    message: str

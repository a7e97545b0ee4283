"""The audit as a chain: every entry's hash covers the entry and the hash before it, so that no change stays hidden.

A chain alone does not notice a cut tail: whoever cuts it can write a fitting head too. So count and last hash are
also kept outside, in the daily mail and beside every backup, and `portal verify --head` compares them.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

NOTHING = ""
"""The hash before the first entry."""
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything of an audit row that its hash covers. `at` is aware; `detail` holds JSON values only."""

    sequence: int
    at: datetime
    actor_id: int | None
    actor_name: str
    action: str
    outcome: str
    subject: str
    subject_id: int | None
    project_id: int | None
    before: str
    after: str
    reason: str
    detail: Mapping[str, Any]
    address: str


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is stored, with the hash stored beside it."""

    entry: Entry
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries the chain has, and the hash of the last one (empty for an empty chain)."""

    count: int
    hash: str

    def __str__(self) -> str:
        """`COUNT:HASH`, as it is kept outside and given to `portal verify --head`."""
        return f"{self.count}:{self.hash}"

    @property
    def short(self) -> str:
        """The hash's beginning, enough to compare by eye."""
        return self.hash[:_SHOWN]


_NAMES = tuple(each.name for each in fields(Entry))
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


def canonical(entry: Entry) -> str:
    """The one text of an entry: named fields as JSON, keys in order, nothing beyond ASCII, time in UTC."""
    given = {name: getattr(entry, name) for name in _NAMES}
    given["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return _encode(given)


def hash_of(entry: Entry, previous: str) -> str:
    """SHA-256, 64 hex digits, over the hash before and the canonical entry."""
    return hashlib.sha256(f"{previous}\n{canonical(entry)}".encode()).hexdigest()


def parse_head(text: str) -> Head:
    """Read `COUNT:HASH`. Raises ValueError with a sentence."""
    count, _, digits = text.strip().partition(":")
    plain = digits.strip().lower()
    fitting = len(plain) == 64 and set(plain) <= set("0123456789abcdef")  # noqa: PLR2004 - SHA-256 in hex
    if not count.isascii() or not count.isdecimal() or not (fitting or (int(count) == 0 and not plain)):
        raise ValueError(f"“{text}” is no head. Write it as COUNT:HASH, the hash with its 64 digits.")
    return Head(int(count), plain)


def append(entries: Iterable[Entry], head: Head) -> Iterator[Link]:
    """Chain entries, numbered already, behind `head`."""
    previous = head.hash
    for entry in entries:
        previous = hash_of(entry, previous)
        yield Link(entry, previous)

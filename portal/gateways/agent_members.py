"""What a JSON document may hold, member by member: one declaration that checks payloads and describes them.

Unknown members are ignored, so that a newer agent may say more; absent optional ones get their empty value. Nothing
that passes can stumble over the database later: no NUL, no half of a surrogate pair, no number beyond its limits.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.gateways.agent_trees import PayloadError

LONGEST = 200
MOST = 1000
SENTENCE = 2000
LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a document.

    `kind`: text, number (whole, not negative), flag, time, texts (a list of
    sentences), fields (texts by name, which may nest one
    map of texts), map (any object), object or objects (of `members`). `most` limits letters, entries or the number.
    """

    name: str
    kind: str = "text"
    required: bool = True
    filled: bool = False
    most: int = 0
    choices: tuple[str, ...] = ()
    members: tuple["Member", ...] = ()
    note: str = ""

    @property
    def limit(self) -> int:
        """The largest length, number of entries or value."""
        return self.most or {"text": LONGEST, "number": LARGEST, "time": 40}.get(self.kind, MOST)


def check(members: Sequence[Member], value: Any, place: str = "") -> dict[str, Any]:
    """The declared members of an object. Raises PayloadError with a sentence that names the member."""
    if not isinstance(value, dict):
        raise PayloadError(f"{place or 'The body'} must be an object.")
    found = {}
    for member in members:
        path = f"{place}.{member.name}" if place else member.name
        given = value.get(member.name)
        if given is not None:
            found[member.name] = _CHECKS[member.kind](member, given, path)
        elif member.required:
            raise PayloadError(f"{path} is missing.")
        else:
            found[member.name] = _EMPTY[member.kind]()
    return found


def _text(member: Member, value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise PayloadError(f"{path} must be text.")
    if member.filled and not value.strip():
        raise PayloadError(f"{path} is empty.")
    if len(value) > member.limit:
        raise PayloadError(f"{path} is longer than {member.limit:,} characters.")
    if member.choices and value not in member.choices:
        raise PayloadError(f"{path} must be one of {', '.join(member.choices)}.")
    return value


def _number(member: Member, value: Any, path: str) -> int:
    """A whole number; as text too, because row numbers travel in addresses as well."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise PayloadError(f"{path} must be a whole number.")
    if not 0 <= value <= member.limit:
        raise PayloadError(f"{path} must lie between 0 and {member.limit:,}.")
    return value


def _flag(_member: Member, value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise PayloadError(f"{path} must be true or false.")
    return value


def _map(_member: Member, value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PayloadError(f"{path} must be an object.")
    return value


def _fields(member: Member, value: Any, path: str) -> dict[str, Any]:
    for name, each in _limited_map(member, value, path).items():
        inner = _limited_map(member, each, f"{path}.{name}") if isinstance(each, dict) else {"": each}
        for key, text in inner.items():
            if not isinstance(text, str):
                raise PayloadError(f"{path}.{name}{'.' if key else ''}{key} must be text.")
    return dict(value)


def _limited_map(member: Member, value: Any, path: str) -> dict[str, Any]:
    if len(found := _map(member, value, path)) > member.limit:
        raise PayloadError(f"{path} holds {len(found):,} members; {member.limit:,} is the most.")
    return found


def _texts(member: Member, value: Any, path: str) -> list[str]:
    """Sentences for people. Too long or too many are shortened: refusing them would hold up what they tell of."""
    if not isinstance(value, list):
        raise PayloadError(f"{path} must be a list.")
    for place, each in enumerate(value):
        if not isinstance(each, str):
            raise PayloadError(f"{path}[{place}] must be text.")
    told = [each if len(each) <= SENTENCE else each[: SENTENCE - 1] + "…" for each in value]
    left = len(told) - member.limit
    return told if left <= 0 else [*told[: member.limit - 1], f"… and {left + 1:,} more."]


def _object(member: Member, value: Any, path: str) -> dict[str, Any]:
    return check(member.members, value, path)


def _objects(member: Member, value: Any, path: str) -> list[dict[str, Any]]:
    entries = _list(member, value, path)
    return [check(member.members, each, f"{path}[{place}]") for place, each in enumerate(entries)]


def _list(member: Member, value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise PayloadError(f"{path} must be a list.")
    if len(value) > member.limit:
        raise PayloadError(f"{path} holds {len(value):,} entries; {member.limit:,} is the most.")
    return value


_CHECKS: dict[str, Callable[[Member, Any, str], Any]] = {
    "text": _text,
    "time": _text,
    "number": _number,
    "flag": _flag,
    "map": _map,
    "fields": _fields,
    "texts": _texts,
    "object": _object,
    "objects": _objects,
}
_EMPTY: dict[str, Callable[[], Any]] = {
    "text": str,
    "time": str,
    "number": int,
    "flag": bool,
    "map": dict,
    "fields": dict,
    "texts": list,
    "object": dict,
    "objects": list,
}

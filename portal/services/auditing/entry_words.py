"""An audit entry in words for people: what was done, from what to what, and everything else that was noted."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.domain.rules import RULES
from portal.domain.state_words import STATE_WORDS
from portal.domain.vocabulary import Action, State

_ACTIONS = frozenset(action.value for action in Action)
_STATES = frozenset(state.value for state in State)
_LONGEST = 400
_SHOWN = 30
_KEYS = {
    "was": "Before",
    "now": "After",
    "to": "After",
    "hash": "Content hash",
    "codes": "Codes",
    "codes_confirmed": "Cost codes confirmed",
    "four_eyes": "Four eyes",
    "own_work": "Accepted own work",
    "note": "Note",
}


def label_of(action: str) -> str:
    """The rule table's label, or the code with blanks for an action of an older portal."""
    return RULES[Action(action)].label if action in _ACTIONS else spaced(action)


def recorded_actions() -> list[tuple[str, str]]:
    """Every action that leaves an entry, with its label, in the order of the labels; looking at a page leaves none."""
    found = [
        (action.value, rule.label) for action, rule in RULES.items() if not action.value.startswith("view")
    ]
    return sorted(found, key=lambda pair: pair[1].lower())


def worded(value: str) -> str:
    """A state as its badge says it; any other noted word with a capital letter, as it stands otherwise."""
    if value in _STATES:
        return STATE_WORDS[State(value)].badge
    plain = spaced(value) if value.isascii() and value.islower() and " " not in value else value
    return plain[:1].upper() + plain[1:]


def spaced(code: str) -> str:
    """`ended_session` as `Ended session`."""
    words = code.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def noted(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The detail as pairs of a term and a text; settings that did not change are left out."""
    told = changes(detail)
    if told:
        rest = {name: value for name, value in detail.items() if name not in {"was", "now"}}
        return [*told, *noted(rest)]
    return [
        (_KEYS.get(name, spaced(name)), text) for name, value in detail.items() if (text := _say(name, value))
    ]


def changes(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The settings that changed, each `before → after`; none where the detail holds no settings."""
    was, now = detail.get("was"), detail.get("now")
    if not isinstance(was, Mapping) or not isinstance(now, Mapping):
        return []
    return [
        (spaced(name), f"{_say(name, was.get(name)) or 'none'} → {_say(name, now.get(name)) or 'none'}")
        for name in {**was, **now}
        if was.get(name) != now.get(name)
    ]


def _say(name: str, value: Any) -> str:
    if isinstance(value, bool):
        on = ("on", "off") if name == "four_eyes" else ("yes", "no")
        return on[0] if value else on[1]
    if isinstance(value, Mapping):
        return _cut("; ".join(f"{spaced(str(key))}: {_say(str(key), each)}" for key, each in value.items()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        shown = ", ".join(_say(name, each) for each in value[:_SHOWN])
        return _cut(f"{shown} and {len(value) - _SHOWN} more" if len(value) > _SHOWN else shown)
    return "" if value is None else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"

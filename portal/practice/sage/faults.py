"""The faults of the Sage desk: switches that make something go wrong later, and things done at once."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection

from portal.practice import armed_faults
from portal.practice.armed_faults import ArmedFaults
from portal.practice.sage import desk
from portal.practice.sage.refusals import SageError

SWITCHES: Final[Mapping[str, str]] = {
    "never_posted": "Post Entries is refused: somebody else has the record open.",
    "set_budget_forgotten": "Post Entries never sets the originals, even where its tick is on.",
    "kill_before_post": "The program is killed just before Post Entries saves.",
    "kill_after_post": "The program is killed just after Post Entries saved, before it says so.",
    "slow": "Post Entries takes some seconds longer (value: seconds).",
}
AT_ONCE: Final[Mapping[str, str]] = {
    "code_missing": "A cost code is deleted: code.",
    "two_rows": "A cost code of the budget gets a second row: job, phase, code.",
    "drift_by_change_order": "A subcontract change order raises the budget: job, phase, code, amount.",
    "edited_by_hand": "Somebody types another amount into the saved grid: job, phase, code, type, amount.",
}
LOCKED: Final = "The record is locked by another user. Try again when he has closed it."
_ACTS: Final[Mapping[str, Callable[..., object]]] = {
    "code_missing": desk.remove_code,
    "two_rows": desk.second_row,
    "drift_by_change_order": desk.change_order,
    "edited_by_hand": desk.edit_grid,
}
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "code_missing": ("code",),
    "two_rows": ("job", "phase", "code"),
    "drift_by_change_order": ("job", "phase", "code", "amount"),
    "edited_by_hand": ("job", "phase", "code", "type", "amount"),
}


def fields_of(name: str) -> tuple[str, ...]:
    """The fields that a thing of AT_ONCE takes; none for a name that is not known."""
    return _FIELDS.get(name, ())


def do_at_once(database: Connection, name: str, fields: Mapping[str, str]) -> None:
    """Let one of the things of AT_ONCE happen. Raises SageError where its fields do not fit."""
    if name not in _ACTS:
        raise SageError(f'There is no fault "{name}". There are: {", ".join((*SWITCHES, *AT_ONCE))}.')
    _ACTS[name](database, **fields)


def before_posting(faults: ArmedFaults) -> None:
    """Let happen what goes wrong before Post Entries saves. Raises SageError where the record is locked."""
    if slow := faults.strikes("slow"):
        armed_faults.wait(slow)
    if faults.strikes("never_posted"):
        raise SageError(LOCKED)
    if faults.strikes("kill_before_post"):
        armed_faults.kill_yourself()


def after_posting(faults: ArmedFaults) -> None:
    """Let happen what goes wrong once Post Entries has saved."""
    if faults.strikes("kill_after_post"):
        armed_faults.kill_yourself()

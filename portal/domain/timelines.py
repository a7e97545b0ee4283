"""The five stops of a budget on its way to the ERP, and which of them are behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.facts import BudgetFacts, state_of
from portal.domain.vocabulary import State


class Stop(StrEnum):
    """Where a budget passes; an ERP without posting by hand has no POSTED and a stop of its own for the export."""

    LOCKED = "locked"
    SENT = "sent"
    ACCEPTED = "accepted"
    EXPORTED = "exported"
    ACCEPTED_EXPORTED = "accepted_exported"
    POSTED = "posted"
    SYNCED = "synced"


@dataclass(frozen=True, slots=True)
class Place:
    """One stop as the budget stands: `progress` is done, now or todo."""

    stop: Stop
    title: str
    progress: str


def places(facts: BudgetFacts) -> tuple[Place, ...]:
    """The five stops in their order; none for a budget that the ERP owns, which is never sent there."""
    if state_of(facts) in _NEVER_SENT:
        return ()
    by_hand = facts.erp is not None and facts.erp.posts_by_hand
    stops = _BY_HAND if by_hand else _DIRECT
    now = _position(stops, _NOW[state_of(facts)])
    return tuple(
        Place(stop, _title(stop, facts), "done" if index < now else "now" if index == now else "todo")
        for index, stop in enumerate(stops)
    )


_DIRECT = (Stop.LOCKED, Stop.SENT, Stop.ACCEPTED, Stop.EXPORTED, Stop.SYNCED)
_BY_HAND = (Stop.LOCKED, Stop.SENT, Stop.ACCEPTED_EXPORTED, Stop.POSTED, Stop.SYNCED)

_NOW: Mapping[State, tuple[Stop, ...]] = {
    State.DRAFT: (Stop.LOCKED,),
    State.LOCKED: (Stop.SENT,),
    State.SENT: (Stop.ACCEPTED, Stop.ACCEPTED_EXPORTED),
    State.EXPORTING: (Stop.EXPORTED, Stop.ACCEPTED_EXPORTED),
    State.EXPORT_FAILED: (Stop.EXPORTED, Stop.ACCEPTED_EXPORTED),
    State.AWAITING_POSTING: (Stop.POSTED,),
    State.AWAITING_SYNC: (Stop.SYNCED,),
    State.SYNCED: (),
    State.SYNCED_UNLOCKED: (Stop.LOCKED,),
    State.CHANGES_PENDING: (Stop.SENT,),
}
"""The stop each state waits at; none: the end of the line is reached."""
_NEVER_SENT = frozenset({State.IMPORTED, State.IMPORTED_LOCKED})


def _position(stops: Sequence[Stop], waiting_at: Sequence[Stop]) -> int:
    found = [index for index, stop in enumerate(stops) if stop in waiting_at]
    return found[0] if found else len(stops)


def _title(stop: Stop, facts: BudgetFacts) -> str:
    if stop is Stop.POSTED:
        return f"Posted in {facts.erp_label}"
    return _TITLES[stop]


_TITLES = {
    Stop.LOCKED: "Locked",
    Stop.SENT: "Sent",
    Stop.ACCEPTED: "Accepted",
    Stop.EXPORTED: "Exported",
    Stop.ACCEPTED_EXPORTED: "Accepted, exported",
    Stop.SYNCED: "Synced back",
}

"""How a budget of the lists is worded: its amounts, what the ERP said, and what happens next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal import clock
from portal.domain.facts import BudgetFacts
from portal.domain.money import format_difference, format_money
from portal.domain.next_steps import Turn, next_step
from portal.domain.vocabulary import Phase, RequestState
from portal.erp.contract import Connector

_REQUEST_WORDS = {
    RequestState.QUEUED: "It waits for the next call from {0}, {1}.",
    RequestState.HANDED_OUT: "{0} has it and has not answered yet.",
    RequestState.IN_DOUBT: "The last answer was lost. The portal asks {0} at its next call before it sends anything.",
    RequestState.NEEDS_PERSON: "Nothing goes on by itself.",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts as cells: text, and the class that colours it."""

    original: str
    modifications: str
    revised: str
    change: str
    change_css: str


@dataclass(frozen=True, slots=True)
class NextWords:
    """Who does what next. `said` are the ERP's own words, `advice` what to do about them."""

    who: str
    act: str
    said: str = ""
    advice: tuple[str, ...] = ()


def figures_of(amounts: Any, row: Any) -> Figures:
    """`amounts` is the submission whose totals are told, `row` the one that says what changes."""
    change = row.change_cents
    return Figures(
        original=format_money(amounts.original_cents),
        modifications=format_money(amounts.modification_cents),
        revised=format_money(amounts.original_cents + amounts.modification_cents),
        change="all new" if row.is_first else format_difference(change),
        change_css="quiet-cell" if row.is_first else "neg" if change < 0 else "zero" if change == 0 else "",
    )


def next_words(row: Any, connector: Connector, request: Any | None, zone: str) -> NextWords:
    """The next step of a budget, with what its export request says."""
    step = next_step(
        BudgetFacts(
            erp=connector.policy,
            locked=True,
            phase=Phase(row.phase),
            exported_before=row.first_exported_at is not None,
            has_mismatch=bool(row.proof.get("mismatch")),
        )
    )
    said = tuple(str(message) for message in request.messages) if request is not None else ()
    who = (row.decider or "An approver") if step.turn is Turn.ACCEPTER else "Nobody"
    act = " ".join(
        text for text in (step.act, _request_words(request, connector, row.last_contact_at, zone)) if text
    )
    return NextWords(who, act, said[0] if said else "", said[1:])


def _request_words(request: Any | None, connector: Connector, called: datetime | None, zone: str) -> str:
    """What an open export request waits for; nothing once it has ended."""
    if request is None:
        return ""
    words = _REQUEST_WORDS.get(RequestState(request.state), "")
    if words and request.not_before > clock.now():
        return f"It is tried again {clock.say_when(request.not_before, zone)}."
    last = f"last one {clock.say_when(called, zone)}" if called else "which has never called"
    hurry = getattr(connector, "hurry", "") if request.state == RequestState.QUEUED.value else ""
    return f"{words.format(connector.short_label, last)} {hurry}".strip()

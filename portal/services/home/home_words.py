"""How Home words a budget: one that waits for the reader, one that came back, one that others have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.domain.facts import BudgetFacts, state_of
from portal.domain.money import format_difference, format_money
from portal.domain.next_steps import Turn, next_step
from portal.domain.people import Actor
from portal.domain.state_words import STATE_WORDS
from portal.services.budgets.budget_page import Badge
from portal.services.budgets.budget_totals import Totals, light_facts
from portal.services.budgets.decision_notes import notes
from portal.services.erp_lists.transport_words import call_sentence
from portal.services.people.absences import Absence
from portal.services.submissions.aging import LATE, Usual
from portal.services.submissions.next_persons import asked, asked_after, in_words, is_you


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A budget that waits for the reader. `number` opens its review; None: the budget itself is to be corrected."""

    project_id: int
    number: int | None
    name: str
    job: str
    what: str
    why: str
    total: str
    change: str
    change_kind: str
    waiting: str
    since: str
    others: str
    late: str = ""


@dataclass(frozen=True, slots=True)
class WayRow:
    """A budget that somebody else has, or nobody has to touch."""

    project_id: int
    name: str
    badge: Badge
    who: str
    what: str
    total: str
    since: str
    age: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class Approvers:
    """Everybody who may decide at all, who of them is away now, and how long a decision usually takes."""

    able: Sequence[Person]
    away: Mapping[int, Absence]
    usual: Usual


def _deciders(row: Row[Any], facts: BudgetFacts, known: Approvers) -> list[str]:
    """Whose turn it is among the approvers, by name: after a decision whoever took it, as long as they may."""
    step = next_step(facts)
    if step.turn is Turn.APPROVERS:
        free = [each for each in known.able if not (facts.four_eyes and each.id in facts.touched_by)]
        return [each.name for each in asked(free, known.away)]
    if step.turn is not Turn.ACCEPTER:
        return []
    return [each.name for each in asked_after(known.able, row.decided_by, known.away)]


def need(
    row: Row[Any],
    facts: BudgetFacts,
    able: Approvers,
    actor: Actor,
    changed: dict[int, tuple[int, int]],
    zone: str,
) -> NeedRow:
    """A submission to decide. `changed` as `home_rows.changed` gives it."""
    deciders = _deciders(row, facts, able)
    others = [name for name in deciders if not is_you(name, actor)]
    place = "".join(name.removeprefix(actor.name).strip(" ()") for name in deciders if is_you(name, actor))
    lines, modifications = changed.get(row.submission_id, (0, 0))
    step = next_step(facts)
    return NeedRow(
        row.Project.id,
        row.number,
        row.Project.name,
        _job(row),
        _what(row, lines) if step.turn is Turn.APPROVERS else STATE_WORDS[state_of(facts)].badge,
        (row.note or _why(modifications)) if step.turn is Turn.APPROVERS else step.act.capitalize(),
        format_money(row.revised),
        "all new" if row.is_first else format_difference(row.change_cents),
        "quiet-cell" if row.is_first else "neg" if row.change_cents < 0 else "",
        clock.say_age(row.Budget.phase_at).capitalize(),
        f"{clock.say_moment(row.sent_at, zone)}, {row.sender}",
        " ".join(part for part in (place, f"or {in_words(others)}" if others else "") if part)
        or "nobody else may",
        _late(row, step.turn, able.usual),
    )


def returned(session: Session, row: Row[Any], zone: str) -> NeedRow:
    """A submission that came back to its sender."""
    facts = light_facts(row.Project, row.Budget, row.ErpConnection, Totals(row.line_count))
    told = notes(session, row.Budget, facts)
    at = row.Budget.last_decision_at
    return NeedRow(
        row.Project.id,
        None,
        row.Project.name,
        _job(row),
        "Came back from accounting",
        told[0] if told else "",
        format_money(row.revised),
        "all new" if row.is_first else format_difference(row.change_cents),
        "quiet-cell" if row.is_first else "neg" if row.change_cents < 0 else "",
        clock.say_age(at).capitalize() if at else "",
        clock.say_moment(at, zone),
        "you sent it",
    )


def way(session: Session, row: Row[Any], facts: BudgetFacts, able: Approvers, zone: str) -> WayRow:
    """A submission that is not the reader's to decide."""
    words, step = STATE_WORDS[state_of(facts)], next_step(facts)
    names = in_words(_deciders(row, facts, able))
    waits = call_sentence(session, row.ErpConnection) if step.turn is Turn.NOBODY else ""
    return WayRow(
        row.Project.id,
        row.Project.name,
        Badge(words.kind, words.badge),
        f"{names}:" if names else "Nobody:",
        " ".join(text for text in (step.act, waits) if text),
        format_money(row.revised),
        _since(row, zone),
        _age(row, step.turn, able.usual),
        _late(row, step.turn, able.usual),
    )


def _age(row: Row[Any], turn: Turn, usual: Usual) -> str:
    """`19 hours; usually decided within 5 hours`: the age of any step, compared where a decision is waited for."""
    age = clock.say_age(row.Budget.phase_at) if row.Budget.phase_at else ""
    compared = usual.words if turn is Turn.APPROVERS else ""
    return "; ".join(text for text in (age, compared) if text)


def _late(row: Row[Any], turn: Turn, usual: Usual) -> str:
    """The word of the flag beside a decision that is waited for far longer than usual."""
    return LATE if turn is Turn.APPROVERS and usual.is_late(row.Budget.phase_at) else ""


def _since(row: Row[Any], zone: str) -> str:
    """`Today 08:41`, `Mon 8 Jun 11:05`."""
    text = clock.say_when(row.Budget.phase_at, zone).removeprefix("on ")
    return text[:1].upper() + text[1:]


def _job(row: Row[Any]) -> str:
    return f"{row.Project.erp_job_name or f'Job {row.Project.number}'}, {row.ErpConnection.name}"


def _what(row: Row[Any], lines: int) -> str:
    every = "1 line" if row.line_count == 1 else f"{row.line_count:,} lines"
    if row.is_first:
        return f"First export: {every}" if row.number == 1 else f"Sent again: {every}"
    return f"Update: {lines:,} of {every}"


def _why(modifications: int) -> str:
    if modifications == 0:
        return ""
    return "1 modification" if modifications == 1 else f"{modifications:,} modifications"

"""The rows of the Budgets tab: what each budget is, what it writes, for whom it waits, and what comes next.

Source: Accept or Reject a Budget for Export to QuickBooks; What do the ERP icons mean?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.domain.erp_lists import BudgetList
from portal.domain.people import Actor
from portal.domain.state_words import STATE_WORDS
from portal.domain.vocabulary import State
from portal.erp.registry import connector_for
from portal.services.actors import approvers
from portal.services.budget_facts import company
from portal.services.erp_lists import erp_list_queries as queries
from portal.services.erp_lists.erp_list_words import Figures, NextWords, figures_of, next_words
from portal.services.submissions import aging


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One budget in a list; `number` is the submission that its link opens."""

    project_id: int
    number: int
    name: str
    job: str
    what: str
    lines: str
    figures: Figures
    age: str
    sent: str
    sender: str
    decider: str
    kind: str
    word: str
    next: NextWords
    exported: str = ""
    confirmed: str = ""
    submission_id: int = 0
    waits_for: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """For whom each budget waits (by row number, in words), and how long a decision usually takes."""

    who: Mapping[int, str]
    usual: aging.Usual


def waits_of(session: Session, actor: Actor, found: Sequence[Any]) -> Waits:
    """For whom the found rows wait, in words for `actor`, and what is usual: asked once for all of them."""
    four_eyes = company(session).four_eyes
    names = aging.deciders(session, [row.id for row in found], approvers(session), four_eyes=four_eyes)
    who = {key: aging.wait_words(told, actor) for key, told in names.items()}
    return Waits(who, aging.usual(session) if found else aging.Usual(None))


def rows_of(session: Session, which: BudgetList, found: Sequence[Any], waits: Waits) -> list[BudgetRow]:
    """The rows that were found for one list, in their order; what they need is asked once for all of them."""
    zone = company(session).timezone
    ids = [row.submission_id for row in found]
    changed = queries.changed_lines(session, [row.submission_id for row in found if not row.is_first])
    requests = {} if which is BudgetList.READY else queries.requests_of(session, ids)
    exports = queries.last_exports(session, [row.id for row in found]) if which is BudgetList.SYNCED else {}
    return [
        _row(row, zone, changed, requests.get(row.submission_id), exports.get(row.id), waits) for row in found
    ]


def _row(
    row: Any,
    zone: str,
    changed: Mapping[int, int],
    request: Any | None,
    export: Any | None,
    waits: Waits,
) -> BudgetRow:
    connector = connector_for(row.connector)
    words = STATE_WORDS[State(row.phase)] if export is None else STATE_WORDS[State.SYNCED]
    return BudgetRow(
        project_id=row.project_id,
        number=export.number if export else row.number,
        name=row.project,
        job=f"{row.job_name or f'Job {row.job_number}'}, {connector.label}",
        what="First export" if row.is_first else "Update",
        lines=_lines(row, changed),
        figures=figures_of(export or row, row),
        age=clock.say_age(row.phase_at).capitalize(),
        sent=clock.say_moment(row.sent_at, zone),
        sender=row.sender,
        decider=row.decider or "",
        kind=words.kind,
        word=words.badge,
        next=next_words(row, connector, request, zone),
        exported=clock.say_moment(export.exported_at, zone) if export else "",
        confirmed=clock.say_moment(export.synced_at, zone) if export else "",
        submission_id=row.submission_id,
        waits_for=waits.who.get(row.id, ""),
        late=aging.LATE if waits.usual.is_late(row.phase_at) else "",
    )


def _lines(row: Any, changed: Mapping[int, int]) -> str:
    every = "1 line" if row.line_count == 1 else f"{row.line_count:,} lines"
    return every if row.is_first else f"{changed.get(row.submission_id, 0):,} of {every}"

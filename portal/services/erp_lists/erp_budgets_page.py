"""The Budgets tab of ERP Integrations: what waits for accounting, what failed, what is on its way, what is synced.

Source: Accept or Reject a Budget for Export to QuickBooks; What do the ERP icons mean?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.domain.decisions import holds
from portal.domain.erp_lists import LIST_WORDS, BudgetList
from portal.domain.people import Actor
from portal.domain.state_words import STATE_WORDS
from portal.domain.vocabulary import Action, State
from portal.erp.registry import connector_for
from portal.services.actors import approvers
from portal.services.budget_facts import company
from portal.services.erp_lists import erp_list_queries as queries
from portal.services.erp_lists.erp_list_words import Figures, NextWords, figures_of, next_words
from portal.services.submissions.next_persons import in_words


@dataclass(frozen=True, slots=True)
class Filter:
    """One entry of the list at the left."""

    value: str
    label: str
    count: int
    current: bool


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


@dataclass(frozen=True, slots=True)
class BudgetsPage:
    """One list. `older` is the address word of the next page, empty on the last one."""

    filters: tuple[Filter, ...]
    title: str
    count: int
    how_much: str
    rows: tuple[BudgetRow, ...]
    older: str
    is_later_page: bool
    note: str


def read(
    session: Session, actor: Actor, which: BudgetList, after: queries.Cursor | None = None
) -> BudgetsPage:
    """Read one page of one list, and the numbers of all."""
    counts = queries.counts(session)
    found = queries.rows_of(session, which, after)
    shown = found[: queries.PAGE]
    last = shown[-1] if len(found) > queries.PAGE else None
    rows = tuple(_rows(session, which, shown))
    return BudgetsPage(
        filters=tuple(
            Filter(each.value, LIST_WORDS[each], counts[each], each is which) for each in BudgetList
        ),
        title=LIST_WORDS[which],
        count=counts[which],
        how_much=_how_much(counts[which], rows, after),
        rows=rows,
        older=queries.Cursor(last.phase_at, last.id).text() if last else "",
        is_later_page=after is not None,
        note=_whom_to_ask(session, actor),
    )


def _rows(session: Session, which: BudgetList, found: Sequence[Any]) -> list[BudgetRow]:
    zone = company(session).timezone
    ids = [row.submission_id for row in found]
    changed = queries.changed_lines(session, [row.submission_id for row in found if not row.is_first])
    requests = {} if which is BudgetList.READY else queries.requests_of(session, ids)
    exports = queries.last_exports(session, [row.id for row in found]) if which is BudgetList.SYNCED else {}
    return [_row(row, zone, changed, requests.get(row.submission_id), exports.get(row.id)) for row in found]


def _row(
    row: Any, zone: str, changed: Mapping[int, int], request: Any | None, export: Any | None
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
    )


def _lines(row: Any, changed: Mapping[int, int]) -> str:
    every = "1 line" if row.line_count == 1 else f"{row.line_count:,} lines"
    return every if row.is_first else f"{changed.get(row.submission_id, 0):,} of {every}"


def _how_much(count: int, rows: tuple[BudgetRow, ...], after: queries.Cursor | None) -> str:
    noun = "1 budget" if count == 1 else f"{count:,} budgets"
    return (
        noun
        if after is not None or not rows or rows[0].confirmed
        else f"{noun}, oldest {rows[0].age.lower()}"
    )


def _whom_to_ask(session: Session, actor: Actor) -> str:
    """For people who look and do not decide. Source: What is the accounting approver role?"""
    if holds(Action.ACCEPT, actor):
        return ""
    names = [person.name for person in approvers(session)]
    if not names:
        return "Nobody can accept budgets yet. Ask a directory admin to name an accounting approver."
    return f"You can look at everything here. {in_words(names)} can accept, reject and retry."

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
from portal.services.erp_lists import ready_to_import
from portal.services.erp_lists.erp_list_words import Figures, NextWords, figures_of, next_words
from portal.services.erp_lists.ready_to_import import ImportRow
from portal.services.submissions import aging
from portal.services.submissions.next_persons import in_words

_NOT_YOURS = (
    "You can look at everything here. Importing needs ERP Integrations: Standard and Can Import for budgets."
)


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
    submission_id: int = 0
    waits_for: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """For whom each budget waits (by row number, in words), and how long a decision usually takes."""

    who: Mapping[int, str]
    usual: aging.Usual


@dataclass(frozen=True, slots=True)
class BudgetsPage:
    """One list. `older` is the address word of the next page, empty on the last one.

    `imports` is filled instead of `rows` for Ready to Import, whose pages are numbered: `next_page` is 0 on the last.
    """

    filters: tuple[Filter, ...]
    title: str
    count: int
    how_much: str
    rows: tuple[BudgetRow, ...]
    older: str
    is_later_page: bool
    note: str
    imports: tuple[ImportRow, ...] = ()
    next_page: int = 0
    may_decide: bool = False


def read(
    session: Session, actor: Actor, which: BudgetList, after: queries.Cursor | None = None
) -> BudgetsPage:
    """Read one page of one list, and the numbers of all."""
    counts = _counts(session)
    found = queries.rows_of(session, which, after)
    shown = found[: queries.PAGE]
    last = shown[-1] if len(found) > queries.PAGE else None
    is_ready = which is BudgetList.READY
    waits = _waits(session, actor, shown) if is_ready else Waits({}, aging.Usual(None))
    rows = tuple(_rows(session, which, shown, waits))
    return BudgetsPage(
        filters=_filters(counts, which),
        title=LIST_WORDS[which],
        count=counts.get(which, 0),
        how_much=", ".join(
            text for text in (_how_much(counts.get(which, 0), rows, after), waits.usual.words) if text
        ),
        rows=rows,
        older=queries.Cursor(last.phase_at, last.id).text() if last else "",
        is_later_page=after is not None,
        note=_whom_to_ask(session, actor),
        may_decide=is_ready and holds(Action.REJECT, actor),
    )


def read_imports(session: Session, actor: Actor, page: int) -> BudgetsPage:
    """Read one page of Ready to Import; empty where no connection imports."""
    counts = _counts(session)
    count = counts.get(BudgetList.IMPORT, 0)
    return BudgetsPage(
        filters=_filters(counts, BudgetList.IMPORT),
        title=LIST_WORDS[BudgetList.IMPORT],
        count=count,
        how_much="1 budget" if count == 1 else f"{count:,} budgets",
        rows=(),
        older="",
        is_later_page=page > 1,
        note="" if holds(Action.IMPORT_FROM_ERP, actor) else _NOT_YOURS,
        imports=ready_to_import.rows(session, actor, page),
        next_page=page + 1 if page * ready_to_import.PAGE < count else 0,
    )


def _counts(session: Session) -> dict[BudgetList, int]:
    """How many stand in each list; Ready to Import only where a connection imports."""
    counts = queries.counts(session)
    ready = ready_to_import.count(session)
    if ready is None:
        del counts[BudgetList.IMPORT]
    else:
        counts[BudgetList.IMPORT] = ready
    return counts


def _filters(counts: Mapping[BudgetList, int], which: BudgetList) -> tuple[Filter, ...]:
    return tuple(
        Filter(each.value, LIST_WORDS[each], counts[each], each is which)
        for each in BudgetList
        if each in counts
    )


def _rows(session: Session, which: BudgetList, found: Sequence[Any], waits: Waits) -> list[BudgetRow]:
    zone = company(session).timezone
    ids = [row.submission_id for row in found]
    changed = queries.changed_lines(session, [row.submission_id for row in found if not row.is_first])
    requests = {} if which is BudgetList.READY else queries.requests_of(session, ids)
    exports = queries.last_exports(session, [row.id for row in found]) if which is BudgetList.SYNCED else {}
    return [
        _row(row, zone, changed, requests.get(row.submission_id), exports.get(row.id), waits) for row in found
    ]


def _waits(session: Session, actor: Actor, found: Sequence[Any]) -> Waits:
    """For whom the rows wait, and what is usual: asked once for all of them."""
    four_eyes = company(session).four_eyes
    names = aging.deciders(session, [row.id for row in found], approvers(session), four_eyes=four_eyes)
    who = {key: aging.wait_words(told, actor) for key, told in names.items()}
    return Waits(who, aging.usual(session) if found else aging.Usual(None))


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

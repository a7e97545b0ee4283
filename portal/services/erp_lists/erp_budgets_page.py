"""The Budgets tab of ERP Integrations: what waits for accounting, what failed, what is on its way, what is synced.

Source: Accept or Reject a Budget for Export to QuickBooks; What do the ERP icons mean?
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.domain.decisions import holds
from portal.domain.erp_lists import LIST_WORDS, BudgetList
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.actors import approvers
from portal.services.erp_lists import erp_list_queries as queries
from portal.services.erp_lists import ready_to_import
from portal.services.erp_lists.erp_budget_rows import BudgetRow, Waits, rows_of, waits_of
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
    waits = waits_of(session, actor, shown) if is_ready else Waits({}, aging.Usual(None))
    rows = tuple(rows_of(session, which, shown, waits))
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

"""The ledger as the page and its updates draw it: which part, which lines, their sums, and the way to the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.job_costs import JobCostReading
from portal.domain.decisions import Verdict
from portal.domain.vocabulary import Action
from portal.services.budget_facts import company
from portal.services.budgets.budget_page import BudgetHead
from portal.services.budgets.budget_rows import BudgetRows
from portal.services.budgets.ledger_books import read_book
from portal.services.budgets.ledger_places import Place
from portal.services.budgets.ledger_queries import SHOWS
from portal.services.budgets.ledgers import LedgerLine, Part, divisions, on_its_way, read_part
from portal.web.budgets.ledger_rows import RowLook, loose_row, rows, total_cells

CURRENCIES = {"USD": "US dollars", "EUR": "euros", "CAD": "Canadian dollars", "GBP": "pounds"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for. `show` and `group` fall back to the usual where they name nothing known."""

    show: str = "all"
    group: str = "division"
    after: int | None = None
    line: int | None = None
    whole: bool = False

    @property
    def kept(self) -> dict[str, str]:
        """What stays in the address while one moves about."""
        usual = {"show": "all", "group": "division"}
        asked = {"show": self.show, "group": self.group}
        return {name: value for name, value in asked.items() if value != usual[name]}

    @property
    def query(self) -> str:
        """The same as text: "?show=changed" or nothing."""
        return f"?{urlencode(self.kept)}" if self.kept else ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that `_ledger.html` draws."""

    wish: Wish
    shows: list[tuple[str, str]]
    note: str
    rows: Markup
    total_label: str
    total_cells: Markup
    empty: str
    pager_text: str
    first_url: str
    next_url: str
    scroll_url: str
    all_url: str


def wished() -> Wish:
    """Read the address."""
    args = request.args
    show, group = args.get("show", "all"), args.get("group", "division")
    return Wish(
        show if show in SHOWS else "all",
        "none" if group == "none" else "division",
        args.get("after", type=int),
        args.get("line", type=int),
        args.get("all") == "1",
    )


def ledger(
    session: Session, found: BudgetRows, head: BudgetHead, wish: Wish, glowing: int | None = None
) -> Ledger:
    """The part of the ledger that `wish` names, ready to be drawn."""
    budget, reading = found.budget, found.reading
    part = read_part(session, budget, wish.show, Place(wish.after, wish.line, wish.whole))
    look = look_for(session, budget, reading, head.verdicts, wish, part.lines, glowing)
    count = look.book.total.lines
    whole = count if wish.show == "all" else read_book(session, budget, reading).total.lines
    last = part.lines[-1].id if part.more else 0
    return Ledger(
        wish,
        [("all", f"All {counted(whole)}"), ("changed", "Changed lines"), ("budgeted", "Budgeted lines")],
        _note(session, reading),
        rows(part.lines, look) + (Markup("") if part.more else loose_row(look.book)),
        total_label(wish, count, whole),
        total_cells(look.book),
        "" if part.lines else _EMPTY[wish.show],
        _pager_text(part, count),
        _url(head.project_id, wish) if part.before else "",
        _url(head.project_id, wish, after=last) if part.more else "",
        _url(head.project_id, wish, "budgets.more_lines", after=last) if part.more else "",
        _url(head.project_id, wish, all=1) if part.more or part.before else "",
    )


def more(session: Session, found: BudgetRows, head: BudgetHead, wish: Wish) -> tuple[Markup, str, str]:
    """The next rows for a page that is being scrolled, the address of those after them, and of a page of those."""
    budget, reading = found.budget, found.reading
    part = read_part(session, budget, wish.show, Place(wish.after))
    look = look_for(session, budget, reading, head.verdicts, wish, part.lines)
    drawn = rows(part.lines, look, part.carried_division)
    if not part.more:
        return drawn + loose_row(look.book), "", ""
    last = part.lines[-1].id
    scroll = _url(head.project_id, wish, "budgets.more_lines", after=last)
    return drawn, scroll, _url(head.project_id, wish, after=last)


def look_for(
    session: Session,
    budget: Budget,
    reading: JobCostReading | None,
    verdicts: Mapping[Action, Verdict],
    wish: Wish,
    lines: Sequence[LedgerLine],
    glowing: int | None = None,
) -> RowLook:
    """How rows are drawn for this person now."""
    return RowLook(
        read_book(session, budget, reading, wish.show),
        divisions(session),
        f"{url_for('budgets.page', project_id=budget.project_id)}/lines/",
        wish.query,
        _links(verdicts[Action.EDIT_ORIGINAL], verdicts[Action.DELETE_LINE]),
        on_its_way(session, budget, lines),
        wish.group == "division",
        glowing,
    )


def total_label(wish: Wish, count: int, whole: int) -> str:
    """The foot's head: how many lines are added up."""
    return f"Total, {counted(count)}" if wish.show == "all" else f"Total, {count:,} of {counted(whole)}"


def counted(number: int) -> str:
    """`1 line`, `2,000 lines`."""
    return f"{number:,} line" if number == 1 else f"{number:,} lines"


_EMPTY = {
    "all": "This budget has no lines yet. Add the first line, or import a spreadsheet.",
    "changed": "No line is changed: the ERP holds every line as it stands here.",
    "budgeted": "No line has an amount yet.",
}


def _links(edit: Verdict, delete: Verdict) -> str:
    if edit.shown and edit.open:
        return "all"
    return "empty" if delete.shown and all(each.code == "line_in_use" for each in delete.denials) else "none"


def _note(session: Session, reading: JobCostReading | None) -> str:
    here = company(session)
    when = clock.say_moment(reading.read_at, here.timezone) if reading else ""
    costs = f"Job to date as of {when}." if when else "No job costs yet."
    return f"Amounts in {CURRENCIES.get(here.currency, here.currency)}. {costs}"


def _pager_text(part: Part, count: int) -> str:
    if not part.more and not part.before:
        return ""
    return f"Lines {part.before + 1:,} to {part.before + len(part.lines):,} of {count:,}."


def _url(project_id: int, wish: Wish, endpoint: str = "budgets.page", **more: int) -> str:
    query: dict[str, Any] = {"project_id": project_id, **wish.kept, **more}
    return url_for(endpoint, **query)

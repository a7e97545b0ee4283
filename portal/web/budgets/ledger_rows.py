"""The rows of the ledger as markup, a whole part in one string; the same row stands in the page and in its update."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.services.budgets.ledger_figures import NO_COSTS, Book, Costs, Sum
from portal.services.budgets.ledgers import LedgerLine
from portal.web.cells import BLANK, figure

COLUMNS = 7
"""The code and six figures."""


@dataclass(frozen=True, slots=True)
class RowLook:
    """What every row shares. A line's own page is `line_url`, its number, `line_query`.

    `links` says which lines lead there: all, empty ones or none. `grouped` draws a row per division; `glowing` is the
    line that just changed.
    """

    book: Book
    divisions: Mapping[int, tuple[str, str]]
    line_url: str = ""
    line_query: str = ""
    links: str = "none"
    on_its_way: frozenset[int] = frozenset()
    grouped: bool = True
    glowing: int | None = None


def rows(lines: Sequence[LedgerLine], look: RowLook, carried_division: int | None = None) -> Markup:
    """Lines under their divisions. The division of the first line has its row unless it is `carried_division`."""
    parts: list[str] = []
    division = carried_division
    for line in lines:
        if look.grouped and line.division_id != division:
            division = line.division_id
            parts.append(group_row(division, look))
        parts.append(line_row(line, look))
    return Markup("".join(parts))  # noqa: S704 - every text in it was escaped


def group_row(division_id: int, look: RowLook, *, swapped: bool = False) -> str:
    """A division with its subtotals; `swapped` replaces the row of the same id in the page."""
    number, name = look.divisions[division_id]
    out = ' hx-swap-oob="true"' if swapped else ""
    return (
        f'<tr class="group" id="division-{division_id}"{out}><th scope="row"><span class="no">{escape(number)}'
        f"</span>{escape(name)}</th>{sum_cells(look.book.divisions.get(division_id, Sum()), look.book)}</tr>"
    )


def line_row(line: LedgerLine, look: RowLook) -> str:
    """One line. Fields are unpacked at once and texts escaped only where they must be: this runs by the thousand."""
    number, _, code, description, type_code, type_name, sub_job, original, moved, is_partial = line
    name = _text(description)
    if look.links == "all" or (look.links == "empty" and not original and moved is None):
        url = f"{look.line_url}{number}{look.line_query}"
        name = f'<a href="{url}">{name}</a>'
    more = f' <span class="type">{_text(sub_job)}</span>' if sub_job else ""
    if is_partial:
        more += _PARTIAL
    if number in look.on_its_way:
        more += _WAY
    glow = ' class="just-changed"' if number == look.glowing else ""
    return (
        f'<tr id="line-{number}"{glow}><th scope="row"><span class="code">{_text(code)}</span>{name}'
        f' <span class="type">{_text(type_code)} {_text(type_name)}</span>{more}</th>'
        f"{_line_cells(number, original, moved, look.book)}</tr>"
    )


_UNSAFE = re.compile("[&<>\"']").search


def _text(text: str) -> str:
    return str(escape(text)) if _UNSAFE(text) else text


def sum_cells(total: Sum, book: Book) -> str:
    """The six figures of a division or of the whole."""
    known = _cost_cells(total.costs, total.revised) if book.has_costs else _UNKNOWN
    return f"{figure(total.original)}{figure(total.moved or None)}{figure(total.revised)}{known}"


def loose_row(book: Book) -> Markup:
    """Costs of the job that belong to no line of the budget; nothing when there are none."""
    if book.loose == NO_COSTS:
        return Markup("")
    return Markup(  # noqa: S704 - digits and our own tags only
        '<tr class="group" id="loose"><th scope="row">On this job, without a line in this budget</th>'
        f"{figure(None) * 3}{_cost_cells(book.loose, 0)}</tr>"
    )


def total_cells(book: Book) -> Markup:
    """The foot: all lines, and what the job cost without one."""
    total = book.total._replace(costs=book.total.costs.plus(book.loose))
    return Markup(sum_cells(total, book))  # noqa: S704 - digits and our own tags only


def _line_cells(number: int, original: int, moved: int | None, book: Book) -> str:
    first = figure(original)
    if moved is None:
        revised, three = original, f"{first}{BLANK}{first}"
    else:
        revised = original + moved
        three = f"{first}{figure(moved)}{figure(revised)}"
    if not book.has_costs:
        return three + _UNKNOWN
    costs = book.costs.get(number)
    return three + (_cost_cells(costs, revised) if costs else f"{_NO_COST_CELLS}{figure(revised)}")


def _cost_cells(costs: Costs, revised: int) -> str:
    committed, cost, invoiced = costs
    return f"{figure(committed)}{figure(cost)}{figure(revised - committed - cost + invoiced)}"


_NO_COST_CELLS = figure(0) * 2
_UNKNOWN = figure(None) * 3
_WAY = (
    ' <span class="way is-idle"><svg class="mark" viewBox="0 0 8 8" aria-hidden="true" focusable="false">'
    '<circle class="ring" cx="4" cy="4" r="3"/></svg>on its way</span>'
)
_PARTIAL = ' <abbr class="type" title="A cost exists on this code, but no budget">?</abbr>'

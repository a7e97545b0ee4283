"""Figures as ready markup: one string per row, built here because a macro per cell costs more than the whole page.

A figure's class says what it is: negative ones are red with a minus, zeros grey.
"""

from collections.abc import Iterable

from markupsafe import Markup

from portal.domain.money import format_difference, format_money

BLANK = '<td class="num"></td>'
_ZERO = '<td class="num zero">0.00</td>'


def figure(cents: int | None) -> str:
    """One cell as plain text of markup; None is a blank cell."""
    if cents is None:
        return BLANK
    if cents > 0:
        return f'<td class="num">{cents // 100:,}.{cents % 100:02d}</td>'
    return f'<td class="num neg">{format_money(cents)}</td>' if cents else _ZERO


def cells(amounts: Iterable[int | None]) -> Markup:
    """The cells of a row."""
    return Markup("".join(map(figure, amounts)))  # noqa: S704 - digits and our own tags only


def difference(cents: int | None) -> Markup:
    """One cell with a plus in front of positives, for columns of differences."""
    if cents is None:
        return cells((None,))
    kind = " neg" if cents < 0 else " zero" if cents == 0 else ""
    return Markup('<td class="num{}">{}</td>').format(kind, format_difference(cents))

"""Figures as ready markup: one string per row, built here because a macro per cell costs more than the whole page.

A figure's class says what it is: negative ones are red with a minus, zeros grey.
"""

from portal.domain.money import format_money

BLANK = '<td class="num"></td>'
_ZERO = '<td class="num zero">0.00</td>'


def figure(cents: int | None) -> str:
    """One cell as plain text of markup; None is a blank cell."""
    if cents is None:
        return BLANK
    if cents > 0:
        return f'<td class="num">{cents // 100:,}.{cents % 100:02d}</td>'
    return f'<td class="num neg">{format_money(cents)}</td>' if cents else _ZERO

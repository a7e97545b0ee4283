"""The rows of an import from the ERP as markup, all of them in one string."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from portal.domain.money import format_difference, format_money
from portal.services.imports.erp_import_page import ComingRow


def rows(coming: Sequence[ComingRow]) -> Markup:
    """One table row per amount of the ERP, and per line that it does not have."""
    return Markup("".join(map(_row, coming)))  # noqa: S704 - every text in it was escaped


def _row(row: ComingRow) -> str:
    word, state = _outcome(row)
    sub_job = f' <span class="type">sub job {escape(row.sub_job)}</span>' if row.sub_job else ""
    difference = (row.there or 0) - (row.now or 0)
    moved = format_difference(difference) if difference else ""
    return (
        f'<tr{" class=same" if state == "quiet-cell" else ""}><th scope="row" class="c-name">'
        f'<span class="code">{escape(row.code)}</span> {escape(row.name)} <span class="type">{escape(row.cost_type)}'
        f'</span>{sub_job}</th><td class="c-state {state}">{word}</td>'
        f'<td class="num c-old">{_amount(row.now)}</td><td class="num c-new">{_amount(row.there)}</td>'
        f'<td class="num c-diff{" neg" if difference < 0 else ""}">{moved}'
        "</td></tr>"
    )


def _outcome(row: ComingRow) -> tuple[str, str]:
    if row.there is None:
        return "Only here", "moved"
    if row.now is None:
        return "New", "moved good"
    return ("Same", "quiet-cell") if row.now == row.there else ("Differs", "moved")


def _amount(cents: int | None) -> str:
    return '<span class="zero">none</span>' if cents is None else format_money(cents)

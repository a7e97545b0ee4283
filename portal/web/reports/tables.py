"""The report's rows: as markup for the page, as figures for the chart, as values for the file."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from portal.domain.money import format_money, to_decimal
from portal.files.csv_tables import OutCell
from portal.services.job_costs.job_cost_rows import CostDivision, CostFigures
from portal.services.job_costs.job_costs_page import JobCostsPage
from portal.web.cells import figure
from portal.web.charts import CostRow
from portal.web.reports.columns import Column


def body(page: JobCostsPage, columns: Sequence[Column], *, folded: bool) -> Markup:
    """Divisions with their sums, and unless `folded` their lines, as one string."""
    parts: list[str] = []
    for group in page.divisions:
        parts.append(_division(group, columns, folded=folded))
        if not folded:
            parts.extend(
                f'<tr><th scope="row"><span class="code">{escape(line.code)}</span>{escape(line.name)}'
                f' <span class="type">{escape(line.detail)}</span></th>{_cells(line.figures, columns)}</tr>'
                for line in group.lines
            )
    return Markup("".join(parts))  # noqa: S704 - every text in it was escaped


def _division(group: CostDivision, columns: Sequence[Column], *, folded: bool) -> str:
    kind = "division" if folded else "division open"
    name = f'<span class="no">{escape(group.code)}</span>{escape(group.name)}'
    return f'<tr class="{kind}"><th scope="row">{name}</th>{_cells(group.figures, columns)}</tr>'


def loose_cells(page: JobCostsPage, columns: Sequence[Column]) -> Markup:
    """The row of what has no cost code."""
    return Markup(_cells(page.loose, columns))  # noqa: S704 - digits and our own tags only


def total_cells(page: JobCostsPage, columns: Sequence[Column]) -> dict[str, Markup]:
    """The last two rows: without a cost code, and all."""
    return {"loose": loose_cells(page, columns), "all": Markup(_cells(page.total, columns))}  # noqa: S704 - as above


def _cells(figures: CostFigures, columns: Sequence[Column]) -> str:
    return "".join(figure(column.value(figures)) for column in columns)


def chart_rows(page: JobCostsPage) -> list[CostRow]:
    """One bar per division, and one for what has no cost code."""
    rows = [_bar(group.code, group.name, group.figures) for group in page.divisions]
    if page.loose.cost:
        rows.append(
            CostRow(
                "", "Without a cost code", None, page.loose.cost, "no budget", format_money(page.loose.cost)
            )
        )
    return rows


def _bar(code: str, name: str, figures: CostFigures) -> CostRow:
    return CostRow(
        code, name, figures.estimate, figures.cost, format_money(figures.estimate), format_money(figures.cost)
    )


def csv_rows(page: JobCostsPage, columns: Sequence[Column]) -> Iterator[list[OutCell]]:
    """Heads, lines, the row without a cost code, the total."""
    yield ["Division", "Cost code", "Name", *(f"{column.label} {column.note}".strip() for column in columns)]
    for group in page.divisions:
        for line in group.lines:
            yield [
                group.code,
                line.code,
                " ".join(filter(None, (line.name, line.detail))),
                *_values(line.figures, columns),
            ]
    yield ["", "", "On this job but without a cost code", *_values(page.loose, columns)]
    yield ["", "", "Total", *_values(page.total, columns)]


def _values(figures: CostFigures, columns: Sequence[Column]) -> list[OutCell]:
    found = (column.value(figures) for column in columns)
    return [None if cents is None else to_decimal(cents) for cents in found]

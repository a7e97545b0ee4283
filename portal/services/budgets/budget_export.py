"""A budget as a table for a spreadsheet: every line with its figures, then the total. Source: Budget – Permissions."""

from decimal import Decimal

from sqlalchemy.orm import Session

from portal.db.projects import Project
from portal.domain.money import to_decimal
from portal.services.budgets.budgets import budget_of
from portal.services.budgets.ledger_books import read_book
from portal.services.budgets.ledger_figures import NO_COSTS, Book, Sum
from portal.services.budgets.ledger_places import Place
from portal.services.budgets.ledgers import LedgerLine, divisions, read_part
from portal.services.job_costs.baselines import current_reading

Cell = str | Decimal | None
HEADS = (
    "Division",
    "Sub job",
    "Cost code",
    "Description",
    "Cost type",
    "Original",
    "Modifications",
    "Revised",
    "Committed",
    "Job to date",
    "Over/under",
)


def read(session: Session, project_id: int) -> tuple[str, list[tuple[Cell, ...]]]:
    """The project's number for a file name, and the rows: heads, lines, costs without a line, total."""
    budget, reading = budget_of(session, project_id), current_reading(session, project_id)
    book, names = read_book(session, budget, reading), divisions(session)
    lines = read_part(session, budget, "all", Place(whole=True)).lines
    rows: list[tuple[Cell, ...]] = [HEADS, *(_row(line, book, names) for line in lines)]
    if book.loose != NO_COSTS:
        rows.append(
            (
                "",
                "",
                "",
                "On this job, without a line in this budget",
                "",
                *_sums(Sum(costs=book.loose), book),
            )
        )
    whole = book.total._replace(costs=book.total.costs.plus(book.loose))
    rows.append(("", "", "", "Total", "", *_sums(whole, book)))
    return session.get_one(Project, project_id).number, rows


def _row(line: LedgerLine, book: Book, names: dict[int, tuple[str, str]]) -> tuple[Cell, ...]:
    sums = Sum(1, line.original, line.moved or 0, book.costs.get(line.id, NO_COSTS))
    return (
        names[line.division_id][0],
        line.sub_job or "",
        line.code,
        line.description,
        line.cost_type_code,
        *_sums(sums, book),
    )


def _sums(each: Sum, book: Book) -> tuple[Cell, ...]:
    known = (each.costs.committed, each.costs.cost, each.revised - each.costs.projected)
    return (
        to_decimal(each.original),
        to_decimal(each.moved),
        to_decimal(each.revised),
        *(to_decimal(cents) if book.has_costs else None for cents in known),
    )

"""What the person at the desk types, as texts: every form of the page and every JSON door ends here.

Each act takes the words of its fields, turns them into what Sage stores and refuses in Sage's words.
"""

from datetime import date

from sqlalchemy import Connection

from portal.practice.sage import amounts, budgets, change_orders, cost_codes, costs, jobs
from portal.practice.sage.refusals import SageError

_TYPES = range(1, 10)
SUBCONTRACT = "4"


def enter_cost(
    database: Connection,
    *,
    job: str,
    amount: str,
    code: str = "",
    type: str,  # noqa: A002 - the field's name on every form and door
    phase: str = "",
    vendor: str = "",
    date: str = "",
    number: str = "",
    description: str = "",
) -> int:
    """Enter a cost; no code means a cost on the job without one. Returns its record number."""
    cost = costs.Cost(
        job=jobs.number_of(job),
        phase=jobs.phase_of(phase),
        code=cost_codes.code_of(code) if code else None,
        kind=_kind(type),
        amount=amounts.typed(amount),
        vendor=jobs.number_of(vendor) if vendor.strip("0") else 0,
        day=_day(date),
        number=number,
        description=description,
    )
    return costs.enter(database, cost)


def void_cost(database: Connection, record: str) -> None:
    """Void a job cost record."""
    costs.void(database, int(record) if record.isdecimal() else 0)


def change_order(
    database: Connection,
    *,
    job: str,
    code: str,
    amount: str,
    phase: str = "",
    type: str = SUBCONTRACT,  # noqa: A002 - as above
    number: str = "",
    description: str = "",
) -> int:
    """Enter an approved change order; without a type it is a subcontract's. Returns its record number."""
    place = change_orders.Place(
        jobs.number_of(job), jobs.phase_of(phase), cost_codes.code_of(code), _kind(type)
    )
    return change_orders.approve(database, place, amounts.typed(amount), number, description)


def edit_grid(
    database: Connection,
    *,
    job: str,
    code: str,
    type: str,  # noqa: A002 - as above
    amount: str,
    phase: str = "",
) -> None:
    """Type an amount into the saved grid by hand."""
    where = jobs.number_of(job), jobs.phase_of(phase), cost_codes.code_of(code)
    budgets.edit(database, *where, _kind(type), amounts.typed(amount))


def second_row(database: Connection, *, job: str, code: str, phase: str = "") -> None:
    """Add an empty second row of a cost code to the saved grid."""
    budgets.add_second_row(database, jobs.number_of(job), jobs.phase_of(phase), cost_codes.code_of(code))


def remove_code(database: Connection, *, code: str) -> None:
    """Delete a cost code."""
    cost_codes.remove(database, code)


def _kind(text: str) -> int:
    if text not in {str(kind) for kind in _TYPES}:
        raise SageError(f'"{text}" is no cost type: 1 Material to 9.')
    return int(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SageError(f'"{text}" is no date. Write it like 2026-11-22.') from error

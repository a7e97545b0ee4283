"""The company's cost codes as a page: a part of the codes by number, all divisions, all types."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.db.projects import CostCode, CostType, Division
from portal.services.intentions import NotFoundError

PAGE = 100


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One cost code; `starts` names its division where it is the first of it on the page."""

    id: int
    code: str
    name: str
    uom: str
    active: bool
    starts: str


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A division or a cost type."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CostCodesPage:
    """`after` leads to the next part; `count` is how many codes there are in all."""

    codes: Sequence[CodeRow]
    count: int
    search: str
    after: int | None
    divisions: Sequence[NamedRow]
    types: Sequence[NamedRow]


def read(session: Session, search: str = "", after: int | None = None) -> CostCodesPage:
    """Codes in the order of their divisions whose number or name holds `search`."""
    statement = select(CostCode, Division).join(Division, Division.id == CostCode.division_id)
    counted = select(func.count()).select_from(CostCode)
    if search:
        found = or_(
            CostCode.code.icontains(search, autoescape=True), CostCode.name.icontains(search, autoescape=True)
        )
        statement, counted = statement.where(found), counted.where(found)
    last = session.get(CostCode, after) if after is not None else None
    if last is not None:
        number = session.get_one(Division, last.division_id).code
        statement = statement.where(
            or_(Division.code > number, (Division.code == number) & (CostCode.code > last.code))
        )
    rows = session.execute(statement.order_by(Division.code, CostCode.code).limit(PAGE + 1)).all()
    return CostCodesPage(
        _rows([(row.CostCode, row.Division) for row in rows[:PAGE]]),
        session.scalar(counted) or 0,
        search,
        rows[PAGE - 1].CostCode.id if len(rows) > PAGE else None,
        divisions(session),
        [
            NamedRow(*row)
            for row in session.execute(
                select(CostType.id, CostType.code, CostType.name).order_by(CostType.position, CostType.code)
            )
        ],
    )


def divisions(session: Session) -> list[NamedRow]:
    """Every division by number."""
    rows = session.execute(select(Division.id, Division.code, Division.name).order_by(Division.code))
    return [NamedRow(*row) for row in rows]


def code_values(session: Session, code_id: int) -> dict[str, str | bool]:
    """One code as form fields. Raises NotFoundError."""
    row = session.get(CostCode, code_id)
    if row is None:
        raise NotFoundError("There is no such cost code.")
    return {
        "code": row.code,
        "name": row.name,
        "division_id": str(row.division_id),
        "uom": row.uom,
        "active": row.active,
    }


def named_values(session: Session, noun: str, row_id: int) -> dict[str, str]:
    """A division or cost type as form fields. Raises NotFoundError."""
    row = session.get(Division, row_id) if noun == "division" else session.get(CostType, row_id)
    if row is None:
        raise NotFoundError("There is no such entry in the company's list.")
    return {"code": row.code, "name": row.name}


def _rows(found: Sequence[tuple[CostCode, Division]]) -> list[CodeRow]:
    rows, division_id = [], None
    for code, division in found:
        starts = f"{division.code} {division.name}" if division.id != division_id else ""
        division_id = division.id
        rows.append(CodeRow(code.id, code.code, code.name, code.uom, code.active, starts))
    return rows

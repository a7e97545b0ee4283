"""The budget grid of one job as it stands: current amounts, approved change orders, and what a sheet must know."""

from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection, select

from .databases import Company
from .tables import APPROVED, CURRENT, actrec, bdglin, cstcde, csttyp, jobphs, prmchg
from .texts import NOTHING, STANDARD_TYPES

Place = tuple[int, Decimal]
"""A row of the grid: phase (0 for none) and cost code."""


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """An approved change order, newest last."""

    number: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Grid:
    """One job, read in one transaction. `rows` counts the rows of each place: more than one is a mistake in Sage."""

    job_exists: bool
    phases: frozenset[int]
    codes: dict[Decimal, str]
    types: dict[int, str]
    rows: dict[Place, int]
    current: dict[tuple[int, Decimal, int], Decimal]
    orders: dict[tuple[int, Decimal, int], list[ChangeOrder]] = field(default_factory=dict)
    is_locked: bool = False

    def found(self, key: tuple[int, Decimal, int]) -> Decimal:
        """What stands in a cell: its current amount and the approved change orders."""
        return self.current.get(key, NOTHING) + sum(
            (each.amount for each in self.orders.get(key, ())), NOTHING
        )


def read(company: Company, job: int) -> Grid:
    """The grid of a job. Raises CompanyUnreadableError."""
    with company.reading() as connection:
        exists = connection.scalar(select(actrec.c.recnum).where(actrec.c.recnum == job)) is not None
        phases = connection.scalars(select(jobphs.c.phsnum).where(jobphs.c.recnum == job))
        codes = connection.execute(select(cstcde.c.recnum, cstcde.c.cdenme)).all()
        types = connection.execute(select(csttyp.c.recnum, csttyp.c.typnme)).all()
        rows: dict[Place, int] = {}
        current: dict[tuple[int, Decimal, int], Decimal] = {}
        locked = False
        for row in connection.execute(select(bdglin).where(bdglin.c.recnum == job)).mappings():
            place = (int(row["phsnum"] or 0), row["cstcde"])
            rows[place] = rows.get(place, 0) + 1
            locked = locked or bool(row["lckedt"])
            for kind, column in CURRENT.items():
                current[*place, kind] = current.get((*place, kind), NOTHING) + (row[column] or NOTHING)
        return Grid(
            exists,
            frozenset(int(phase or 0) for phase in phases),
            {code: str(name or "").strip() for code, name in codes if code is not None},
            {
                **STANDARD_TYPES,
                **{int(number): str(name).strip() for number, name in types if number and name},
            },
            rows,
            current,
            _orders(connection, job),
            locked,
        )


def job_exists(company: Company, job: int) -> bool:
    """Whether the number is taken. Raises CompanyUnreadableError."""
    with company.reading() as connection:
        return connection.scalar(select(actrec.c.recnum).where(actrec.c.recnum == job)) is not None


def _orders(connection: Connection, job: int) -> dict[tuple[int, Decimal, int], list[ChangeOrder]]:
    found: dict[tuple[int, Decimal, int], list[ChangeOrder]] = {}
    approved = (
        select(prmchg).where(prmchg.c.jobnum == job, prmchg.c.status == APPROVED).order_by(prmchg.c.recnum)
    )
    for row in connection.execute(approved).mappings():
        if row["cstcde"] is not None and row["csttyp"] is not None:
            key = (int(row["phsnum"] or 0), row["cstcde"], int(row["csttyp"]))
            number = str(row["chgnum"] or "").strip() or str(row["recnum"])
            found.setdefault(key, []).append(ChangeOrder(number, row["bdgamt"] or NOTHING))
    return found

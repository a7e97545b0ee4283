"""Approved change orders (6-4-1): they raise or lower what a job may cost and leave the grid as it is."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, RowMapping, func, insert, select

from portal.practice.sage import cost_codes, jobs
from portal.practice.sage.amounts import LARGEST
from portal.practice.sage.refusals import SageError
from portal.practice.sage.tables import APPROVED, prmchg


@dataclass(frozen=True, slots=True)
class Place:
    """Where an amount belongs: job, phase (0 none), cost code, cost type 1 to 9."""

    job: int
    phase: int
    code: Decimal
    kind: int


def check(database: Connection, place: Place) -> None:
    """Refuse a place that the company does not have."""
    jobs.on_file(database, place.job)
    jobs.phase_on_file(database, place.job, place.phase)
    cost_codes.on_file(database, place.code)


def approve(database: Connection, place: Place, amount: Decimal, number: str, description: str = "") -> int:
    """Enter an approved change order of one amount. Returns its record number."""
    check(database, place)
    if not amount or abs(amount) > LARGEST:
        raise SageError("A change order needs an amount other than zero, at most 99,999,999.99.")
    record = int(database.scalar(select(func.max(prmchg.c.recnum))) or 0) + 1
    database.execute(
        insert(prmchg).values(
            recnum=record,
            jobnum=place.job,
            phsnum=place.phase,
            chgnum=(number or str(record))[:20],
            dscrpt=description[:50],
            status=APPROVED,
            cstcde=place.code,
            csttyp=place.kind,
            bdgamt=amount,
        )
    )
    return record


def listing(database: Connection, job: int) -> list[RowMapping]:
    """The change orders of a job in the order they were entered."""
    wanted = select(prmchg).where(prmchg.c.jobnum == job).order_by(prmchg.c.recnum)
    return list(database.execute(wanted).mappings())

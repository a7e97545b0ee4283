"""Job costs (6-3): entering one, and voiding it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from portal.practice.sage import cost_codes, jobs
from portal.practice.sage.refusals import NotOnFileError, SageError
from portal.practice.sage.tables import OPEN_COST, VOID_COST, actpay, jobcst

_LARGEST = Decimal("9999999.99")
_FROM_INVOICES = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A cost as it is entered; `code` None where it has no cost code, `vendor` 0 where it comes from none."""

    job: int
    phase: int
    code: Decimal | None
    kind: int
    amount: Decimal
    vendor: int = 0
    day: date | None = None
    number: str = ""
    description: str = ""


def enter(database: Connection, cost: Cost) -> int:
    """Enter a cost, which is posted at once. Returns its record number."""
    jobs.on_file(database, cost.job)
    jobs.phase_on_file(database, cost.job, cost.phase)
    if cost.code is not None:
        cost_codes.on_file(database, cost.code)
    if abs(cost.amount) > _LARGEST:
        raise SageError("A job cost holds at most 9,999,999.99.")
    _vendor_on_file(database, cost.vendor)
    record = int(database.scalar(select(func.max(jobcst.c.recnum))) or 0) + 1
    today = datetime.now(UTC).date()
    day = cost.day or today
    database.execute(
        insert(jobcst).values(
            recnum=record,
            jobnum=cost.job,
            phsnum=cost.phase,
            trnnum=cost.number[:20],
            dscrpt=cost.description[:50],
            trndte=day,
            entdte=today,
            actprd=day.month,
            postyr=day.year,
            srcnum=_FROM_INVOICES,
            status=OPEN_COST,
            cstcde=cost.code,
            csttyp=cost.kind,
            cstamt=cost.amount,
            vndnum=cost.vendor,
        )
    )
    return record


def void(database: Connection, record: int) -> None:
    """Void Cost Record: it stays on file and counts no more. Refused for one that is void already."""
    status = database.scalar(select(jobcst.c.status).where(jobcst.c.recnum == record))
    if status is None:
        raise NotOnFileError(f"Job cost record {record} is not on file.")
    if status == VOID_COST:
        raise SageError(f"Job cost record {record} is void already.")
    database.execute(update(jobcst).where(jobcst.c.recnum == record).values(status=VOID_COST))


def listing(database: Connection, job: int) -> list[RowMapping]:
    """The costs of a job in the order they were entered, each with its vendor's name (`vndnme`)."""
    wanted = (
        select(jobcst, actpay.c.vndnme)
        .join(actpay, actpay.c.recnum == jobcst.c.vndnum, isouter=True)
        .where(jobcst.c.jobnum == job)
        .order_by(jobcst.c.recnum)
    )
    return list(database.execute(wanted).mappings())


def _vendor_on_file(database: Connection, vendor: int) -> None:
    if vendor and database.scalar(select(actpay.c.recnum).where(actpay.c.recnum == vendor)) is None:
        raise NotOnFileError(f"Vendor {vendor} is not on file. Enter it in 4-4 Vendors first.")

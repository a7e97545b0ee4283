"""One file for an auditor: what happened to budgets, decisions and privileges in a period, and that the audit is whole.

Source: SOX segregation of duties: what auditors look for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.files.csv_tables import OutCell
from portal.files.xlsx_tables import Table
from portal.services.auditing import chain_checks, evidence_tables
from portal.services.auditing.chain_checks import ChainCheck
from portal.services.auditing.filters import moments
from portal.services.auditing.four_eyes_history import off_periods
from portal.services.budget_facts import company
from portal.services.intentions import InputError

LONGEST = timedelta(days=366 * 2)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` on and before `end`, in UTC; `first` and `last` are the days as the company counts them."""

    first: date
    last: date
    start: datetime
    end: datetime
    zone: str


def period_of(session: Session, first: date | None, last: date | None) -> Period:
    """Two days, both included, in the company's zone. Raises InputError(from | to)."""
    if first is None:
        raise InputError("from", "Choose the first day of the period.")
    if last is None:
        raise InputError("to", "Choose the last day of the period.")
    if last < first:
        raise InputError("to", "Choose a last day that is not before the first one.")
    if last - first > LONGEST:
        raise InputError("to", "Choose a period of two years at most.")
    zone = company(session).timezone
    return Period(first, last, *moments(first, last, zone), zone)


def read(session: Session, period: Period, made_by: str) -> list[Table]:
    """The sheets of the evidence file, the summary first."""
    off = [each for each in off_periods(session) if each.meets(period.start, period.end)]
    check = chain_checks.check(session)
    sheets = [
        evidence_tables.submissions(session, period.start, period.end),
        evidence_tables.decisions(session, period.start, period.end),
        evidence_tables.privilege_changes(session, period.start, period.end),
        evidence_tables.holders(session, period.start, min(period.end, clock.now())),
        evidence_tables.four_eyes_off(off),
        evidence_tables.accepted_while_off(session, period.start, period.end, off),
        evidence_tables.entries(session, period.start, period.end),
        Table(
            "Chain",
            ("Entry", "What does not hold"),
            [(each.sequence, each.sentence) for each in check.breaks],
        ),
    ]
    return [_summary(session, period, made_by, check, sheets), *sheets]


def _summary(
    session: Session, period: Period, made_by: str, check: ChainCheck, sheets: Sequence[Table]
) -> Table:
    made = f"{clock.now():%Y-%m-%d %H:%M:%S} UTC"
    facts: list[tuple[OutCell, OutCell]] = [
        ("Company", company(session).name),
        ("Period", f"{period.first} to {period.last}, both included, days as in {period.zone}"),
        ("Times in this file", "UTC"),
        ("Made", f"{made} by {made_by}"),
        (
            "Audit chain",
            "whole" if check.whole else f"BROKEN in {len(check.breaks)} places, see the sheet Chain",
        ),
        ("Entries in the chain", check.head.count),
        ("Hash of the first entry", check.first),
        ("Hash of the last entry", check.last),
        ("Head to compare", str(check.head)),
        ("How to compare", "with the daily mails and the backups: portal verify --head COUNT:HASH"),
    ]
    counts: list[tuple[OutCell, OutCell]] = [(f"Sheet {sheet.name}", _counted(sheet)) for sheet in sheets]
    return Table("Summary", ("What", "Value"), [*facts, *counts])


def _counted(sheet: Table) -> str:
    return "1 row" if len(sheet.rows) == 1 else f"{len(sheet.rows)} rows"

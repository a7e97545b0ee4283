"""Laying a budget down as a sheet: the grid is read and compared first; a wrong sheet is not written.

Source: Export a Budget to Sage 100 Contractor (one row per cost code, otherwise "Expected only 1 result, found 2").
"""

import secrets
from pathlib import Path
from typing import Any

from ..company import grids
from ..company.databases import Company
from ..messages import DONE, REFUSED, Operation, Outcome
from . import budget_sheets, drifts, found_sheets, payloads, sheet_files

NOTHING_WRITTEN = (
    "Nothing was written. Sync the job costs, look at what changed in Sage, then send the budget again."
)
_LOCKED = (
    "The budget of job {} is locked in Sage (lock edit): take the lock off in 6-2 before the sheet is posted."
)


def write(company: Company, folder: Path, operation: Operation, *, unsafe: bool = False) -> Outcome:
    """Write the sheet of WriteBudget, or refuse with every reason.

    Raises PayloadError, CompanyUnreadableError, FolderError.
    """
    wish = payloads.budget(operation.payload)
    grid = grids.read(company, wish.job)
    if obstacles := drifts.obstacles(grid, wish):
        return Outcome(REFUSED, tuple(obstacles))
    if drifted := drifts.drift(grid, wish):
        return Outcome(REFUSED, (*drifted, NOTHING_WRITTEN))
    amounts = budget_sheets.amounts(grid, wish)
    if large := drifts.too_large(amounts):
        return Outcome(REFUSED, tuple(large))
    sheet = budget_sheets.sheet(grid, wish, operation.id, mark=secrets.token_hex(6) if unsafe else "")
    if not sheet.rows:
        return Outcome(REFUSED, (f"There is no change to write for job {wish.job}.",))
    files = sheet_files.write(folder, sheet)
    result = {
        "Files": list(files),
        "Number": sheet.reference,
        "Hash": sheet.hash,
        "Rows": len(sheet.rows),
        "Totals": found_sheets.totals_of(amounts),
        "Job": str(wish.job),
    }
    return Outcome(DONE, (_LOCKED.format(wish.job),) if grid.is_locked else (), result)


def found(folder: Path, operation: Operation) -> Outcome | None:
    """The outcome of a sheet that lies complete in the folder already; None where there is none."""
    return found_by_id(folder, operation.id)


def found_by_id(folder: Path, operation_id: str) -> Outcome | None:
    """As `found`, for an operation of which only the id is known."""
    there = found_sheets.find(folder, operation_id)
    if there is None:
        return None
    result: dict[str, Any] = {
        "Files": list(there.files),
        "Number": there.reference,
        "Hash": there.hash,
        "Rows": there.rows,
        "Totals": there.totals,
        "Job": there.job,
    }
    return Outcome(DONE, (), result)

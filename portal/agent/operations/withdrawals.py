"""Taking a sheet away that nobody posted, and never writing it again. What Sage shows already cannot be withdrawn."""

from pathlib import Path

from ..company import grids
from ..company.databases import Company
from ..company.grids import Grid
from ..company.texts import NOTHING, money
from ..failures import PayloadError
from ..journal import Journal
from ..messages import DONE, REFUSED, Operation, Outcome
from . import drifts, found_sheets, payloads, sheet_files
from .found_sheets import Found
from .payloads import FIRST, BudgetWish, CellKey
from .sheets import CHANGES

BARRED = "This sheet was withdrawn: it is not written again."
_GONE = (
    "No sheet of this operation was in the drop folder. If somebody took a copy of it, it must not be posted."
)


def withdraw(company: Company, folder: Path, journal: Journal, operation: Operation) -> Outcome:
    """Move the sheet of an operation to `withdrawn`, unless it is posted.

    Raises PayloadError, CompanyUnreadableError, FolderError, JournalError.
    """
    target, job = payloads.operation_id(operation.payload), payloads.job_number(operation.payload)
    posted = _posted(company, folder, journal, target, job)
    if posted:
        return Outcome(REFUSED, (posted,))
    journal.bar(target, BARRED)
    moved = sheet_files.put_aside(folder, target)
    there = (
        sheet_files.names(folder / sheet_files.WITHDRAWN, target)
        if (folder / sheet_files.WITHDRAWN).is_dir()
        else []
    )
    return Outcome(DONE, () if moved or there else (_GONE,), {"Withdrawn": True, "Files": moved or there})


def _posted(company: Company, folder: Path, journal: Journal, target: str, job: int) -> str:
    """The sentence that says which amount of the sheet Sage shows; "" where it shows none."""
    grid = grids.read(company, job)
    entry = journal.entry(target)
    wish = None
    if entry is not None and entry.type == "WriteBudget":
        try:
            wish = payloads.budget(entry.payload)
        except PayloadError:
            wish = None
    there = found_sheets.find(folder, target)
    if wish is not None:
        shown = _shown_of_wish(grid, wish)
    elif there is not None:
        shown = _shown_of_file(grid, there)
    else:
        return ""
    if shown is None:
        return ""
    return (
        f"Sage already shows the amounts of this sheet in job {job} ({drifts.named(grid, shown)} holds "
        f"{money(grid.found(shown))}): it is posted, and nothing was withdrawn. Sync the job costs instead."
    )


def _shown_of_wish(grid: Grid, wish: BudgetWish) -> CellKey | None:
    """A changed cell that holds its new amount; where a first budget replaces another, only all of them tell."""
    changed = [cell for cell in wish.cells if cell.delta]
    if wish.mode == FIRST and wish.replace:
        arrived = [cell for cell in changed if grid.current.get(cell.key, NOTHING) == cell.delta]
        return arrived[0].key if arrived and len(arrived) == len(changed) else None
    return next((cell.key for cell in changed if grid.found(cell.key) == cell.expected + cell.delta), None)


def _shown_of_file(grid: Grid, there: Found) -> CellKey | None:
    """The journal is lost: the sheet itself tells, if everything on it stands in Sage."""
    filled = [(key, value) for key, value in sorted(there.amounts.items()) if value]
    if there.title == CHANGES:
        arrived = [
            key for key, value in filled if value in {order.amount for order in grid.orders.get(key, ())}
        ]
    else:
        arrived = [key for key, value in filled if grid.current.get(key, NOTHING) == value]
    return arrived[0] if arrived and len(arrived) == len(filled) else None

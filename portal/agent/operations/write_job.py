"""A new job as a sheet to type from: Sage's job numbers are entered by a person in 3-5 Jobs."""

from pathlib import Path

from ..company import grids
from ..company.databases import Company
from ..messages import DONE, REFUSED, Operation, Outcome
from . import payloads, sheet_files
from .sheets import JOB, JOB_HEADER, Sheet

_PLACE = ("City", "State", "ZipCode")


def write(company: Company, folder: Path, operation: Operation) -> Outcome:
    """Write the sheet of WriteJob, or refuse a number that is taken.

    Raises PayloadError, CompanyUnreadableError, FolderError.
    """
    number = payloads.job_number(operation.payload, "Number")
    if grids.job_exists(company, number):
        return Outcome(
            REFUSED, (f"Job {number} exists in Sage already. Choose another number, or link that job.",)
        )
    given = operation.payload
    address = [payloads.line(line) for line in str(given.get("Address") or "").splitlines() if line.strip()]
    row = (
        str(number),
        payloads.line(given.get("Name")),
        payloads.line(given.get("ShortName")),
        address[0] if address else "",
        ", ".join(address[1:]),
        *(payloads.line(given.get(name)) for name in _PLACE),
    )
    sheet = Sheet(JOB, JOB, str(number), "", operation.id, JOB_HEADER, (row,))
    files = sheet_files.write(folder, sheet, with_csv=False)
    return Outcome(DONE, (), {"Files": list(files), "Number": str(number)})


def found_by_id(folder: Path, operation_id: str) -> Outcome | None:
    """The outcome of a job sheet that lies in the folder already; renamed whole, so it is complete."""
    for name in sheet_files.names(folder, operation_id):
        if name.startswith(f"{JOB} "):
            return Outcome(DONE, (), {"Files": [name], "Number": name.removeprefix(f"{JOB} ").split(" ")[0]})
    return None

"""Answering what became of an operation. One of which nothing is known is barred, so that the answer stays true."""

from dataclasses import replace
from pathlib import Path

from ..journal import Journal
from ..messages import UNKNOWN, Operation, Outcome
from . import payloads, sheet_files, write_budget, write_job

BARRED = "The portal asked for this operation while it was not done: it is not applied any more."


def status(folder: Path, journal: Journal, operation: Operation) -> Outcome:
    """The stored outcome, with `Asked`; or unknown, and then the operation is never applied.

    Raises PayloadError, FolderError, JournalError.
    """
    target = payloads.operation_id(operation.payload)
    entry = journal.entry(target)
    if entry is not None and entry.barred:
        sheet_files.put_aside(folder, target)  # where that failed before
        return Outcome(UNKNOWN, (entry.barred,))
    if entry is not None and entry.outcome is not None:
        return _asked(entry.outcome)
    there = found(folder, target)
    if there is not None:
        if entry is not None:
            journal.finish(target, there)
        return _asked(there)
    journal.bar(target, BARRED)
    sheet_files.put_aside(folder, target)  # half of a sheet must not be posted
    return Outcome(UNKNOWN, ("The agent did not do this operation, and will not do it under this number.",))


def found(folder: Path, operation_id: str) -> Outcome | None:
    """What the drop folder itself tells of an operation."""
    return write_budget.found_by_id(folder, operation_id) or write_job.found_by_id(folder, operation_id)


def _asked(outcome: Outcome) -> Outcome:
    return replace(outcome, result={**outcome.result, "Asked": True})

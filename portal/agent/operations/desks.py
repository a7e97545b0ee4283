"""Where operations are carried out: each once. The journal knows before and after; the drop folder is the witness."""

import logging
from collections.abc import Callable
from pathlib import Path

from ..company.databases import Company
from ..failures import (
    CompanyUnreadableError,
    FolderError,
    PayloadError,
    PortalRefusedError,
    PortalUnreachableError,
)
from ..journal import Entry, Journal
from ..messages import LATER, REFUSED, UNKNOWN, Operation, Outcome
from . import statuses, withdrawals, write_budget, write_job

WRITING = ("WriteBudget", "WriteJob", "Withdraw")
_LOG = logging.getLogger("portal_agent")


class Desk:
    """Carries out operations one after the other. `sync` is step 1 on demand."""

    def __init__(
        self,
        company: Company,
        folder: Path,
        journal: Journal,
        sync: Callable[[Operation], Outcome],
        *,
        unsafe: bool = False,
    ) -> None:
        self._company = company
        self._folder = folder
        self._journal = journal
        self._sync = sync
        self._unsafe = unsafe

    def carry_out(self, operation: Operation) -> Outcome:
        """Do what is asked, or answer what became of it. Raises JournalError and StoppedError: then nothing is said."""
        try:
            if operation.type in WRITING:
                return self._once(operation)
            if operation.type == "Status":
                return statuses.status(self._folder, self._journal, operation)
            if operation.type == "Sync":
                return self._sync(operation)
        except PayloadError as error:
            return Outcome(REFUSED, error.sentences)
        except (CompanyUnreadableError, FolderError, PortalUnreachableError, PortalRefusedError) as error:
            return Outcome(LATER, (str(error),))
        return Outcome(
            REFUSED,
            (f"This sync agent does not know {operation.type}. Install its newest download, then retry.",),
        )

    def _once(self, operation: Operation) -> Outcome:
        known = self._journal.begin(operation)
        if known is not None:
            answer = self._known(operation, known)
            if answer is not None:
                return answer
        outcome = self._there_already(operation) or self._apply(operation)
        if outcome.kind == LATER:
            self._journal.forget(operation.id)
        else:
            self._journal.finish(operation.id, outcome)
        return outcome

    def _known(self, operation: Operation, known: Entry) -> Outcome | None:
        """The answer to a redelivery; None for one that was begun and not finished."""
        if known.barred:
            return Outcome(UNKNOWN, (known.barred,))
        if known.content != operation.content_hash:
            return Outcome(
                UNKNOWN, (f"Operation {operation.id} came again with other content. Nothing was written.",)
            )
        if known.outcome is not None:
            _LOG.info("%s %s came again; it is answered from the journal.", operation.type, operation.id)
        return known.outcome

    def _there_already(self, operation: Operation) -> Outcome | None:
        """Killed after the sheet and before the journal, or the journal was lost: the folder still knows."""
        if self._unsafe or operation.type == "Withdraw":
            return None
        return statuses.found(self._folder, operation.id)

    def _apply(self, operation: Operation) -> Outcome:
        try:
            if operation.type == "WriteBudget":
                return write_budget.write(self._company, self._folder, operation, unsafe=self._unsafe)
            if operation.type == "WriteJob":
                return write_job.write(self._company, self._folder, operation)
            return withdrawals.withdraw(self._company, self._folder, self._journal, operation)
        except PayloadError as error:
            return Outcome(REFUSED, error.sentences)
        except (CompanyUnreadableError, FolderError) as error:
            return Outcome(LATER, (str(error),))

"""The agent put together: one thread for operations, one for reading the company."""

import sqlite3
import threading
import time
from collections.abc import Callable

from .company.databases import Company
from .comparing.known_records import KnownRecords
from .comparing.step_one import StepOne
from .failures import (
    CompanyUnreadableError,
    JournalError,
    PortalRefusedError,
    PortalUnreachableError,
    StoppedError,
)
from .journal import Journal, NoJournal
from .links import Link
from .logs import LOGGER
from .operations import sheet_files
from .operations.desks import Desk
from .patience import Patience
from .settings import Settings
from .state_files import Alone

UNSAFE = (
    "PORTAL_AGENT_UNSAFE is set: the journal is off and sheets do not name their operation. "
    "Budgets can be posted twice. Never use this with a real company."
)
_LEAVE_SECONDS = 3.0
_QUICK_SECONDS = 1.0
_SHARE = 4
"""A look at the marker is followed by a pause at least so many times as long: a fifth of a slow server at most."""
_EXPECTED = (
    CompanyUnreadableError,
    JournalError,
    PortalRefusedError,
    PortalUnreachableError,
    sqlite3.Error,
    OSError,
)


class Agent:
    """One agent for one company. Making it raises CompanyUnreadableError, JournalError, sqlite3.Error."""

    def __init__(self, settings: Settings, stop: threading.Event) -> None:
        self._settings = settings
        self._stop = stop
        self._alone = Alone(settings.state_folder)
        self._company = Company(settings.database_url)
        self._link = Link(settings, introduction(settings, self._company), stop)
        self._journal = NoJournal() if settings.unsafe else Journal(settings.state_folder)
        self._step_one = StepOne(self._company, KnownRecords(settings.state_folder), self._link)
        self._desk = Desk(
            self._company,
            settings.drop_folder,
            self._journal,
            self._step_one.on_demand,
            unsafe=settings.unsafe,
        )
        sheet_files.clear_halves(settings.drop_folder)
        if settings.unsafe:
            LOGGER.warning(UNSAFE)

    def run(self) -> None:
        """Serve until stopped."""
        threads = [
            threading.Thread(target=self._repeat, args=(act,), name=name, daemon=True)
            for name, act in (("operations", self._operations), ("reading", self._reading))
        ]
        for thread in threads:
            thread.start()
        while not self._stop.wait(_QUICK_SECONDS):
            pass  # short waits, because Windows delivers Ctrl+C only between them
        for thread in threads:
            thread.join(_LEAVE_SECONDS)  # one that waits for the portal is left behind: it holds nothing
        self.close()

    def once(self) -> None:
        """One comparison, then everything that waits, then leave. Raises what goes wrong."""
        try:
            self._link.register()
            self._step_one.compare_all()
            while self._serve_next(wait=0):
                pass
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the database and of the state folder."""
        self._company.close()
        self._alone.release()

    def _operations(self) -> None:
        started = time.monotonic()
        if not self._serve_next() and time.monotonic() - started < _QUICK_SECONDS:
            self._stop.wait(_QUICK_SECONDS)  # a portal that does not hold the poll is not stormed

    def _serve_next(self, wait: int | None = None) -> bool:
        """Wait for an operation and carry it out; False where there was none for this agent."""
        operation = self._link.next_operation(wait)
        if operation is None:
            return False
        LOGGER.info("%s %s (delivery %s)", operation.type, operation.id, operation.attempt)
        if not self._link.received(operation.id):
            return False  # another session has it by now
        outcome = self._desk.carry_out(operation)
        LOGGER.info("%s %s: %s %s", operation.type, operation.id, outcome.kind, " ".join(outcome.messages))
        self._link.completed(operation.id, outcome)
        return True

    def _reading(self) -> None:
        """Look every few seconds, compare all every few minutes."""
        pace = self._link.session()
        full = self._settings.full_seconds or pace.full_seconds
        marker = self._settings.marker_seconds or pace.marker_seconds
        due = self._step_one.full_at + full
        if time.monotonic() >= due:
            self._step_one.compare_all()
        else:
            self._step_one.look()
        self._stop.wait(max(marker, self._step_one.look_seconds * _SHARE))

    def _repeat(self, act: Callable[[], None]) -> None:
        """Do it for ever; what goes wrong is said once and tried again after longer and longer pauses."""
        patience, told = Patience(self._stop), ""
        while not self._stop.is_set():
            try:
                act()
                patience.reset()
                told = ""
                continue
            except StoppedError:
                return
            except _EXPECTED as error:
                wait = error.wait_seconds if isinstance(error, PortalUnreachableError) else 0.0
                if str(error) != told:
                    LOGGER.warning("%s", error)
                    told = str(error)
            except Exception:  # noqa: BLE001  # a service that dies serves nobody: say all, and go on
                wait = 0.0
                LOGGER.exception("Something unexpected happened; the agent goes on.")
            try:
                patience.wait(wait)
            except StoppedError:
                return


def introduction(settings: Settings, company: Company) -> dict[str, str]:
    """What the agent says of the company it serves."""
    return {
        "Name": settings.company_name or company.name,
        "Database": company.name,
        "Key": settings.company_key or company.name,
    }

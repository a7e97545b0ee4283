"""The Web Connector at this desk: one application, its schedule, and one update at a time."""

import threading
import time
from pathlib import Path

from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.connector import SessionOutcome, run_session
from portal.practice.quickbooks.faults import Faults
from portal.practice.quickbooks.logs import Log
from portal.practice.quickbooks.qwc import Qwc, QwcError, read_qwc

_FIRST_RUN_AFTER = 1.0
_WITHOUT_SCHEDULE = 60
_STOP_SECONDS = 3.0


class WebConnector:
    """Runs update sessions, on a schedule and on demand. The password stays in here.

    The .qwc file is read anew for each session, so that it may be handed in later or renewed.
    """

    def __init__(self, company: Company, faults: Faults, log: Log, qwc: Path | None, password: str) -> None:
        self.company = company
        self.faults = faults
        self.log = log
        self.last: SessionOutcome | None = None
        self.last_at = ""
        self._path = qwc
        self._password = password
        self._turn = threading.Lock()
        self._stopping = threading.Event()
        self._every = 0

    def application(self) -> Qwc | None:
        """The application that was added, or None while there is none. Raises QwcError for a bad file."""
        if self._path is None or not self._path.exists():
            return None
        return read_qwc(self._path)

    def update_selected(self) -> SessionOutcome:
        """Run a session now, after the one that may be running. The outcome says how it went."""
        with self._turn:
            outcome = self._run()
            self.last, self.last_at = outcome, self.company.now()
            return outcome

    def start(self) -> None:
        """Begin polling on the schedule, in a thread of its own."""
        threading.Thread(target=self._poll, name="web-connector", daemon=True).start()

    def stop(self) -> bool:
        """Stop polling. True when no session is running any more; one that hangs is not waited for long."""
        self._stopping.set()
        return self._turn.acquire(timeout=_STOP_SECONDS)

    def _run(self) -> SessionOutcome:
        try:
            qwc = self.application()
        except QwcError as error:
            self.log.write(str(error))
            return SessionOutcome("error", str(error))
        if qwc is None:
            return SessionOutcome("error", "No application has been added: there is no .qwc file yet.")
        outcome = run_session(qwc, self._password, self.company, self.log, self.faults, self._pause)
        self._every = outcome.every_seconds or qwc.every_seconds
        return outcome

    def _poll(self) -> None:
        wait = _FIRST_RUN_AFTER
        while not self._stopping.wait(wait):
            outcome = self.update_selected() if self._is_added() else SessionOutcome("nothing")
            wait = outcome.wait_seconds or self._every or _WITHOUT_SCHEDULE
            if not self._every and self._path and not self._path.exists():
                wait = _FIRST_RUN_AFTER

    def _is_added(self) -> bool:
        return self._path is not None and self._path.exists()

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self._stopping.is_set():
            time.sleep(0.1)

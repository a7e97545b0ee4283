"""Step 1 of a sync, ERP to sync service: by the change marker, in full, or on demand. One run at a time.

Source: Perform an On-Demand Sync with Sage 100 Contractor. The portal stamps a run's beginning before anything is
read, so what a finished run brought is never older than its stamp; a run that breaks off is not finished, and the next
one is made even if nothing moved.
"""

import logging
import math
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import date

from ..company import markers
from ..company.databases import Company
from ..company.entities import ENTITIES
from ..company.markers import Markers
from ..failures import PortalRefusedError
from ..links import Link
from ..messages import DONE, Operation, Outcome, Registration
from .comparisons import Scope, Tally, compare
from .known_records import KnownRecords
from .wishes import Wish

MARKER, FULL, ON_DEMAND = "marker", "full", "on_demand"
_SAID_AT_MOST = 20
_LOG = logging.getLogger("portal_agent")


class StepOne:
    """Reads the company and tells the portal.

    `look_seconds` is what the last look at the marker took, `full_at` when everything was last compared (monotonic).
    Every method raises CompanyUnreadableError, PortalUnreachableError, PortalRefusedError and StoppedError.
    """

    def __init__(self, company: Company, known: KnownRecords, link: Link) -> None:
        self._company = company
        self._known = known
        self._link = link
        self._one_at_a_time = threading.Lock()
        self._markers: dict[str, Markers] = {}
        self._is_owed = True
        self._is_anew = False
        link.on_registered = self._compare_versions
        self.look_seconds = 0.0
        self.full_at = -math.inf

    def look(self) -> Tally | None:
        """Look at the change marker; compare what moved. None, and no traffic at all, where nothing did."""
        with self._one_at_a_time:
            if self._is_owed or self._is_anew:
                return self._run(FULL, None)
            if not markers.moved(self._markers, self._marks()):
                return None
            return self._run(MARKER, [])

    def compare_all(self) -> Tally:
        """Compare everything."""
        with self._one_at_a_time:
            return self._run(FULL, None)

    def on_demand(self, operation: Operation) -> Outcome:
        """Step 1 as somebody wants it. A later date leaves older job costs to the next comparison."""
        wish = Wish.of(operation.payload)
        with self._one_at_a_time:
            scopes = wish.scopes(date.today()) if wish.is_deep else []  # noqa: DTZ011  # entries have days of the place
            tally = self._run(ON_DEMAND, scopes, operation.id, wish)
        return Outcome(DONE, tuple(_said(tally)), tally.as_wire())

    def _run(
        self, trigger: str, scopes: Sequence[Scope] | None, operation_id: str = "", wish: Wish | None = None
    ) -> Tally:
        """One run. Scopes None: everything. Scopes empty: what the marker says has moved."""
        if self._is_anew:
            self._begin_anew()
        elif self._is_owed:
            self._send_leftovers()
        if trigger != MARKER:
            self._marks()  # a database that cannot be read begins no run
        run_id = self._link.begin_run(trigger, operation_id)
        was_owed, self._is_owed = self._is_owed, True
        marks, tally = self._marks(), Tally()
        everything = [Scope(entity) for entity in ENTITIES]
        chosen = everything if scopes is None else [*scopes] or self._moved(marks, wish)
        compare(self._company, self._known, chosen, run_id, tally)
        self._send(tally)
        self._link.finish_run(run_id, tally.read, tally.failed, _said(tally), tally.failures)
        self._learn(marks, chosen)
        self._is_owed = was_owed and scopes is not None
        if scopes is None:
            self.full_at = time.monotonic()
        _LOG.info("Compared (%s): %s", trigger, tally.as_wire())
        return tally

    def _moved(self, marks: Mapping[str, Markers], wish: Wish | None) -> list[Scope]:
        scopes = [Scope(entity, job) for entity, job in markers.moved(self._markers, marks)]
        if wish is None or not wish.job:
            return scopes
        return [scope for scope in scopes if scope.job == wish.job or scope.entity.name == "job"]

    def _learn(self, marks: Mapping[str, Markers], chosen: Sequence[Scope]) -> None:
        """Only what was read whole counts as seen; everything else moves the marker again."""
        for scope in chosen:
            if scope.since is not None:
                continue
            name = scope.entity.name
            if scope.job:
                rest = {job: mark for job, mark in self._markers.get(name, {}).items() if job != scope.job}
                mine = {scope.job: marks[name][scope.job]} if scope.job in marks[name] else {}
                self._markers[name] = {**rest, **mine}
            else:
                self._markers[name] = marks[name]

    def _send(self, tally: Tally | None = None) -> None:
        while (batch := self._known.next_batch()) is not None:
            answer = self._link.send_changes(batch.as_wire())
            self._known.settle(batch, int(answer.get("Version") or 0))
            if tally is not None:
                tally.add_answer(answer)

    def _send_leftovers(self) -> None:
        """Batches of a run that broke off go out again as they are; refused ones are compared anew."""
        try:
            self._send()
        except PortalRefusedError as refused:
            _LOG.info("Changes of an earlier run are compared anew: %s", refused)
            self._known.drop_batches()

    def _compare_versions(self, registration: Registration) -> None:
        """A portal that reached less than it once said was set back, or is another one: it is told everything again."""
        version = registration.version
        if version is not None and version < self._known.version():
            self._is_anew = True  # acted on between two runs, never inside one

    def _begin_anew(self) -> None:
        _LOG.warning("The portal holds less than it was told, so it is told everything again.")
        self._known.forget()
        self._markers, self._is_owed, self._is_anew = {}, True, False

    def _marks(self) -> dict[str, Markers]:
        started = time.monotonic()
        with self._company.reading() as connection:
            found = markers.look(connection)
        self.look_seconds = time.monotonic() - started
        return found


def _said(tally: Tally) -> list[str]:
    """The sentences of a run, each once."""
    sentences = list(dict.fromkeys(each["ErrorMessage"] for each in tally.failures))
    more = len(sentences) - _SAID_AT_MOST
    return sentences if more <= 0 else [*sentences[:_SAID_AT_MOST], f"And {more} more."]

"""A project manager and an approver who bring one project after the other through its rounds.

They act as people do: look at the page, do the one thing it asks for, and when the answer is lost look again before
they repeat anything.
"""

import random
import threading
from collections.abc import Callable, Mapping, Sequence

from portal.chaos import browsers
from portal.chaos.approvers import Approver
from portal.chaos.assignments import Assignment, draw
from portal.chaos.ledgers import Ledger
from portal.demo.acts import budgets, looks, people
from portal.demo.visitors import UnexpectedPageError

PAUSE = 0.25
FIRST_NUMBER, NUMBERS_EACH = 5_000_000, 10_000
_AT_REST = frozenset({"Synced", "Synced, changes pending", "Draft", "Locked"})


class Crew(threading.Thread):
    """Works on assignments drawn from its seed until `closing` is set and its last budget rests.

    `numeric`, where given, is the first number of its projects, for an ERP whose job numbers are digits only.
    """

    def __init__(
        self, office: Approver, ledger: Ledger, seed: str, closing: threading.Event, *, numeric: int = 0
    ) -> None:
        super().__init__(name=f"crew {seed}", daemon=True)
        self.manager = browsers.signed_in(office.url, people.DANA, ledger)
        self.ledger = ledger
        self.closing = closing
        self.last_surprise = ""
        self.job: Assignment | None = None
        self._numeric = numeric
        self._office = office
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311 - the same work for the same seed is wanted
        self._acts: Mapping[str, Callable[[Assignment], None]] = {
            "Draft": self._prepare,
            "Locked": self._send,
            "Waiting for accounting": office.decide,
            "Failed to export": office.retry,
            "Synced": self._change,
            "Synced, changes pending": self._send,
        }

    def run(self) -> None:
        """Look, act, look again; nothing that the portal does or says ends it."""
        while True:
            try:
                if self._look():
                    return
            except UnexpectedPageError as surprise:
                self.last_surprise = str(surprise)
                self.ledger.saw("looked again")
            except browsers.AWAY:
                self.ledger.saw("nobody answered")
            self.closing.wait(PAUSE)

    def _look(self) -> bool:
        """Do what the page asks for; True when nothing is left to do."""
        if self.job is None or self.job.is_done:
            if self.closing.is_set():
                return True
            self.job = draw(self._seed, self._random, self.job, self._numeric)
        if not self.job.project:
            self._create(self.job)
        badge = looks.badge(budgets.open_budget(self.manager, self.job.project)).partition(", re")[0]
        if self.closing.is_set() and badge in _AT_REST:
            return True
        if act := self._acts.get(badge):
            act(self.job)
        return False

    def _create(self, job: Assignment) -> None:
        if not self.manager.get(f"/projects?q={job.code}").says(job.name):
            budgets.create_project(self.manager, job.code, job.name, self._office.connection)
        job.project = budgets.project_named(self.manager, job.name)
        self.ledger.add_project(job.project, job.name)

    def _prepare(self, job: Assignment) -> None:
        """Add the lines that are missing, have accounting see to the prerequisites, lock."""
        there = budgets.codes(self.manager, job.project)
        for code, cost_type, amount in job.lines:
            if code not in there:
                budgets.add_line(self.manager, job.project, code, cost_type, amount)
        check = self.manager.get(f"/projects/{job.project}/budget/send")
        if check.says("project is not synced"):
            self._office.link(job)
        elif check.says(self._office.missing_codes):
            self._office.accept_codes()
        else:
            budgets.lock(self.manager, job.project)

    def _send(self, job: Assignment) -> None:
        budgets.send(self.manager, job.project, note=f"{job.code}, round {job.number + 1}")

    def _change(self, job: Assignment) -> None:
        """The budget is open again: the next change, once, or the next assignment."""
        self._office.find_number(job)
        if job.number >= job.rounds:
            job.is_done = True
            return
        taken, given, amount, words = job.change()
        if not self.manager.get(f"/projects/{job.project}/budget/modifications").says(words):
            budgets.modify(self.manager, job.project, taken, given, amount, words)


def crews_of(
    offices: Sequence[Approver], ledger: Ledger, seed: int, count: int, closing: threading.Event
) -> list[Crew]:
    """So many crews, shared out among the offices, each with work of its own."""
    found = []
    for number in range(1, count + 1):
        office = offices[number % len(offices)]
        numeric = FIRST_NUMBER + number * NUMBERS_EACH if office.numeric_jobs else 0
        found.append(Crew(office, ledger, f"{seed}:{number}", closing, numeric=numeric))
    return found

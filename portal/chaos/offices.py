"""Accounting: one approver for all crews, who links jobs, accepts codes and decides; and the QuickBooks desk."""

import threading

from portal.chaos import browsers
from portal.chaos.assignments import Assignment
from portal.chaos.ledgers import Ledger
from portal.demo.acts import accounting, people
from portal.demo.acts.desks import Desk, DeskUnreachableError

CUSTOMER = "Smith"
_FOUND = 200
_BETWEEN_CALLS = 0.4


class Office:
    """Used by all crews; one thing at a time, as one person does."""

    def __init__(self, addresses: dict[str, str], ledger: Ledger) -> None:
        self.url = addresses["web"]
        self.desk = Desk(addresses["practice"])
        self.approver = browsers.signed_in(self.url, people.AKI, ledger)
        self._ledger = ledger
        self._one_at_a_time = threading.RLock()

    def set_up(self) -> None:
        """Lists and accounts, before anything is killed."""
        accounting.refresh_lists(self.approver)
        self.desk.update_selected()
        accounting.choose_accounts(browsers.signed_in(self.url, people.RUTH, self._ledger))

    def link(self, job: Assignment) -> None:
        """Order the project's job, unless it is ordered or linked already."""
        with self._one_at_a_time:
            if self.approver.get(f"/erp/jobs/{job.project}").has_form("/create"):
                accounting.create_job(self.approver, job.project, CUSTOMER)

    def accept_codes(self) -> None:
        """Accept the cost codes that budgets use, unless all are on their way."""
        with self._one_at_a_time:
            if not self.approver.get("/erp/cost-codes").says("QuickBooks is creating"):
                accounting.accept_codes(self.approver)

    def find_number(self, job: Assignment) -> None:
        """Look for submissions newer than the last one that was seen."""
        with self._one_at_a_time:
            while accounting.review(self.approver, job.project, job.number + 1).status == _FOUND:
                job.number += 1

    def decide(self, job: Assignment) -> None:
        """Accept what waits, reading the caution where there is one."""
        with self._one_at_a_time:
            self.find_number(job)
            page = accounting.review(self.approver, job.project, job.number)
            if not page.has_form("accept"):
                return
            caution = "caution" in page.form("accept").inputs
            if accounting.accept(self.approver, page, caution=caution).says("Accepted"):
                self._ledger.told_accepted(job.project, job.number)

    def retry(self, job: Assignment) -> None:
        """An export failed, which nothing here should bring about: note QuickBooks' words and retry."""
        with self._one_at_a_time:
            self.find_number(job)
            page = accounting.review(self.approver, job.project, job.number)
            said = page.tree.xpath("//*[@id='said']")
            self._ledger.saw(f"export failed: {' '.join(said[0].text_content().split()) if said else '?'}")
            if page.has_form("retry"):
                self.approver.send(page, "retry")

    def work_at_the_desk(self, leaving: threading.Event) -> None:
        """Press Update Selected again and again, until it is time to leave."""
        while not leaving.wait(_BETWEEN_CALLS):
            try:
                outcome = self.desk.update_selected()
            except DeskUnreachableError:
                continue
            if outcome["ended"] not in {"done", "nothing", "busy"}:
                self._ledger.saw(f"session ended: {outcome['ended']}")

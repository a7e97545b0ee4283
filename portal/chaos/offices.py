"""Accounting for projects whose jobs stand in QuickBooks, and the desk with the Web Connector."""

import threading

from portal.chaos import browsers
from portal.chaos.approvers import Approver
from portal.chaos.assignments import Assignment
from portal.chaos.ledgers import Ledger
from portal.demo.acts import accounting, people
from portal.demo.acts.desks import Desk, DeskUnreachableError

CUSTOMER = "Smith"
_BETWEEN_CALLS = 0.4


class Office(Approver):
    """Used by all crews with jobs in QuickBooks."""

    connection = "Halden & Rowe QuickBooks"
    missing_codes = "is not in QuickBooks"

    def __init__(self, addresses: dict[str, str], ledger: Ledger) -> None:
        super().__init__(addresses["web"], ledger)
        self.desk = Desk(addresses["practice"])

    def set_up(self) -> None:
        """Lists and accounts, before anything is killed."""
        accounting.refresh_lists(self.approver)
        self.desk.update_selected()
        accounting.choose_accounts(browsers.signed_in(self.url, people.RUTH, self.ledger))

    def link(self, job: Assignment) -> None:
        """Order the project's job, unless it is ordered or linked already."""
        with self.one_at_a_time:
            if self.approver.get(f"/erp/jobs/{job.project}").has_form("/create"):
                accounting.create_job(self.approver, job.project, CUSTOMER)

    def accept_codes(self) -> None:
        """Accept the cost codes that budgets use, unless all are on their way."""
        with self.one_at_a_time:
            if not self.approver.get("/erp/cost-codes").says("QuickBooks is creating"):
                accounting.accept_codes(self.approver)

    def work_at_the_desk(self, leaving: threading.Event) -> None:
        """Press Update Selected again and again, until it is time to leave."""
        while not leaving.wait(_BETWEEN_CALLS):
            try:
                outcome = self.desk.update_selected()
            except DeskUnreachableError:
                continue
            if outcome["ended"] not in {"done", "nothing", "busy"}:
                self.ledger.saw(f"session ended: {outcome['ended']}")

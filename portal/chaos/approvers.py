"""The approver whom all crews of one ERP share: looks for what waits, decides it, retries what failed."""

import threading

from portal.chaos import browsers
from portal.chaos.assignments import Assignment
from portal.chaos.ledgers import Ledger
from portal.demo.acts import accounting, people

_FOUND = 200


class Approver:
    """One thing at a time, as one person does. An office of an ERP adds how jobs and codes are accepted there.

    `connection` is a part of the connection's name, `missing_codes` what a page says while codes are missing.
    """

    connection = ""
    missing_codes = ""
    numeric_jobs = False

    def __init__(self, url: str, ledger: Ledger) -> None:
        self.url = url
        self.ledger = ledger
        self.approver = browsers.signed_in(url, people.AKI, ledger)
        self.one_at_a_time = threading.RLock()

    def set_up(self) -> None:
        """See to what every project needs, before anything is killed."""
        raise NotImplementedError

    def link(self, job: Assignment) -> None:
        """See to it that the project gets its job."""
        raise NotImplementedError

    def accept_codes(self) -> None:
        """See to it that the codes on budgets are accepted."""
        raise NotImplementedError

    def work_at_the_desk(self, leaving: threading.Event) -> None:
        """Do what a person does at the ERP, until it is time to leave."""
        raise NotImplementedError

    def find_number(self, job: Assignment) -> None:
        """Look for submissions newer than the last one that was seen."""
        with self.one_at_a_time:
            while accounting.review(self.approver, job.project, job.number + 1).status == _FOUND:
                job.number += 1

    def decide(self, job: Assignment) -> None:
        """Accept what waits, reading the caution where there is one."""
        with self.one_at_a_time:
            self.find_number(job)
            page = accounting.review(self.approver, job.project, job.number)
            if not page.has_form("accept"):
                return
            caution = "caution" in page.form("accept").inputs
            if accounting.accept(self.approver, page, caution=caution).says("Accepted"):
                self.ledger.told_accepted(job.project, job.number)

    def retry(self, job: Assignment) -> None:
        """An export failed, which nothing here should bring about: note the ERP's words and retry."""
        with self.one_at_a_time:
            self.find_number(job)
            page = accounting.review(self.approver, job.project, job.number)
            said = page.tree.xpath("//*[@id='said']")
            self.ledger.saw(f"export failed: {' '.join(said[0].text_content().split()) if said else '?'}")
            if page.has_form("retry"):
                self.approver.send(page, "retry")

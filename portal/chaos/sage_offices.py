"""Accounting for projects whose jobs stand in Sage: mapping, linking, deciding, and posting by hand."""

import threading
import time
from contextlib import suppress

from portal.chaos import browsers
from portal.chaos.approvers import Approver
from portal.chaos.assignments import Assignment
from portal.chaos.ledgers import Ledger
from portal.demo.acts import people, sage_pages
from portal.demo.acts.desks import DeskUnreachableError
from portal.demo.acts.sage_desks import DeskRefusedError, SageDesk
from portal.demo.visitors import UnexpectedPageError

CODES = {
    "01-100": "1000.000",
    "01-400": "1500.000",
    "02-220": "2220.000",
    "02-300": "2010.000",
    "03-100": "3100.000",
    "03-300": "3200.000",
    "06-100": "6100.000",
    "07-300": "7500.000",
    "15-100": "15400.000",
    "16-100": "16100.000",
}
"""Which cost code of Sage each code of the assignments is."""
PATIENCE = 60.0
_BETWEEN_LOOKS = 0.3
POSTED_AFTER = 1.0
UNHURRIED = 8.0
"""Seconds between importing and posting: in the control a sheet lies there long enough for a second one."""


class SageOffice(Approver):
    """Used by all crews with jobs in Sage; one thing at a time, as one person does."""

    connection = sage_pages.CONNECTION
    missing_codes = "is not in Sage"
    numeric_jobs = True

    def __init__(self, addresses: dict[str, str], ledger: Ledger, posted_after: float = POSTED_AFTER) -> None:
        super().__init__(addresses["web"], ledger)
        self.desk = SageDesk(addresses["sage"])
        self._posted_after = posted_after
        self._admin = browsers.signed_in(self.url, people.RUTH, ledger)
        self._number = sage_pages.connection_number(self._admin)

    def set_up(self) -> None:
        """Wait for the first sync and map what budgets use, before anything is killed."""
        deadline = time.monotonic() + PATIENCE
        while not sage_pages.offers(self.approver, self._number, "2010.000"):
            if time.monotonic() > deadline:
                raise TimeoutError("The practice Sage company's lists did not arrive.")
            time.sleep(_BETWEEN_LOOKS)
        mapped = sage_pages.map_codes(self.approver, self._number, CODES)
        if not mapped.says(f"{len(CODES)} mapped"):
            raise UnexpectedPageError(f"The cost codes were not mapped. {mapped.opening}")
        sage_pages.map_types(self.approver, self._number)

    def link(self, job: Assignment) -> None:
        """Enter the job in Sage, unless it is there, and link the project as soon as the sync has brought it."""
        with self.one_at_a_time, suppress(DeskUnreachableError):
            if job.code not in {str(each["number"]) for each in self.desk.company()["jobs"]}:
                self.desk.add_job(number=job.code, name=job.name)
            page = self.approver.get(f"/erp/jobs/{job.project}")
            if page.has_form("/link") and page.tree.xpath(
                "//datalist/option[contains(@value, $n)]", n=job.code
            ):
                sage_pages.link_job(self.approver, job.project, job.code)

    def accept_codes(self) -> None:
        """Nothing: everything that assignments use was mapped at the beginning."""

    def work_at_the_desk(self, leaving: threading.Event) -> None:
        """Import every sheet that appears, and post it a little later, until it is time to leave."""
        imported: dict[str, float] = {}
        while not leaving.wait(_BETWEEN_LOOKS):
            try:
                self._work(imported)
            except DeskUnreachableError:
                continue

    def _work(self, imported: dict[str, float]) -> None:
        for sheet in self.desk.sheets():
            job = str(sheet["job"])
            if sheet["state"] == "waiting" and job not in imported:
                self._import(str(sheet["name"]))
                imported[job] = time.monotonic()
            elif sheet["state"] == "imported":  # also by an import whose answer was lost
                imported.setdefault(job, time.monotonic())
        for job, since in list(imported.items()):
            if time.monotonic() - since > self._posted_after:
                del imported[job]
                self._post(job)

    def _import(self, name: str) -> None:
        try:
            self.desk.import_sheet(name)
        except DeskRefusedError as refused:
            self.ledger.saw(f"sheet refused: {refused.sentence[:80]}")

    def _post(self, job: str) -> None:
        try:
            self.desk.post_entries(job)
        except DeskRefusedError as refused:
            self.ledger.saw(f"posting refused: {refused.sentence[:80]}")

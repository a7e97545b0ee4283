"""The verdict, from what the practice companies hold and what pages say; the portal's database is never asked.

Every amount of every accepted submission must stand on the job's one estimate in QuickBooks, or in its grid in Sage,
once. Source: the promise that a budget is exported once, whatever dies on the way.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.chaos import sage_comparisons
from portal.chaos.comparisons import Amounts, Finding, compare
from portal.chaos.ledgers import Ledger
from portal.chaos.offices import CUSTOMER
from portal.demo.acts import inboxes, looks, people
from portal.demo.acts.desks import Desk
from portal.demo.acts.sage_desks import SageDesk
from portal.demo.visitors import Visitor

MAIL_SECONDS = 150.0
_FOUND = 200


@dataclass
class Verdict:
    """Counts of submissions, `by_hand` of them posted in Sage; `remarks` say what is not right, in words."""

    accepted: int = 0
    lost: int = 0
    doubled: int = 0
    in_doubt: int = 0
    resolved: int = 0
    by_hand: int = 0
    doubled_by_hand: int = 0
    remarks: list[str] = field(default_factory=list)


class Judge:
    """Compares project by project."""

    def __init__(self, addresses: dict[str, str], ledger: Ledger) -> None:
        self._ledger = ledger
        self._desk = Desk(addresses["practice"])
        self._sage = SageDesk(addresses["sage"])
        self._inbox = inboxes.Inbox(addresses["mail"])
        self._aki = _signed_in(addresses["web"], people.AKI)
        self._dana = _signed_in(addresses["web"], people.DANA)
        self._ruth = _signed_in(addresses["web"], people.RUTH)
        self._mails_until = 0.0
        self._subjects: set[str] = set()

    def decide(self) -> Verdict:
        """Look at everything once it is at rest."""
        verdict = Verdict()
        self._mails_until = time.monotonic() + MAIL_SECONDS
        company, posted = self._desk.company(), self._sage.posted()
        for project, name in sorted(self._ledger.projects.items()):
            self._compare(verdict, project, name, company, posted)
        self._count_doubts(verdict)
        return verdict

    def _compare(
        self, verdict: Verdict, project: int, name: str, company: dict[str, Any], posted: list[dict[str, Any]]
    ) -> None:
        accepted = self._accepted(project)
        told = {number for known, number in self._ledger.accepted if known == project}
        finding = self._in_sage(name, accepted, told, posted)
        if finding is None:
            job = f"{CUSTOMER}:{name}"
            finding = compare(accepted, told, [one for one in company["estimates"] if one["job"] == job])
        else:
            verdict.by_hand += len(accepted)
            verdict.doubled_by_hand += len(finding.doubled)
        verdict.accepted += len(accepted)
        verdict.lost += len(finding.lost)
        verdict.doubled += len(finding.doubled)
        if finding.words:
            verdict.remarks.append(f"{name}: {finding.words}")
        if accepted:
            self._ask_pages(verdict, project, name, sum(accepted.values(), Counter()))

    def _in_sage(
        self, name: str, accepted: dict[int, Amounts], told: set[int], posted: list[dict[str, Any]]
    ) -> Finding | None:
        """The same for a job in Sage; None for a project whose number is not one."""
        job = name.rpartition(" ")[2]
        if not job.isdigit():
            return None
        if not accepted and not told:
            return Finding((), (), "")
        return sage_comparisons.compare(accepted, told, posted, self._sage.grid(job), job)

    def _accepted(self, project: int) -> dict[int, Amounts]:
        """The amounts of each accepted submission, as the frozen copies tell them."""
        found: dict[int, Amounts] = {}
        number = 1
        while True:
            address = f"/erp/budgets/{project}/submissions/{number}/copy.csv"
            page = self._aki.get(address)
            if page.status != _FOUND:
                return found
            table = looks.rows(page)
            decision = next(row[1] for row in table if row and row[0] == "Decision")
            start = next(place for place, row in enumerate(table) if row and row[0] == "Amounts that travel")
            if "accepted" in decision.casefold():
                found[number] = Counter((row[0], looks.amount(row[3])) for row in table[start + 1 :] if row)
            number += 1

    def _ask_pages(self, verdict: Verdict, project: int, name: str, needed: Amounts) -> None:
        """The budget must be open again, its report must agree, and its sender must have been told."""
        badge = looks.badge(self._dana.get(f"/projects/{project}/budget"))
        if not badge.startswith("Synced"):
            verdict.remarks.append(f"{name} is not synced: {badge}")
        table = looks.rows(self._dana.get(f"/projects/{project}/job-costs.csv"))
        column = next(place for place, head in enumerate(table[0]) if head.startswith("Estimate"))
        total = sum((cents * count for (_, cents), count in needed.items()), Decimal(0))
        if looks.amount(table[-1][column]) != total:
            verdict.remarks.append(f"{name}: the report says {table[-1][column]}, accepted were {total}")
        if not self._told(name):
            verdict.remarks.append(f"{name}: no mail told its sender that it is synced")

    def _told(self, name: str) -> bool:
        """Whether the sender has the mail; one whose deliverer was killed leaves when its lease is over."""
        subject = f"{name} is synced"
        while subject not in self._subjects and time.monotonic() < self._mails_until:
            time.sleep(1)
            self._subjects = {mail["subject"] for mail in self._inbox.mails(people.DANA, " is synced")}
        return subject in self._subjects

    def _count_doubts(self, verdict: Verdict) -> None:
        """Each connection's page counts documents whose answer was lost: those settled, and those in doubt now."""
        for number in (1, 2):
            page = self._ruth.get(f"/settings/connections/{number}")
            settled = page.tree.xpath("//dt[normalize-space()='Lost answers']/following-sibling::dd[1]")
            words = settled[0].text_content().split() if settled else ["0"]
            numbers = [int(word.replace(",", "")) for word in words if word.replace(",", "").isdigit()]
            resolved, in_doubt = (*numbers, 0, 0)[:2]
            verdict.resolved += resolved
            verdict.in_doubt += in_doubt


def _signed_in(url: str, email: str) -> Visitor:
    return people.signed_in(url, email)

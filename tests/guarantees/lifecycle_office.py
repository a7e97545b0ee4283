"""The portal behind a socket, seen by people with browsers; the machine below draws its cards from here."""

import re
from http.cookiejar import DefaultCookiePolicy
from itertools import count

import requests

from portal.db.exchange import ErpRequest
from portal.db.submissions import Submission
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action
from portal.services.exchange.export_results import ExportedInput
from portal.services.submissions import approval_links
from portal.services.transitions import perform
from tests import factories
from tests.journeys import MACHINE, PROOF
from tests.people import AKI, DANA, KAREN, LUIS, PHRASE, PRIYA, RUTH, TOM, VERA
from tests.reviews import fields_of

PEOPLE = {
    "dana": DANA, "luis": LUIS, "aki": AKI, "karen": KAREN, "ruth": RUTH, "tom": TOM, "priya": PRIYA, "vera": VERA,
}  # fmt: skip
_FIELD = re.compile(r'name="csrf_token" value="([^"]+)"')


class Office:
    """One furnished portal; `open_budget` begins a life of its own for every example."""

    def __init__(self, app, url, world):
        self.app, self.url, self.world = app, url, world
        self.browsers = {name: self._sign_in(fixed) for name, fixed in PEOPLE.items()}
        self.numbers = count(1)

    def _sign_in(self, fixed):
        browser = requests.Session()
        browser.trust_env = False
        browser.cookies.set_policy(DefaultCookiePolicy(strict_ns_domain=0))
        token = _FIELD.search(browser.get(f"{self.url}/sign-in").text)[1]
        given = {"csrf_token": token, "email": fixed.email, "phrase": PHRASE}
        answer = browser.post(f"{self.url}/sign-in", data=given)
        assert "/sign-in" not in answer.url, answer.text[:300]
        browser.token = _FIELD.search(browser.get(f"{self.url}/account").text)[1]
        return browser

    def open_budget(self):
        """A draft with one line; returns (project, line)."""
        number = next(self.numbers)
        with self.app.app_context():
            project = factories.make_project(self.world, f"Maple St {number}", f"{2_026_000 + number}")
            (line,) = factories.add_lines(self.world, project, DANA, ("03-100", "L", 18_000_00))
        return project, line

    def get(self, who, path):
        return self.browsers[who].get(self.url + path)

    def post(self, who, path, **fields):
        browser = self.browsers[who]
        data = {"csrf_token": browser.token, **fields}
        return browser.post(self.url + path, data=data, allow_redirects=False)

    def reset(self):
        """Levels, privilege and switch as they were: each example begins in the same company."""
        with self.app.app_context(), transaction() as session:
            for fixed in PEOPLE.values():
                session.get_one(factories.Person, self.world.id_of(fixed)).can_push = fixed.can_push
            session.query(factories.Company).one().four_eyes = True

    def links_of(self, project, names):
        """A fresh link to the current submission for each: as their mails would carry it."""
        with self.app.app_context(), transaction() as session:
            submission = factories.budget_of(project).submission_id
            return {
                name: approval_links.issue(session, submission, self.world.id_of(PEOPLE[name]))
                for name in names
            }

    def erp_says(self, project, *, done):
        """QuickBooks took it, or refused it."""
        with self.app.app_context():
            budget = factories.budget_of(project).id
            if done:
                perform(Action.FINISH_EXPORT, MACHINE, budget, given=ExportedInput("1A-2"))
            else:
                perform(Action.FAIL_EXPORT, MACHINE, budget, given=("QuickBooks refused line 1.",))

    def amounts_seen(self, project):
        """The Job Costs Report shows them."""
        with self.app.app_context():
            perform(Action.CONFIRM_SYNC, MACHINE, factories.budget_of(project).id, given=PROOF)

    def stands(self, project, line):
        """(locked, phase, amount, how each submission ended, ERP requests) as the database has it."""
        with self.app.app_context():
            session = reader()
            budget = factories.budget_of(project)
            ends = (
                session.query(Submission.decision).filter_by(budget_id=budget.id).order_by(Submission.number)
            )
            orders = session.query(ErpRequest).filter_by(project_id=project, kind="export_budget").count()
            amount = session.connection().exec_driver_sql(
                f"SELECT original_cents FROM budget_lines WHERE id={int(line)}"  # noqa: S608 - a row number
            )
            ended = ["" if each == "none" else each for (each,) in ends]
            return budget.locked, budget.phase, amount.scalar_one(), ended, orders


def page_of(answer):
    """The hidden fields of a review page: what an approver has before him; empty where there is no form."""
    return fields_of(answer.text) if answer.status_code == 200 else {}

"""One QuickBooks project on a real database, moved only by the portal's own acts."""

import pytest
from sqlalchemy import select

from portal.db.exchange import ErpRequest
from portal.db.projects import SubJob
from portal.db.submissions import BudgetTransaction, Submission
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.domain.facts import state_of
from portal.domain.people import machine
from portal.domain.vocabulary import Action, RequestState, State
from portal.erp.contract import CostRow, JobCostsRead
from portal.services.budget_facts import read_facts
from portal.services.budgets import checks
from portal.services.budgets.lines import LineInput
from portal.services.budgets.modifications import ModificationInput
from portal.services.exchange import exchange
from portal.services.exchange.export_requests import request_of
from portal.services.exchange.export_results import ExportedInput
from portal.services.job_costs import job_costs
from portal.services.submissions import review_page
from portal.services.submissions.approvals import AcceptInput, RejectInput
from portal.services.transitions import perform
from tests import factories
from tests.people import AKI, DANA

QUICKBOOKS = machine("QuickBooks Desktop")
AMOUNTS = {"01-100": 1_800_000, "03-100": 725_000}


class Maple:
    """Maple St 116: two lines, Dana as project manager, Aki as accounting approver."""

    def __init__(self):
        self.world = factories.furnish()
        self.project = factories.make_project(self.world)
        self.lines: list[int] = []

    @property
    def budget_id(self) -> int:
        return factories.budget_of(self.project).id

    @property
    def state(self) -> State:
        return state_of(read_facts(reader(), factories.budget_of(self.project)))

    @property
    def submission(self) -> Submission:
        return reader().get(Submission, factories.budget_of(self.project).submission_id)

    @property
    def request(self) -> ErpRequest | None:
        return request_of(reader(), self.submission)

    def act(self, action, person=DANA, **more):
        return factories.act(self.world, self.project, person, action, **more)

    def create(self):
        amounts = [(code, "OC", cents) for code, cents in AMOUNTS.items()]
        self.lines = factories.add_lines(self.world, self.project, DANA, *amounts)

    def add_line(self, code, cents, sub_job=""):
        sub_job_id = None
        if sub_job:
            with transaction() as session:
                row = SubJob(project_id=self.project, code="1", name=sub_job)
                session.add(row)
                session.flush()
                sub_job_id = row.id
        given = LineInput(self.world.codes[code], self.world.types["OC"], sub_job_id=sub_job_id, cents=cents)
        self.lines.append(self.act(Action.ADD_LINE, given=given))

    def create_and_send(self):
        self.create()
        self.act(Action.LOCK)
        self.act(Action.SEND)

    def accept(self, person=AKI):
        shown = AcceptInput(self.submission.id, self.submission.content_hash, caution_read=True)
        self.act(Action.ACCEPT, person, given=shown)

    def reject(self, reason="Line 03-100 belongs to another job."):
        self.act(Action.REJECT, AKI, given=RejectInput(self.submission.id), reason=reason)

    def modify(self, cents=50_000):
        given = ModificationInput(self.lines[0], self.lines[1], cents)
        self.act(Action.CREATE_MODIFICATION, given=given)

    def review(self, person=AKI):
        return review_page.read(reader(), self.world.actor(person, self.project), self.project, 1)

    def amounts_sent(self) -> list[int]:
        query = select(BudgetTransaction.cents).where(BudgetTransaction.submission_id == self.submission.id)
        return list(reader().scalars(query))

    def assert_closed(self, words):
        """Unlock, re-send, add line and create modification are refused, each in these words."""
        line = LineInput(self.world.codes["06-100"], self.world.types["OC"])
        for action, given in (
            (Action.UNLOCK, None),
            (Action.SEND, ""),
            (Action.ADD_LINE, line),
            (Action.CREATE_MODIFICATION, ModificationInput(self.lines[0], self.lines[1], 100)),
        ):
            with pytest.raises(Denied, match=words):
                self.act(action, given=given)

    def first_document(self) -> bytes:
        """What the Web Connector gets first when it calls."""
        handed = exchange.claim(self.world.connection, "a session")
        assert handed is not None
        return handed.body

    def finish_export(self):
        perform(Action.FINISH_EXPORT, QUICKBOOKS, self.budget_id, given=ExportedInput("1A-1"))

    def read_job_costs(self, amounts):
        """A job-cost reading arrives; `amounts` are cents by cost code."""
        order = checks.order(self.world.actor(DANA, self.project), self.project)
        rows = tuple(
            CostRow(f"8000{self.world.codes[code]:04}-1", code, original_cents=cents)
            for code, cents in amounts.items()
        )
        with transaction() as session:
            request = session.get(ErpRequest, order)
            job_costs.store(session, request, JobCostsRead(rows), QUICKBOOKS)
            request.state = RequestState.SUCCEEDED.value

    def export_and_sync(self):
        self.create_and_send()
        self.accept()
        self.finish_export()
        self.read_job_costs(AMOUNTS)

"""A job at a Sage company, led by hand: exports that an accountant posts, and what the sync then brings."""

from dataclasses import replace

from portal import clock
from portal.db.exchange import CostCodeLink, CostTypeLink, ErpConnection, ErpRequest, ErpStep
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.people import machine
from portal.domain.vocabulary import Action
from portal.erp.contract import CostRow, Exported, JobCostsRead
from portal.services.budgets.modifications import ModificationInput
from portal.services.exchange import results
from portal.services.job_costs import job_costs
from portal.services.submissions.approvals import AcceptInput
from tests import factories
from tests.people import AKI, DANA, RUTH

SAGE = machine("Sage 100 Contractor")
NUMBERS = {"01-100": "1000.000", "01-500": "1500.000", "03-100": "2010.000", "03-300": "3100.000"}
TYPES = {"M": "1", "L": "2", "E": "3", "S": "4", "OC": "6"}
FIRST = (
    ("03-100", "S", 12_000_000),
    ("03-300", "M", 4_550_000),
    ("03-300", "L", 3_025_050),
    ("01-100", "E", 0),
)
"""The amounts of the worked example, under the cost codes of the factories."""
GRID = {("2010.000", "4"): 12_000_000, ("3100.000", "1"): 4_550_000, ("3100.000", "2"): 3_025_050}
"""The same as they stand in 6-2."""


def furnish(**more):
    """A company whose connection is to Sage; Ruth administers the ERP and may push too."""
    on_bell(lambda _bell: None)
    world = factories.furnish(**more)
    with transaction() as session:
        connection = factories.make_connection(session, "sage_100_contractor")
        for code, number in NUMBERS.items():
            session.add(
                CostCodeLink(
                    connection_id=connection.id,
                    cost_code_id=world.codes[code],
                    erp_id=number,
                    erp_name=number,
                    accepted_at=clock.now(),
                )
            )
        for code, number in TYPES.items():
            session.add(
                CostTypeLink(
                    connection_id=connection.id,
                    cost_type_id=world.types[code],
                    erp_id=number,
                    accepted_at=clock.now(),
                )
            )
        session.get_one(Person, world.id_of(RUTH)).can_push = True
        return replace(world, connection=connection.id)


class SageJob:
    """One project of that company and its way to Sage and back."""

    def __init__(self, world, name="Newtown Apartments", number="2019001"):
        self.world = world
        self.project = factories.make_project(world, name, number)
        with transaction() as session:
            project = session.get_one(Project, self.project)
            project.erp_job_id, project.erp_job_name = number, f"{number} {name}"

    @property
    def budget(self):
        reader().rollback()
        return factories.budget_of(self.project)

    @property
    def phase(self):
        return self.budget.phase

    @property
    def submission(self):
        return reader().get_one(Submission, self.budget.submission_id)

    @property
    def proof(self):
        return self.submission.proof

    def act(self, person, action, **more):
        return factories.act(self.world, self.project, person, action, **more)

    def send(self, *amounts):
        if amounts:
            self.lines = factories.add_lines(self.world, self.project, DANA, *amounts)
        if not self.budget.locked:
            self.act(DANA, Action.LOCK)
        self.act(DANA, Action.SEND)

    def accept(self, *amounts):
        """Send and accept; returns the export's request."""
        self.send(*amounts)
        return self.accept_what_was_sent()

    def accept_what_was_sent(self):
        given = AcceptInput(self.submission.id, self.submission.content_hash, caution_read=True)
        return self.act(AKI, Action.ACCEPT, given=given)

    def export(self, *amounts):
        """As far as the agent's word that the sheet lies there."""
        request_id = self.accept(*amounts)
        number = self.submission.number
        with transaction() as session:
            request = session.get_one(ErpRequest, request_id)
            session.add(writing_step(request, number))
            session.flush()
            request.state, request.finished_at = "succeeded", clock.now()
            delivery = {
                "Files": [f"6-2 Budget 2019001 B1-{number}.xlsx"],
                "Number": f"B1-{number}",
                "Rows": 3,
            }
            results.apply(session, request, Exported("6-2:2019001", (), delivery))
        return request_id

    def move(self, cents, source=0, target=2):
        """A modification between two of the lines."""
        given = ModificationInput(self.lines[source], self.lines[target], cents)
        return self.act(DANA, Action.CREATE_MODIFICATION, given=given)

    def sync(self, current=None, *, originals=None, costs=None, changes=(), asked=None):
        """Bring a report: cells of 6-2 (code, type) in cents, its originals, costs, approved change orders."""
        current, originals, costs = current or {}, originals or {}, costs or {}
        orders = {}
        for code, cost_type, cents in changes:
            orders[code, cost_type] = orders.get((code, cost_type), 0) + cents
        cells = sorted({*current, *originals, *costs, *orders})
        rows = tuple(
            CostRow(
                cell[0],
                cell[0],
                original_cents=originals.get(cell, 0),
                change_cents=current.get(cell, 0) + orders.get(cell, 0) - originals.get(cell, 0),
                cost_cents=costs.get(cell, 0),
                cost_type=cell[1],
            )
            for cell in cells
        )
        told = [{"erp_id": code, "cost_type": kind, "cents": cents} for code, kind, cents in changes]
        witness = {"approved_changes": told}
        return self.store(
            JobCostsRead(rows=rows, erp_total_cents=sum(costs.values()), witness=witness), asked
        )

    def store(self, result, asked=None):
        """What the second step of a sync does with one job's report."""
        with transaction() as session:
            project = session.get_one(Project, self.project)
            connection = session.get_one(ErpConnection, project.connection_id)
            asked = asked or clock.now()
            return job_costs.store_reading(session, project, connection, result, asked, SAGE).id

    def post(self, cells=None):
        """Posted as it should be: amounts and originals stand."""
        cells = GRID if cells is None else cells
        return self.sync(cells, originals=cells)


def writing_step(request, attempt, **more):
    """A writing step of `request` as it is after the agent's answer."""
    given = {
        "request_id": request.id,
        "connection_id": request.connection_id,
        "position": 1,
        "attempt": attempt,
        "name": "write_budget",
        "mutates": True,
        "wire_id": f"wire-{request.id}-{attempt}",
        "content": b"",
        "body": b"",
        "state": "succeeded",
        "handed_out_at": clock.now(),
    }
    return ErpStep(**{**given, **more})

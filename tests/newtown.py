"""Newtown Apartments with everything real but the pages: its budget in the portal and its grid in Sage."""

from contextlib import contextmanager
from decimal import Decimal

from portal.db.exchange import CostCodeLink, CostTypeLink
from portal.db.job_costs import JobCostRow
from portal.db.submissions import BudgetTransaction
from portal.db.transactions import reader
from portal.domain.facts import state_of
from portal.practice.sage import budgets, snapshots
from portal.services.budget_facts import read_facts
from portal.services.job_costs.baselines import current_reading
from portal.services.submissions import to_post_page
from tests.people import AKI
from tests.sage_jobs import FIRST, NUMBERS, TYPES, SageJob, furnish
from tests.sage_offices import Office

LINE_CELLS = tuple((NUMBERS[code], TYPES[kind]) for code, kind, _cents in FIRST)
"""Where the lines of the worked example stand in 6-2, as (cost code, cost type) of Sage."""


@contextmanager
def opened(app, serve, folder):
    """The project on a portal that answers on a socket of its own, inside the app's context."""
    url = serve(app)
    with app.app_context():
        office = Office(furnish(), url, folder)
        yield Newtown(office)
        office.close()


class Newtown(SageJob):
    """One job of an office; the sync agent, the worker and the ticker are the office's."""

    def __init__(self, office, number="2019001"):
        super().__init__(office.world, f"Newtown Apartments {number}", number)
        self.office, self.number = office, number
        office.add_job(number, "Newtown Apartments")

    @property
    def state(self):
        return state_of(read_facts(reader(), self.budget))

    def export_by_agent(self, *amounts):
        """Sent, accepted, laid down as a sheet by the agent."""
        self.accept(*amounts)
        self.office.agent()

    def to_post(self):
        """What the accountant's page says of this job."""
        reader().rollback()
        return to_post_page.sheet_of(reader(), self.world.actor(AKI), self.project)

    def post_entries(self, *, set_budget=None):
        """The accountant imports the submission's sheet and presses Job Cost > Tasks > Post Entries."""
        sheet = next(name for name in self.submission.delivery["Files"] if name.endswith(".csv"))
        self.office.desk.import_sheet(sheet)
        self.office.desk.post_entries(self.number, set_budget=set_budget)

    def press_set_budget(self):
        """Options > Set Budget."""
        with self.office.company.writing() as database:
            budgets.set_budget(database, int(self.number))

    def edit_in_sage(self, code, kind, cents):
        """Somebody types an amount into 6-2."""
        with self.office.company.writing() as database:
            budgets.edit(database, int(self.number), 0, Decimal(code), kind, Decimal(cents).scaleb(-2))

    def grid(self, which="current"):
        """6-2 as it is saved: cents by (cost code, cost type) of Sage, without zeros; or its `original` amounts."""
        with self.office.company.reading() as database:
            rows = snapshots.grid(database, int(self.number))["rows"]
        cells = ((row["cost_code"], kind, text) for row in rows for kind, text in row[which].items())
        return {(code, kind): cents for code, kind, text in cells if (cents := _cents(text))}

    def report(self):
        """The Job Costs Report's original and approved changes, cents by cell of 6-2, without empty rows."""
        reader().rollback()
        reading = current_reading(reader(), self.project)
        rows = reader().query(JobCostRow).filter_by(reading_id=reading.id) if reading else ()
        names = _cells()
        return {
            names[row.cost_code_id, row.cost_type_id]: (row.original_cents, row.change_cents)
            for row in rows
            if row.original_cents or row.change_cents
        }

    def exported(self):
        """The sum of every amount that counts as exported, cents by cell of 6-2, without zeros."""
        reader().rollback()
        cell_of, found = dict(zip(self.lines, LINE_CELLS, strict=True)), {}
        sent = reader().query(BudgetTransaction).filter(BudgetTransaction.exported_at.is_not(None))
        for row in sent.filter(BudgetTransaction.line_id.in_(cell_of)):
            cell = cell_of[row.line_id]
            found[cell] = found.get(cell, 0) + row.cents
        return {cell: cents for cell, cents in found.items() if cents}


def _cells():
    """The cell of 6-2 by our cost code and cost type."""
    codes = {row.cost_code_id: row.erp_id for row in reader().query(CostCodeLink)}
    types = {row.cost_type_id: row.erp_id for row in reader().query(CostTypeLink)}
    return {(code, kind): (codes[code], types[kind]) for code in codes for kind in types}


def _cents(text):
    return int(text.replace(",", "").replace(".", ""))

"""Newtown Apartments with everything real but the pages: portal, sync agent, company file, an accountant's hands.

The portal answers on a socket, the sync agent of `portal.agent` calls it, the company is the practice Sage 100, and an
accountant imports sheets and posts them. Nothing happens by itself: each method is one moment.
"""

import importlib
import threading
from contextlib import contextmanager
from pathlib import Path

from portal.agent import settings as agent_settings
from portal.agent.agents import Agent
from portal.db.exchange import CostCodeLink, CostTypeLink, ErpConnection
from portal.db.job_costs import JobCostRow
from portal.db.submissions import BudgetTransaction
from portal.db.sync import SyncRun
from portal.db.transactions import on_bell, reader
from portal.domain.facts import state_of
from portal.erp.connectors.sage_100_contractor.connection_settings import NEVER
from portal.practice.armed_faults import ArmedFaults
from portal.practice.sage import cost_codes, faults, jobs, seeds, snapshots
from portal.practice.sage.company import Company
from portal.practice.sage.desks import Desk
from portal.services.budget_facts import read_facts
from portal.services.exchange import exchange, sweeps
from portal.services.exchange.request_queue import ERP_QUEUE
from portal.services.job_costs.baselines import current_reading
from portal.services.submissions import to_post_page
from portal.services.sync import on_demand, schedules
from portal.services.sync.staged_runs import Wish
from tests.people import AKI, PHRASE, RUTH
from tests.sage_jobs import FIRST, NUMBERS, TYPES, SageJob, furnish

JOB = "2019001"
ITEMS = ("codes", "jobs", "costs")
LINE_CELLS = tuple((NUMBERS[code], TYPES[kind]) for code, kind, _cents in FIRST)
"""Where the lines of the worked example stand in 6-2, as (cost code, cost type) of Sage."""


@contextmanager
def opened(app, serve, folder):
    """The project on a portal that answers on a socket of its own, inside the app's context."""
    url = serve(app)
    with app.app_context():
        made = Newtown(furnish(), url, folder)
        yield made
        on_bell(lambda _bell: None)
        made.company.close()


class Newtown(SageJob):
    """The project, its agent, and the accountant's desk."""

    def __init__(self, world, url: str, folder: Path):
        super().__init__(world)
        self.bells = []
        on_bell(self.bells.append)
        self.company = _company(folder)
        self.folder = folder / "drop"
        self.folder.mkdir()
        self.desk = Desk(self.company, self.folder, ArmedFaults(folder / "desk.sqlite3", faults.SWITCHES))
        told = {
            "portal_url": url,
            "username": reader().get_one(ErpConnection, world.connection).username,
            "key": PHRASE,
            "database_url": f"sqlite:///{folder / 'company.sqlite3'}",
            "drop_folder": str(self.folder),
            "state_folder": str(folder / "state"),
        }
        self._settings = agent_settings.read(
            None, {agent_settings.PREFIX + name.upper(): value for name, value in told.items()}
        )

    @property
    def state(self):
        return state_of(read_facts(reader(), self.budget))

    def schedule(self, minutes, *items):
        """An ERP administrator chooses how often parts of the second step run (all of them when none is named)."""
        for item in items or ITEMS:
            schedules.change(self.world.actor(RUTH), self.world.connection, item, minutes)

    def sync_by_hand_only(self):
        self.schedule(NEVER)

    def agent(self):
        """The agent looks at the whole company (step 1) and carries out what waits for it."""
        exchange.plan_due()
        Agent(self._settings, threading.Event()).once()
        reader().rollback()

    def worker(self):
        """What the portal's worker is rung for: step 2 of what has arrived, and of what was ordered."""
        while self.bells:
            queue, job, number = self.bells.pop(0)
            if queue == ERP_QUEUE:
                importlib.import_module(job.removesuffix(".run")).run(number)
        reader().rollback()

    def ticker(self):
        """What the schedule says is due now, done by the worker; returns for how many connections."""
        begun = sweeps.order_due_readings()
        self.worker()
        return begun

    def step_two(self):
        """Step 2 on somebody's word; returns its run."""
        run_id = on_demand.start_step_two(self.world.actor(RUTH), self.world.connection, ITEMS)
        self.worker()
        return self._run(run_id)

    def both_steps(self):
        """The one button that runs both: ordered, looked up by the agent, taken over; returns the run of step 1."""
        run_id = on_demand.start(self.world.actor(RUTH), self.world.connection, Wish(), ITEMS)
        self.worker()
        self.agent()
        self.worker()
        return self._run(run_id)

    def export_by_agent(self, *amounts):
        """Sent, accepted, laid down as a sheet by the agent."""
        self.accept(*amounts)
        self.agent()

    def to_post(self):
        """What the accountant's page says of this job."""
        reader().rollback()
        return to_post_page.sheet_of(reader(), self.world.actor(AKI), self.project)

    def sheets(self):
        """The budget sheets that lie in the accountant's folder."""
        return sorted(path.name for path in self.folder.glob("6-2 *.csv"))

    def post_entries(self, *, set_budget=None):
        """The accountant imports the submission's sheet and presses Job Cost > Tasks > Post Entries."""
        self.desk.import_sheet(next(name for name in self.submission.delivery["Files"] if ".csv" in name))
        self.desk.post_entries(JOB, set_budget=set_budget)

    def enter_code(self, number):
        """Somebody enters a cost code under 6-5."""
        with self.company.writing() as database:
            cost_codes.enter(database, number, f"Work {number}")

    def grid(self, which="current"):
        """6-2 as it is saved: cents by (cost code, cost type) of Sage, without zeros; or its `original` amounts."""
        with self.company.reading() as database:
            rows = snapshots.grid(database, int(JOB))["rows"]
        cells = ((row["cost_code"], kind, text) for row in rows for kind, text in row[which].items())
        return {(code, kind): cents for code, kind, text in cells if (cents := _cents(text))}

    def report(self):
        """The Job Costs Report's original and approved changes, cents by cell of 6-2, without empty rows."""
        reader().rollback()
        reading = current_reading(reader(), self.project)
        rows = reader().query(JobCostRow).filter_by(reading_id=reading.id) if reading else ()
        names = self._cells()
        return {
            names[row.cost_code_id, row.cost_type_id]: (row.original_cents, row.change_cents)
            for row in rows
            if row.original_cents or row.change_cents
        }

    def exported(self):
        """The sum of every amount that counts as exported, cents by cell of 6-2, without zeros."""
        reader().rollback()
        names, found = dict(zip(self.lines, LINE_CELLS, strict=True)), {}
        for row in reader().query(BudgetTransaction).filter(BudgetTransaction.exported_at.is_not(None)):
            cell = names[row.line_id]
            found[cell] = found.get(cell, 0) + row.cents
        return {cell: cents for cell, cents in found.items() if cents}

    def _cells(self):
        codes = {row.cost_code_id: row.erp_id for row in reader().query(CostCodeLink)}
        types = {row.cost_type_id: row.erp_id for row in reader().query(CostTypeLink)}
        return {(code, kind): (codes[code], types[kind]) for code in codes for kind in types}

    def _run(self, run_id):
        reader().rollback()
        return reader().get_one(SyncRun, run_id)


def _company(folder):
    """Cost types, cost codes and the job, and no budget yet."""
    company = seeds.prepare(Company.open(folder / "company.sqlite3"), "Newtown Builders", only_types=True)
    with company.writing() as database:
        for number in NUMBERS.values():
            cost_codes.enter(database, number, f"Work {number}")
        jobs.enter(database, JOB, "Newtown Apartments", "4")
    return company


def _cents(text):
    return int(text.replace(",", "").replace(".", ""))

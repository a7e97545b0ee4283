"""A company's Sage office beside a portal that answers: sync agent, company file, folder of sheets, accountant's desk.

Nothing happens by itself: each method is one moment. The agent is that of `portal.agent` and calls the portal's socket;
the company is the practice Sage 100; the worker runs the jobs that the portal rang for.
"""

import importlib
import threading
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

from portal.agent import settings as agent_settings
from portal.agent.agents import Agent
from portal.agent.links import Link
from portal.db.exchange import ErpConnection
from portal.db.sync import SyncRun
from portal.db.transactions import on_bell, reader
from portal.erp.connectors.sage_100_contractor.connection_settings import NEVER
from portal.practice.armed_faults import ArmedFaults
from portal.practice.sage import cost_codes, faults, jobs, seeds
from portal.practice.sage.company import Company
from portal.practice.sage.desks import Desk
from portal.services.exchange import exchange, sweeps
from portal.services.exchange.request_queue import ERP_QUEUE
from portal.services.sync import on_demand, schedules
from portal.services.sync.staged_runs import Wish
from tests.people import PHRASE, RUTH
from tests.sage_jobs import NUMBERS

ITEMS = ("codes", "jobs", "costs")


class KilledError(Exception):
    """The agent's process ended at this call."""


class Office:
    """`world` is a furnished company whose connection is to Sage. Use inside an application context."""

    def __init__(self, world, url: str, folder: Path):
        self.world = world
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

    def close(self):
        on_bell(lambda _bell: None)
        self.company.close()

    def add_job(self, number, name):
        """Somebody enters a job under 3-5."""
        with self.company.writing() as database:
            jobs.enter(database, number, name, "4")

    def add_code(self, number):
        """Somebody enters a cost code under 6-5."""
        with self.company.writing() as database:
            cost_codes.enter(database, number, f"Work {number}")

    def sheets(self):
        """The budget sheets that lie in the accountant's folder."""
        return sorted(path.name for path in self.folder.glob("6-2 *.csv"))

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

    def agent_dies(self, call):
        """As `agent`, but its process ends instead of saying `received` or `completed`."""
        with patch.object(Link, call, side_effect=KilledError), suppress(KilledError):
            self.agent()

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
        return _run(run_id)

    def both_steps(self):
        """The one button that runs both: ordered, looked up by the agent, taken over; returns the run of step 1."""
        run_id = on_demand.start(self.world.actor(RUTH), self.world.connection, Wish(), ITEMS)
        self.worker()
        self.agent()
        self.worker()
        return _run(run_id)


def _run(run_id):
    reader().rollback()
    return reader().get_one(SyncRun, run_id)


def _company(folder):
    """Cost types and cost codes, and no job yet."""
    company = seeds.prepare(Company.open(folder / "company.sqlite3"), "Newtown Builders", only_types=True)
    with company.writing() as database:
        for number in NUMBERS.values():
            cost_codes.enter(database, number, f"Work {number}")
    return company

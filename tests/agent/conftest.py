"""A practice company in a file, a small portal, and an agent between them."""

import threading
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from portal.agent import settings as agent_settings
from portal.agent.agents import Agent
from portal.practice.sage import cost_codes, jobs
from portal.practice.sage.company import Company
from portal.practice.sage.seeds import prepare
from portal.services.connections import agent_downloads
from tests.agent.fake_portals import KEY, USER, FakePortal, wait_for
from tests.agent.installed_agents import install

JOB = 2019001
CODES = {"1000.000": "General", "2010.000": "Earthwork", "3100.000": "Concrete"}


def fill(company: Company) -> Company:
    """Nine cost types, three codes, one job without phases: the worked example's company before its budget."""
    prepare(company, "Newtown Builders", only_types=True)
    with company.writing() as database:
        for code, name in CODES.items():
            cost_codes.enter(database, code, name)
        jobs.enter(database, str(JOB), "Newtown Apartments", "4")
    return company


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """The download in an environment that holds none of the portal."""
    return install(tmp_path_factory.mktemp("agent"), agent_downloads.zip_of("http://127.0.0.1:9", USER))


@pytest.fixture
def sage(tmp_path):
    company = fill(Company.open(tmp_path / "company.sqlite3"))
    yield company
    company.close()


@pytest.fixture
def portal():
    made = FakePortal()
    yield made
    with suppress(OSError):
        made.stop()


@pytest.fixture
def environment(tmp_path, sage, portal):
    """What the agent is told, as environment variables."""
    return {
        "PORTAL_AGENT_PORTAL_URL": portal.url,
        "PORTAL_AGENT_USERNAME": USER,
        "PORTAL_AGENT_KEY": KEY,
        "PORTAL_AGENT_DATABASE_URL": f"sqlite:///{tmp_path / 'company.sqlite3'}",
        "PORTAL_AGENT_DROP_FOLDER": str(tmp_path / "drop"),
        "PORTAL_AGENT_STATE_FOLDER": str(tmp_path / "state"),
        "PORTAL_AGENT_MARKER_SECONDS": "0.2",
        "PORTAL_AGENT_FULL_SECONDS": "300",
    }


@pytest.fixture
def drop(tmp_path) -> Path:
    return tmp_path / "drop"


@pytest.fixture
def agent(environment):
    """A function that starts an agent in threads of this process; all of them are stopped at the end."""
    started = []

    def start(**more: str) -> threading.Event:
        stop = threading.Event()
        made = Agent(agent_settings.read(None, {**environment, **more}), stop)
        thread = threading.Thread(target=made.run)
        thread.start()
        started.append((stop, thread))
        return stop

    yield start
    for stop, thread in started:
        stop.set()
        thread.join()


@pytest.fixture
def once(environment):
    """A function that runs one comparison and whatever waits."""

    def run(**more: str) -> None:
        Agent(agent_settings.read(None, {**environment, **more}), threading.Event()).once()

    return run


def cell(code: str, kind: int, delta: str, expected: str = "0.00", phase: str = "0") -> dict:
    return {
        "Phase": phase,
        "CostCode": code,
        "CostType": str(kind),
        "Delta": delta,
        "Expected": expected,
        "Description": "",
    }


EXAMPLE = (
    cell("2010.000", 4, "120000.00"),
    cell("3100.000", 1, "45500.00"),
    cell("3100.000", 2, "30250.50"),
    cell("1000.000", 5, "0.00"),
)


def wish(*cells: dict, mode: str = "first", **more) -> dict:
    return {
        "Job": str(JOB),
        "Mode": mode,
        "Reference": "B7-3",
        "Replace": False,
        "Title": "Newtown Apartments",
        "Cells": list(cells or EXAMPLE),
        "AcceptedBy": "Aki Sato",
        "AcceptedOn": "2026-11-22",
        "Submission": 3,
        "Revision": 4,
        **more,
    }


def amount(text: str) -> Decimal:
    return Decimal(text)


__all__ = ["CODES", "EXAMPLE", "JOB", "amount", "cell", "fill", "wait_for", "wish"]

"""A seeded practice Sage company per test, its desk, and short ways to import and post."""

import shutil

import pytest

from portal.practice.armed_faults import ArmedFaults
from portal.practice.sage import faults as fault_room
from portal.practice.sage import seeds, snapshots
from portal.practice.sage.company import Company
from portal.practice.sage.desks import Desk
from portal.practice.sage.page import create_app
from tests.practice.sage.sheet_texts import EXAMPLE, NEWTOWN, sheet


@pytest.fixture(scope="session")
def seeded_sage(tmp_path_factory):
    """A company file as it is seeded, made once; tests get copies."""
    path = tmp_path_factory.mktemp("sage") / "company.sqlite3"
    seeds.prepare(Company.open(path)).close()
    return path


@pytest.fixture
def company(tmp_path, seeded_sage):
    company = Company.open(shutil.copy(seeded_sage, tmp_path / "company.sqlite3"))
    yield company
    company.close()


@pytest.fixture
def desk(company, tmp_path):
    folder = tmp_path / "drop"
    folder.mkdir()
    return Desk(company, folder, ArmedFaults(tmp_path / "desk.sqlite3", fault_room.SWITCHES))


@pytest.fixture
def client(desk):
    return create_app(desk).test_client()


@pytest.fixture
def grid(company):
    """The grid of a job as plain data."""

    def grid(job=NEWTOWN):
        with company.reading() as database:
            return snapshots.grid(database, job)

    return grid


@pytest.fixture
def change(company):
    """Do one act in the company: `change(act, ...)`."""

    def change(act, *values, **fields):
        with company.writing() as database:
            return act(database, *values, **fields)

    return change


@pytest.fixture
def posted_example(desk):
    """The worked example's budget, imported and posted, its originals set."""
    desk.import_sheet(text=sheet(*EXAMPLE))
    return desk.post_entries(str(NEWTOWN))

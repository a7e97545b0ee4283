"""The two houses meet in a folder and in the file: the agent writes, the accountant imports, the agent reads."""

from decimal import Decimal

import pytest

from portal.agent.company import databases, grids
from portal.agent.operations import sheet_files
from portal.agent.operations.sheets import BUDGET, CHANGES, GRID_HEADER, JOB, JOB_HEADER, Sheet
from tests.practice.sage.sheet_texts import NEWTOWN


def row(code, name, *amounts):
    filled = [Decimal(amount) for amount in amounts] + [Decimal("0.00")] * (9 - len(amounts))
    return ("0", code, name, *filled, sum(filled, Decimal("0.00")))


ROWS = (
    row("2010.000", "=Earthwork, wet", "0.00", "0.00", "0.00", "120000.00"),
    row("3100.000", 'Concrete "A"', "45500.00", "30250.50"),
    row("1000.000", "Größe"),
)


def written(folder, title=BUDGET, prefix="6-2 Budget", operation="op1", reference="B7-1", rows=ROWS):
    sheet = Sheet(title, prefix, str(NEWTOWN), reference, operation, GRID_HEADER, rows)
    return next(name for name in sheet_files.write(folder, sheet) if name.endswith(".csv"))


@pytest.fixture
def agent(tmp_path):
    company = databases.Company(f"sqlite:///{tmp_path / 'company.sqlite3'}")
    yield company
    company.close()


def test_a_sheet_of_the_agent_is_imported_posted_and_read_back(desk, client, agent):
    name = written(desk.folder)
    (told,) = client.get("/api/sheets").get_json()["sheets"]
    assert (told["name"], told["state"], told["problem"], told["total"]) == (name, "waiting", "", "195750.50")
    desk.import_sheet(name)
    assert grids.read(agent, NEWTOWN).current == {}
    desk.post_entries(str(NEWTOWN))
    found = {key: value for key, value in grids.read(agent, NEWTOWN).current.items() if value}
    assert found == {
        (0, Decimal("2010.000"), 4): Decimal("120000.00"),
        (0, Decimal("3100.000"), 1): Decimal("45500.00"),
        (0, Decimal("3100.000"), 2): Decimal("30250.50"),
    }


def test_change_orders_and_job_sheets_of_the_agent(desk, client, grid):
    moved = (row("2010.000", "Less rock", "0.00", "-5000.00"), row("3100.000", "", "5000.00"))
    desk.import_sheet(written(desk.folder, CHANGES, "6-4-1 Change", rows=moved))
    desk.post_entries(str(NEWTOWN))
    assert [order["amount"] for order in grid()["change_orders"]] == ["-5000.00", "5000.00"]
    job = Sheet(JOB, JOB, "2026100", "", "op3", JOB_HEADER, (tuple("x" for _ in JOB_HEADER),))
    sheet_files.write(desk.folder, job, with_csv=False)
    assert client.get("/api/sheets").get_json()["forms"] == ["3-5 Job 2026100 op3.xlsx"]


def test_without_reference_and_operation_each_file_is_another_sheet(desk, client):
    """The unsafe control of a chaos run: the same delta in two files is taken twice."""
    for number in (1, 2):
        first = Sheet(CHANGES, f"6-4-1 Change {number}", str(NEWTOWN), "", "", GRID_HEADER, (ROWS[0],))
        sheet_files.write(desk.folder, first)
    names = [one["name"] for one in client.get("/api/sheets").get_json()["sheets"]]
    desk.import_sheet(names[0])
    desk.post_entries(str(NEWTOWN))
    states = {one["name"]: one["state"] for one in client.get("/api/sheets").get_json()["sheets"]}
    assert states == {names[0]: "posted", names[1]: "waiting"}


def test_the_agent_reads_a_company_whose_program_has_ended(company, agent):
    company.close()
    assert grids.job_exists(agent, NEWTOWN)

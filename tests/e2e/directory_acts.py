"""What a directory administrator changes for one person, without a browser."""

from portal.demo.visitors import Page, Visitor
from tests.people import Fixed


def make_approver(ruth: Visitor, person: Fixed) -> Page:
    """Give somebody ERP Integrations: Standard and Can Push to Accounting."""
    address = f"/settings/people/{_row_of(ruth, person)}"
    ruth.send(ruth.get("/settings/people"), f"{address}/levels", erp="standard")
    return ruth.send(ruth.get("/settings/people"), f"{address}/privilege")


def let_import(ruth: Visitor, person: Fixed) -> Page:
    """Give somebody Can Import for budgets."""
    page = ruth.get(f"/settings/people/{_row_of(ruth, person)}")
    return ruth.send(page, "/boxes", box="import_budget", ticked="yes")


def _row_of(ruth: Visitor, person: Fixed) -> int:
    return int(ruth.get("/settings/people").link(person.name).rpartition("/")[2])

"""What people do in the practice company, in short words for the tests."""

from decimal import Decimal
from pathlib import Path

from portal.practice.sage import budgets, change_orders, costs, drop_folder, posting, sheets, windows
from portal.practice.sage.company import Company
from tests.agent.conftest import JOB


def post(company: Company, folder: Path, name: str, *, set_budget: bool | None = None) -> None:
    """Import a sheet from the folder and press Post Entries."""
    sheet = sheets.read(drop_folder.text_of(folder, name))
    with company.writing() as database:
        windows.import_sheet(database, sheet, name)
        posting.post_entries(database, JOB, set_budget=set_budget)


def edit(company: Company, code: str, kind: int, amount: str, *, job: int = JOB, phase: int = 0) -> None:
    with company.writing() as database:
        budgets.edit(database, job, phase, Decimal(code), kind, Decimal(amount))


def change_order(company: Company, code: str, kind: int, amount: str, number: str) -> None:
    with company.writing() as database:
        place = change_orders.Place(JOB, 0, Decimal(code), kind)
        change_orders.approve(database, place, Decimal(amount), number)


def cost(company: Company, code: str, kind: int, amount: str, **more) -> int:
    with company.writing() as database:
        place = {"job": JOB, "phase": 0, "code": Decimal(code), "kind": kind}
        return costs.enter(database, costs.Cost(**place, amount=Decimal(amount), **more))


def grid(company: Company) -> dict[tuple[str, int], str]:
    """The amounts of the job that are not zero."""
    with company.reading() as database:
        rows = budgets.rows(database, JOB)
    columns = {1: "matbdg", 2: "labbdg", 3: "eqpbdg", 4: "subbdg", 5: "othbdg"}
    return {
        (str(row["cstcde"]), kind): str(row[column])
        for row in rows
        for kind, column in columns.items()
        if row[column]
    }

"""The worked example's stage: a fresh product, people at their pages, both desks, and what was written down."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.demo.acts import accounting, budgets, looks, people, sage_pages
from portal.demo.visitors import Page, Visitor
from portal.demo.walks import stages
from tests.e2e.books import Books
from tests.e2e.page_readings import columns, grey
from tests.e2e.products import Product
from tests.people import LUIS

SAGE_CODES = {"01-100": "1000.000", "02-300": "2010.000", "03-100": "3100.000"}
"""How our cost codes are mapped to Sage's."""


@dataclass
class Example:
    """Everything within reach; `newtown` and `maple` are the row numbers of the two projects."""

    stage: stages.Stage
    luis: Visitor
    data: Path
    books: Books
    newtown: int
    maple: int
    accepting: Page | None = None

    def budget(self, project: int, who: Visitor | None = None) -> Page:
        """A budget as Dana sees it, or somebody else."""
        return budgets.open_budget(who or self.stage.dana, project)

    def badge(self, project: int) -> str:
        """The word that says where a budget stands."""
        return looks.badge(self.budget(project))

    def grey(self, project: int, who: Visitor | None = None) -> dict[str, str]:
        """The closed acts on a budget, each with its sentence."""
        return grey(self.budget(project, who))

    def review(self, project: int, number: int, who: Visitor | None = None) -> Page:
        """A submission as Aki sees it, or somebody else."""
        return accounting.review(who or self.stage.aki, project, number)

    def report(self, project: int, *heads: str) -> list[tuple[str, ...]]:
        """These columns of the Job Costs Report's file."""
        return columns(looks.rows(self.stage.dana.get(f"/projects/{project}/job-costs.csv")), *heads)

    def add_lines(self, project: int, lines: tuple[tuple[str, str, str], ...]) -> None:
        """Add lines of (cost code, cost type, amount)."""
        for code, cost_type, amount in lines:
            budgets.add_line(self.stage.dana, project, code, cost_type, amount)

    def add_line_of_sub_job(self, project: int, code: str, cost_type: str, amount: str, sub_job: str) -> int:
        """Add a line with a sub job; its row number."""
        page = self.stage.dana.get(f"/projects/{project}/budget/lines/new")
        chosen = {
            field: looks.choice(page, "/lines/new", field, words)
            for field, words in (("cost_type", cost_type), ("sub_job", sub_job))
        }
        self.stage.dana.send(page, "/lines/new", cost_code=code, amount=amount, **chosen)
        found = self.budget(project).tree.xpath("//tr[starts-with(@id, 'line-')]")
        (row,) = (row for row in found if code in looks.words(row))
        return int(row.get("id").removeprefix("line-"))

    def sheet(self) -> str:
        """The name of the one sheet that waits for Sage's accountant."""
        (name,) = (str(one["name"]) for one in self.stage.sage.sheets() if one["state"] == "waiting")
        return name

    def waiting_sheet(self, *heads: str) -> list[tuple[str, ...]]:
        """These columns of that sheet, as it lies in the accountant's folder."""
        text = (self.data / "sage" / "drop" / self.sheet()).read_text(encoding="utf-8-sig")
        table = list(csv.reader(text.splitlines()))
        return columns(table[table.index([]) + 1 :], *heads)

    def totals(self, review: Page) -> dict[str, str]:
        """What a review says of the budget as it is now: Original, Modifications, Revised."""
        table = review.tree.xpath("//section[@aria-labelledby='totals']//tr")
        return {cells[0]: cells[2] for cells in ([looks.words(cell) for cell in row] for row in table[1:])}

    def prepare_quickbooks(self, project: int) -> None:
        """Lists read, accounts chosen, the job created under Smith, the cost codes accepted."""
        stage = self.stage
        accounting.refresh_lists(stage.aki)
        stage.desk.update_selected()
        accounting.choose_accounts(stage.ruth)
        accounting.create_job(stage.aki, project, "Smith")
        stage.desk.update_selected()
        accounting.accept_codes(stage.aki)
        stage.desk.update_selected()

    def map_to_sage(self) -> None:
        """Map the cost codes and the cost types to Sage's."""
        sage_pages.map_codes(self.stage.aki, self.stage.connection, SAGE_CODES)
        sage_pages.map_types(self.stage.aki, self.stage.connection)


@contextmanager
def opened(data: Path) -> Iterator[Example]:
    """`portal up` on a data folder that nobody has used, with everybody signed in."""
    product = Product(data)
    try:
        product.wait()
        addresses = {
            "web": product.web,
            "mail": product.inbox,
            "practice": product.desk,
            "sage": product.sage,
        }
        stage = stages.set_up(addresses)
        stage.connection = sage_pages.connection_number(stage.ruth)
        newtown, maple = (
            budgets.project_named(stage.dana, name) for name in ("Newtown Apartments", "Maple St 116")
        )
        yield Example(stage, people.signed_in(product.web, LUIS.email), data, Books(data), newtown, maple)
    finally:
        product.stop()

"""What a project manager does: lines, lock, modifications, send, check now."""

from decimal import Decimal
from urllib.parse import urlencode, urlsplit

from portal.demo.acts import looks
from portal.demo.visitors import Page, UnexpectedPageError, Visitor


def open_budget(who: Visitor, project: int) -> Page:
    """The project's budget."""
    return who.get(f"/projects/{project}/budget")


def project_named(who: Visitor, name: str) -> int:
    """The row number of the project of this name. Raises UnexpectedPageError."""
    address = who.get(f"/projects?{urlencode({'q': name})}").link(name)
    parts = urlsplit(address).path.split("/")
    return int(parts[parts.index("projects") + 1])


def create_project(who: Visitor, number: str, name: str, connection: str) -> Page:
    """Create a project whose jobs stand in the company file of this connection."""
    page = who.get("/projects/new")
    chosen = looks.choice(page, "/projects/new", "connection_id", connection)
    return who.send(page, "/projects/new", number=number, name=name, connection_id=chosen)


def add_line(who: Visitor, project: int, code: str, cost_type: str, amount: str) -> Page:
    """Add one line to a draft."""
    page = who.get(f"/projects/{project}/budget/lines/new")
    chosen = looks.choice(page, "/lines/new", "cost_type", cost_type)
    return who.send(page, "/lines/new", cost_code=code, cost_type=chosen, amount=amount)


def lock(who: Visitor, project: int) -> Page:
    """Lock the budget."""
    return who.send(open_budget(who, project), "lock")


def modify(who: Visitor, project: int, taken_from: str, given_to: str, amount: str, notes: str) -> Page:
    """Move an amount between two lines, each named by its cost code."""
    page = who.get(f"/projects/{project}/budget/modifications/new")
    action = "/modifications/new"
    return who.send(
        page,
        action,
        from_line=looks.choice(page, action, "from_line", taken_from),
        to_line=looks.choice(page, action, "to_line", given_to),
        amount=amount,
        notes=notes,
    )


def send(who: Visitor, project: int, note: str = "") -> Page:
    """Send the budget to accounting from the page that checked it."""
    return who.send(who.get(f"/projects/{project}/budget/send"), "/budget/send", note=note)


def check_now(who: Visitor, project: int) -> Page:
    """Ask the ERP for the job costs."""
    return who.send(open_budget(who, project), "check_now")


def codes(who: Visitor, project: int) -> set[str]:
    """The cost codes that have a line, as the budget's file tells them."""
    table = looks.rows(who.get(f"/projects/{project}/budget/export.csv"))
    place = table[0].index("Cost code")
    return {row[place] for row in table[1:] if len(row) > place}


def total(who: Visitor, project: int) -> Decimal:
    """The revised total as the budget's file tells it. Raises UnexpectedPageError."""
    table = looks.rows(who.get(f"/projects/{project}/budget/export.csv"))
    heads = table[0]
    for row in reversed(table):
        if "Total" in row:
            return looks.amount(row[heads.index("Revised")])
    raise UnexpectedPageError("The budget's file has no total.")

"""What accounting does: lists, accounts, links, cost codes, the decision."""

from portal.demo.acts import looks
from portal.demo.visitors import Page, Visitor

INCOME = "Construction Income"
EXPENSE = "Job Materials"


def refresh_lists(who: Visitor) -> Page:
    """Ask QuickBooks for its jobs, items and accounts."""
    return who.send(who.get("/erp/jobs"), "refresh_erp_lists")


def choose_accounts(who: Visitor, connection: int = 1) -> Page:
    """Choose where new items post to, in the connection's settings."""
    address = f"/settings/connections/{connection}"
    page = who.get(address)
    return who.send(
        page,
        address,
        income_account=looks.choice(page, address, "income_account", INCOME),
        expense_account=looks.choice(page, address, "expense_account", EXPENSE),
    )


def create_job(who: Visitor, project: int, customer: str) -> Page:
    """Order the project's job under a customer, after looking at what would be created."""
    shown = who.send(who.get(f"/erp/jobs/{project}"), "/create", under=customer)
    return who.send(shown, "/create")


def accept_codes(who: Visitor) -> tuple[Page, Page]:
    """Accept every cost code that budgets use: the page that said what would be created, and what it led to."""
    shown = who.send(who.get("/erp/cost-codes"), "/cost-codes/check", all="used")
    return shown, who.send(shown, "/cost-codes/accept")


def review(who: Visitor, project: int, number: int) -> Page:
    """One submission as accounting sees it."""
    return who.get(f"/erp/budgets/{project}/submissions/{number}")


def accept(who: Visitor, page: Page, *, caution: bool) -> Page:
    """Accept what the page shows; a first export asks to have read its caution."""
    return who.send(page, "accept", **({"caution": "yes"} if caution else {}))

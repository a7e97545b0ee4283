"""What accounting does under ERP Integrations."""

from tests.e2e.windows import Window


def link_by_creating(window: Window, url: str, project: str, customer: str) -> Window:
    """Accept a project by ordering its job under a customer, after looking at what would be created."""
    window.open(f"{url}/erp/jobs").press(f"Accept {project}")
    window.fill("Under customer", customer).press("Show what would be created")
    return window


def order_job(window: Window, project: str) -> Window:
    """Order what the page shows."""
    return window.press(f":{project}", exact=False).sees("Being created")


def check_used_codes(window: Window, url: str) -> Window:
    """Ask for every cost code that budgets use; the next page says what is created."""
    return window.open(f"{url}/erp/cost-codes").press("Check the ticked codes")


def accept_codes(window: Window) -> Window:
    """Order what the page shows."""
    return window.press("Accept")


def accept(window: Window, *, first: bool) -> Window:
    """Accept the submission on the page; a first export asks to have read its caution."""
    if first:
        window.page.locator("#caution").check()
        window.acts += 1
    return window.press("Accept and export to", exact=False)

"""What an administrator does under Settings."""

from tests.e2e.windows import Window


def refresh_lists(window: Window, connection: str) -> Window:
    """Ask QuickBooks for its jobs, items and accounts."""
    return window.open(connection).press("Refresh lists")


def choose_accounts(window: Window, connection: str, income: str, expense: str) -> Window:
    """Where new items sell to and cost from."""
    window.open(connection).fill("Income account for new items", income)
    return window.fill("Expense account for new items", expense).press("Save")


def toggle_push(window: Window, name: str) -> Window:
    """Turn somebody's Can push to accounting."""
    window.page.get_by_role("switch", name=f"Can push to accounting, {name}").click()
    window.acts += 1
    return window


def may_push(window: Window, name: str, said: str) -> Window:
    """Wait until the switch of this person says Yes or No."""
    switch = window.page.get_by_role("switch", name=f"Can push to accounting, {name}")
    switch.filter(has_text=said).wait_for()
    return window

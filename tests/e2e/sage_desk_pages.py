"""The accountant's computer with Sage 100 Contractor, as somebody at its pages uses it."""

from tests.e2e.windows import Window


def import_sheet(window: Window, desk: str, job: str) -> Window:
    """Import the sheet of this job that lies in the folder, and look at its window."""
    row = window.open(desk).page.locator("tr", has_text=f"Budget {job} ").filter(has_text="waiting")
    row.get_by_role("button").last.click()
    window.acts += 1
    return window.press(job).sees("On the screen, not posted")


def post_entries(window: Window) -> Window:
    """Press Post Entries; Set Budget stays as it is ticked."""
    return window.press("Post Entries").sees("Budget as saved")


def type_amount(window: Window, desk: str, job: str, code: str, cost_type: str, amount: str) -> Window:
    """Type an amount into the saved grid by hand."""
    window.open(f"{desk}/jobs/{job}")
    _type(window, "form[action$='/grid']", code=code, type=cost_type, amount=amount)
    return window.press("Save the amount").sees(amount)


def enter_cost(window: Window, desk: str, job: str, code: str, cost_type: str, amount: str) -> Window:
    """Enter a cost on a job; `None` is a cost without a cost code."""
    window.open(f"{desk}/jobs/{job}/costs")
    _type(window, "form[action$='/costs']", code=code, type=cost_type, amount=amount)
    return window.press("Save the cost").sees(amount)


def enter_job(window: Window, desk: str, number: str, name: str) -> Window:
    """Enter a job under 3-5, as its sheet says."""
    _type(window.open(f"{desk}/lists"), "form[action$='/jobs']", number=number, name=name)
    return window.press("Save the job").sees("Lists")


def _type(window: Window, form: str, **fields: str) -> None:
    """Fill the fields of these names; a list is chosen from by what its option says."""
    for name, text in fields.items():
        box = window.page.locator(form).locator(f"[name={name}]")
        if box.evaluate("node => node.tagName") == "SELECT":
            box.select_option(label=text)
        else:
            box.fill(text)
        window.acts += 1

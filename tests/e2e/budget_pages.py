"""What a project manager does on a budget's pages."""

import re
from pathlib import Path

from tests.e2e.windows import Window


def open_budget(window: Window, url: str, project: str) -> Window:
    """From the list of projects to one budget."""
    return window.open(f"{url}/projects").press(project)


def create_project(window: Window, url: str, number: str, name: str, erp: str = "QuickBooks") -> Window:
    """A project that belongs to the company of this ERP."""
    window.open(f"{url}/projects").press("New project")
    window.fill("Job number", number).fill("Name", name).fill("ERP connection", erp)
    return window.press("Create project").badge("Draft")


def upload(window: Window, file: Path) -> Window:
    """Choose a file and have it checked."""
    window.press("Import a file")
    window.page.get_by_label("Spreadsheet").set_input_files(file)
    return window.press("Check the file")


def means(window: Window, heading: str, becomes: str) -> Window:
    """Say what a column of the file becomes."""
    label = re.compile(rf"{re.escape(heading)} becomes$")
    window.page.get_by_label(label).select_option(label=becomes)
    window.acts += 1
    return window


def add_line(window: Window, code: str, cost_type: str, amount: str) -> Window:
    """Add a line: in the ledger, or without scripts on a page of its own."""
    form = "form:has([name=cost_code])"
    if not window.page.locator(form).count():
        window.press("Add line")
    window.fill("Cost code", code, within=form).fill("Cost type", cost_type, within=form)
    window.fill("Original amount", amount, within=form)
    window.page.locator(form).get_by_role("button", name=re.compile("Save|Add line")).first.click()
    window.acts += 1
    return window


def edit_amount(window: Window, line: str, amount: str) -> Window:
    """Change the amount of a line."""
    window.press(line, exact=False)
    form = "form:has(.line-title)"
    window.fill("Original amount", amount, within=form)
    return window.press("Save", within=form)


def lock(window: Window) -> Window:
    """Lock the budget."""
    return window.press("Lock budget").badge("Locked")


def send(window: Window, note: str, words: str = "Send to ERP") -> Window:
    """Send from the page that checked everything."""
    window.press(words).fill("Note to accounting", note)
    return window.press(words)


def move_money(window: Window, giver: str, receiver: str, amount: str, notes: str) -> Window:
    """A budget modification from one line to another."""
    window.press("Create modification")
    window.fill("From line", giver).fill("To line", receiver).fill("Amount", amount).fill("Notes", notes)
    return window.press("Save modification")

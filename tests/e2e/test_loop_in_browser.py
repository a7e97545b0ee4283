"""The whole loop in a browser: a project manager, an approver and an administrator, each in their own window.

A spreadsheet becomes a budget, accounting accepts it, QuickBooks holds it once, costs come back, a change follows the
same way. Every stop is photographed light and dark, wide and narrow, and read by axe.
"""

import re

import pytest

from tests.e2e import accounting_pages, budget_pages, desk_pages, settings_pages, spreadsheets, steps
from tests.people import AKI, DANA, LUIS, RUTH

PROJECT = "Maple St 116"
JOB = f"Smith:{PROJECT}"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_three_people_walk_the_loop(stage):
    desk = stage.window("desk")
    ruth = administer(stage, desk)
    dana, aki = stage.person(DANA), stage.person(AKI)
    take_home(stage, dana, "home-before")
    enter_the_budget(stage, dana)
    prepare(stage, aki, desk)
    send(stage, dana)
    decide(stage, aki)
    steps.update_until(stage, desk, dana, "Synced")
    stage.album.take(dana.page, "synced")
    assert dana.page.get_by_role("link", name="Create modification").is_visible()
    stage.album.take(desk.page, "desk-after-export")
    costs_come_back(stage, dana, desk)
    change_and_send_again(stage, dana)
    decide_on_the_change(stage, aki)
    steps.update_until(stage, desk, dana, "Synced")
    stage.album.take(dana.page, "synced-again")
    quickbooks_holds_it_once(stage, desk)
    the_others(stage, dana, aki, ruth)
    assert stage.album.faults == {}
    assert stage.complaints == []


def take_home(stage, window, name):
    stage.album.take(window.open(stage.product.web).page, name)


def administer(stage, desk):
    """Accounts for new items; a privilege that is given and taken back, each at once and in the history."""
    ruth = stage.window(RUTH.name).open(stage.product.web)
    stage.album.take(ruth.page, "sign-in")
    ruth.press(RUTH.name, exact=False).sees("Home")
    steps.choose_accounts(stage, ruth, desk)
    stage.album.take(ruth.page, "connection")
    ruth.open(f"{stage.product.web}/settings/people")
    before = ruth.acts
    settings_pages.toggle_push(ruth, LUIS.name)
    settings_pages.may_push(ruth, LUIS.name, "Yes")
    assert ruth.acts == before + 1
    ruth.sees(f"gave {LUIS.name}")
    stage.album.take(ruth.page, "people")
    settings_pages.toggle_push(ruth, LUIS.name)
    settings_pages.may_push(ruth, LUIS.name, "No")
    ruth.sees(f"from {LUIS.name}")
    return ruth


def enter_the_budget(stage, dana):
    """A spreadsheet, one line by hand, one amount corrected, locked; Send stays grey and says why."""
    budget_pages.open_budget(dana, stage.product.web, PROJECT)
    stage.album.take(dana.page, "budget-empty")
    budget_pages.upload(dana, spreadsheets.write(stage.folder / "maple.xlsx"))
    budget_pages.means(dana, "Trades", "Amount S Subcontract")
    dana.press("Check again").sees("12 new")
    stage.album.take(dana.page, "import")
    dana.press("Import 12 amounts").sees("Imported: 12 new")
    budget_pages.add_line(dana, "15-100", "S Subcontract", "28,400.00").sees("Plumbing", within="#lines")
    stage.album.take(dana.page, "line-added")
    budget_pages.edit_amount(dana, "Plumbing", "29,400.00").sees("29,400.00", within="#lines")
    budget_pages.lock(dana)
    assert "not synced with QuickBooks" in dana.closed("Send to ERP")
    stage.album.take(dana.page, "budget-locked")


def prepare(stage, aki, desk):
    """The project's job and the cost codes' items, ordered here and created by QuickBooks."""
    accounting_pages.link_by_creating(aki, stage.product.web, PROJECT, "Smith").sees(JOB)
    stage.album.take(aki.page, "link")
    accounting_pages.order_job(aki, PROJECT)
    stage.album.take(aki.page, "jobs")
    accounting_pages.check_used_codes(aki, stage.product.web).sees("Will be created in QuickBooks")
    stage.album.take(aki.page, "codes")
    accounting_pages.accept_codes(aki)
    stage.album.take(aki.page, "codes-ordered")
    desk_pages.update_selected(desk, stage.product.desk)
    aki.open(f"{stage.product.web}/erp/jobs").sees(JOB)


def send(stage, dana):
    """Three acts: Send, the note, Send."""
    dana.page.reload()
    before = dana.acts
    dana.press("Send to ERP")
    stage.album.take(dana.page, "send")
    dana.fill("Note to accounting", "As agreed on Monday").press("Send to ERP")
    assert dana.acts == before + 3
    dana.badge("Waiting for accounting")
    stage.album.take(dana.page, "budget-sent")


def decide(stage, aki):
    """From the mail to the decision in four acts: the mail, its link, the caution, Accept."""
    steps.wait_for_mail(stage, aki, AKI, f"{PROJECT} waits for your decision")
    stage.album.take(aki.page, "inbox")
    before = aki.acts
    desk_pages.open_mail(aki, stage.product.inbox, AKI, f"{PROJECT} waits for your decision")
    stage.album.take(aki.page, "mail")
    review = desk_pages.follow(aki, "Review this budget").sees("As agreed on Monday")
    stage.album.take(review.page, "review-first")
    accounting_pages.accept(review, first=True).badge("Exporting")
    assert review.acts == before + 4
    stage.album.take(review.page, "review-accepted")


def costs_come_back(stage, dana, desk):
    """A bill entered in QuickBooks stands in the report after Check now; the page waits for it by itself."""
    desk_pages.enter_bill(desk, stage.product.desk, job=JOB, item="03-300", amount="12480.00")
    stage.album.take(desk.page, "desk-costs")
    dana.press("Check now").sees("Job costs are asked for")
    stage.album.take(dana.page, "check-now")
    desk_pages.update_selected(desk, stage.product.desk)
    dana.sees("12,480.00", within="#lines", timeout=30_000)
    dana.open(f"{stage.product.web}/reports")
    stage.album.take(dana.page, "reports")
    dana.press(PROJECT).sees("12,480.00")
    assert dana.page.locator("table.bars svg rect").first.is_visible()
    stage.album.take(dana.page, "job-costs")


def change_and_send_again(stage, dana):
    """Money moves from one line to another; what is sent is the change."""
    budget_pages.open_budget(dana, stage.product.web, PROJECT)
    budget_pages.move_money(dana, "16-100", "03-300", "1,500.00", "Owner change 1").sees("1,500.00")
    stage.album.take(dana.page, "modifications")
    budget_pages.open_budget(dana, stage.product.web, PROJECT)
    stage.album.take(dana.page, "budget-changed")
    budget_pages.send(dana, "Owner change 1", "Re-send to ERP").badge("Waiting for accounting")


def decide_on_the_change(stage, aki):
    """The review shows two of thirteen lines, and no caution any more."""
    take_home(stage, aki, "home-approver")
    aki.press(f"Review {PROJECT}").sees("2 of 13")
    stage.album.take(aki.page, "review-update")
    accounting_pages.accept(aki, first=False).badge("Exporting")


def quickbooks_holds_it_once(stage, desk):
    """One estimate on the job, whose subtotal is the budget's revised total."""
    rows = desk.open(stage.product.desk).page.locator("tr", has_text=JOB)
    assert rows.count() == 1
    total = spreadsheets.TOTAL + 29_400
    assert f"{total:,}" in rows.inner_text()
    desk.press(re.search(r"B\d+", rows.inner_text())[0]).sees("Subtotal")
    stage.album.take(desk.page, "desk-estimate")


def the_others(stage, dana, aki, ruth):
    """Pages that nobody passed on the way."""
    web = stage.product.web
    for window, path, name in (
        (dana, "/projects", "projects"),
        (dana, "/projects/1/budget/history", "history"),
        (dana, "/projects/1/settings", "project-settings"),
        (dana, "/projects/new", "project-new"),
        (dana, "/cost-codes", "cost-codes"),
        (dana, "/find?q=a", "find"),
        (dana, "/account", "account"),
        (aki, "/erp/budgets", "ready-to-export"),
        (aki, "/erp/budgets?show=synced", "erp-synced"),
        (aki, "/erp/job-costs", "erp-job-costs"),
        (aki, "/nothing-here", "not-found"),
        (ruth, "/settings", "settings"),
        (ruth, "/directory", "directory"),
    ):
        stage.album.take(window.open(f"{web}{path}").page, name)

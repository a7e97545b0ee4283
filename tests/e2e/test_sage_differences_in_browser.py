"""What goes otherwise with Sage: a job under a typed number, a sheet that is withdrawn, an amount changed by hand.

Every stop is photographed light and dark, wide and narrow, and read by axe.
"""

import pytest

from tests.e2e import accounting_pages, budget_pages, sage_desk_pages, sage_pages, sage_steps
from tests.people import AKI, DANA, KAREN, RUTH

PROJECT, JOB = "Alder Creek Lofts", "2026088"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_sheet_is_withdrawn_and_a_difference_takes_two_people(stage):
    desk, ruth = stage.window("desk"), stage.person(RUTH)
    dana, aki, karen = (stage.person(person) for person in (DANA, AKI, KAREN))
    connection = sage_pages.connection_number(ruth, stage.product.web)
    sage_pages.schedule(ruth, stage.product.web, "job costs", "Never")
    sage_steps.read_sage(stage, ruth)
    sage_steps.map_lists(stage, aki, connection)
    budget_pages.create_project(dana, stage.product.web, "AC-88", PROJECT, "Sage 100")
    order_the_job(stage, aki, desk, ruth)
    export(stage, dana, aki)
    withdraw(stage, ruth, karen, dana)
    export_again(stage, dana, aki)
    change_an_amount_by_hand(stage, aki, desk, dana)
    agree(stage, aki, karen, dana)
    assert stage.album.faults == {}
    assert stage.complaints == []


def order_the_job(stage, aki, desk, ruth):
    """The number is typed, the agent writes a sheet, a person enters it, the sync links it."""
    web, take = stage.product.web, stage.album.take
    aki.open(f"{web}/erp/jobs").press(f"Accept {PROJECT}")
    aki.fill("Job number in Sage 100", "AC-88").press("Show what would be created")
    take(aki.page, "sage-number-refused")
    aki.press("Type another number")
    aki.fill("Job number in Sage 100", JOB).press("Show what would be created").sees("will get")
    take(aki.page, "sage-job-to-order")
    aki.press("Order ", exact=False)
    aki.open(f"{web}/erp/jobs")
    take(aki.page, "sage-job-ordered")
    desk.open(stage.product.sage).page.wait_for_timeout(3_000)
    take(desk.open(stage.product.sage).page, "sage-desk-job-to-type")
    sage_desk_pages.enter_job(desk, stage.product.sage, JOB, PROJECT)
    sage_steps.read_sage(stage, ruth)
    take(aki.open(f"{web}/erp/jobs").sees(f"{JOB} {PROJECT}").page, "sage-job-linked")


def export(stage, dana, aki):
    budget_pages.open_budget(dana, stage.product.web, PROJECT)
    for code, cost_type, amount in sage_steps.LINES[:2]:
        budget_pages.add_line(dana, code, cost_type, amount).sees(amount, within="#lines")
    budget_pages.lock(dana)
    export_again(stage, dana, aki, "Send to ERP")


def export_again(stage, dana, aki, words="Re-send to ERP"):
    budget_pages.send(dana, "For the accountant", words).badge("Waiting for accounting")
    aki.open(f"{stage.product.web}/erp/budgets").press(f"Review {PROJECT}")
    accounting_pages.accept(aki, first=True)
    dana.badge("Awaiting posting", timeout=60_000)


def withdraw(stage, ruth, karen, dana):
    """An ERP administrator who is an approver takes the sheet back before anybody posted it."""
    take = stage.album.take
    ruth.open(f"{stage.product.web}/settings/people").page.get_by_label(
        f"ERP Integrations level of {KAREN.name}"
    ).select_option(label="Admin")
    ruth.sees(f"{KAREN.name}")
    karen.open(f"{stage.product.web}/erp/to-post").press(f"Open {PROJECT}").press("Withdraw")
    take(karen.page, "sage-withdraw")
    karen.fill("Reason, sent to the sender and the approvers", "").press("Withdraw the sheet")
    take(karen.page, "sage-withdraw-refused")
    karen.fill("Reason, sent to the sender and the approvers", "A code is missing").press(
        "Withdraw the sheet"
    )
    take(karen.page, "sage-withdrawing")
    dana.badge("Locked", timeout=60_000)
    take(dana.page, "sage-withdrawn")


def change_an_amount_by_hand(stage, aki, desk, dana):
    """Somebody types another amount after posting: the page names the code, the cause and what to do."""
    sage_steps.post(stage, desk, JOB)
    sage_desk_pages.type_amount(desk, stage.product.sage, JOB, "3100.000 Concrete", "1 Material", "44,000.00")
    desk.press("Set Budget").sees("164,000.00")
    budget_pages.open_budget(dana, stage.product.web, PROJECT).press("Check now")
    dana.sees("look at the differences", timeout=60_000)
    stage.album.take(dana.page, "sage-differs")
    stage.album.take(aki.open(stage.product.web).page, "sage-home-differs")
    stage.album.take(aki.open(f"{stage.product.web}/erp/to-post").page, "sage-to-post-differs")
    stage.album.take(aki.press(f"Open {PROJECT}").page, "sage-to-post-one-differs")


def agree(stage, aki, karen, dana):
    """One approver acknowledges, another confirms."""
    take = stage.album.take
    take(aki.press("Open the differences").page, "sage-differences")
    aki.press("Acknowledge", exact=False).sees("Nothing was changed")
    take(aki.page, "sage-differences-refused")
    aki.page.locator("input[name=reason]").fill("The supplier lowered his price")
    aki.press("Acknowledge", exact=False).sees("The supplier lowered his price")
    take(aki.page, "sage-acknowledged")
    karen.open(aki.page.url).press("Confirm", exact=False)
    take(karen.page, "sage-confirmed")
    dana.badge("Synced", timeout=60_000)
    take(dana.page, "sage-agreed")

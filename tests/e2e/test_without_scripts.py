"""The same loop with JavaScript switched off: every form posts, every link leads."""

import pytest

from tests.e2e import accounting_pages, budget_pages, desk_pages, settings_pages, spreadsheets, steps
from tests.people import AKI, DANA, LUIS, RUTH

PROJECT = "Cedar Court 8"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_three_people_walk_the_loop_without_scripts(stage):
    desk = stage.window("desk", scripts=False)
    ruth, dana, aki = (stage.person(person, scripts=False) for person in (RUTH, DANA, AKI))
    steps.choose_accounts(stage, ruth, desk)
    ruth.open(f"{stage.product.web}/settings/people")
    for said in ("Yes", "No"):
        settings_pages.toggle_push(ruth, LUIS.name)
        settings_pages.may_push(ruth, LUIS.name, said)

    budget_pages.create_project(dana, stage.product.web, "2026077", PROJECT)
    budget_pages.upload(dana, spreadsheets.write(stage.folder / "cedar.xlsx"))
    budget_pages.means(dana, "Trades", "Amount S Subcontract")
    dana.press("Check again").press("Import 12 amounts").sees("Imported: 12 new")
    budget_pages.add_line(dana, "15-100", "S Subcontract", "28,400.00").sees("The line was added")
    budget_pages.edit_amount(dana, "Plumbing", "29,400.00").sees("The line was saved")
    budget_pages.lock(dana)

    accounting_pages.link_by_creating(aki, stage.product.web, PROJECT, "Smith")
    accounting_pages.order_job(aki, PROJECT)
    accept_what_is_missing(stage, aki)
    desk_pages.update_selected(desk, stage.product.desk)

    dana.page.reload()
    budget_pages.send(dana, "Without scripts").badge("Waiting for accounting")
    aki.open(stage.product.web).press(f"Review {PROJECT}")
    refused = accounting_pages.accept(aki, first=False)
    refused.sees("Nothing was decided")
    accounting_pages.accept(aki, first=True).badge("Exporting")
    desk_pages.update_selected(desk, stage.product.desk)
    steps.reload_until(dana, "Synced")
    assert stage.complaints == []


def accept_what_is_missing(stage, aki):
    """Order the codes' items, unless another walk did."""
    aki.open(f"{stage.product.web}/erp/cost-codes")
    if aki.page.locator("input[name=code]:checked").count():
        steps.accept_codes(stage, aki)

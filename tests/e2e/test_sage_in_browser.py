"""Sage 100 Contractor in a browser: connect, read in two steps, map, export, post by hand, and see it come back.

Every stop is photographed light and dark, wide and narrow, and read by axe.
"""

import pytest

from tests.e2e import accounting_pages, budget_pages, sage_desk_pages, sage_pages, sage_steps
from tests.people import AKI, DANA, RUTH

PROJECT, JOB = "Newtown Apartments", "2019001"
OWN_CODE = {"07-500": "7500.000 Membrane roofing"}
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_budget_goes_to_sage_by_hand_and_comes_back_by_the_sync(stage):
    desk = stage.window("desk")
    ruth, dana, aki = stage.person(RUTH), stage.person(DANA), stage.person(AKI)
    connection = administer(stage, ruth)
    look_at_the_desk(stage, desk)
    map_the_lists(stage, aki, connection)
    accept_the_project(stage, aki)
    enter_and_send(stage, dana)
    decide(stage, aki, dana)
    wait_for_the_accountant(stage, dana)
    post_by_hand(stage, aki, desk)
    come_back(stage, dana, desk)
    assert stage.album.faults == {}
    assert stage.complaints == []


def administer(stage, ruth):
    """The connection with the agent's download, how it is, how often it is read, and both steps at once."""
    web, take = stage.product.web, stage.album.take
    connection = sage_pages.connection_number(ruth, web)
    ruth.sees("Download sync agent")
    take(ruth.page, "sage-connection")
    take(ruth.open(f"{web}/erp/sync").page, "sage-health")
    take(ruth.open(f"{web}/erp/sync-schedule").page, "sage-schedule")
    sage_pages.schedule(ruth, web, "job costs", "Never")
    take(ruth.page, "sage-schedule-changed")
    sage_pages.open_sync(ruth, web)
    take(ruth.page, "sage-sync-before")
    ruth.press("Run both steps").page.locator("#progress").wait_for()
    take(ruth.page, "sage-sync-progress")
    ruth.page.locator("#sync-runs:not([hx-get])").wait_for(timeout=60_000)
    take(ruth.page, "sage-sync-done")
    return connection


def look_at_the_desk(stage, desk):
    for path, name in (
        ("", "jobs"),
        ("/lists", "lists"),
        ("/jobs/2020014", "job"),
        ("/jobs/2020014/costs", "costs"),
    ):
        stage.album.take(desk.open(f"{stage.product.sage}{path}").page, f"sage-desk-{name}")


def map_the_lists(stage, aki, connection):
    """Codes and types are listed and proposed, never guessed; the next page says what is mapped to what."""
    web, take = stage.product.web, stage.album.take
    take(aki.open(f"{web}/erp/cost-codes?connection={connection}").page, "sage-codes")
    sage_pages.map_codes(aki, web, connection, OWN_CODE).sees("Will be mapped: 1")
    take(aki.page, "sage-codes-check")
    aki.press("Accept").sees("1 mapped")
    take(aki.page, "sage-codes-mapped")
    sage_steps.map_codes(stage, aki, connection)
    take(aki.open(f"{web}/erp/connections/{connection}/cost-types").page, "sage-types")
    aki.press("Save the mapping").sees("all mapped")
    take(aki.page, "sage-types-mapped")


def accept_the_project(stage, aki):
    """The job that Sage has already is proposed by its number."""
    take = stage.album.take
    take(aki.open(f"{stage.product.web}/erp/jobs").page, "sage-jobs")
    aki.press(f"Accept {PROJECT}")
    take(aki.page, "sage-job")
    aki.fill("Job in Sage 100", f"{JOB} {PROJECT}").press("Link with this job").sees("Linked with")
    take(aki.page, "sage-jobs-linked")


def enter_and_send(stage, dana):
    budget_pages.open_budget(dana, stage.product.web, PROJECT)
    for code, cost_type, amount in sage_steps.LINES:
        budget_pages.add_line(dana, code, cost_type, amount).sees(amount, within="#lines")
    budget_pages.lock(dana)
    stage.album.take(dana.page, "sage-locked")
    dana.press("Send to ERP").sees("Every check passed")
    stage.album.take(dana.page, "sage-send")
    dana.press("Send to ERP").badge("Waiting for accounting")
    stage.album.take(dana.page, "sage-sent")


def decide(stage, aki, dana):
    """The review shows the grid as it will stand in Sage."""
    take = stage.album.take
    take(aki.open(f"{stage.product.web}/erp/budgets").page, "sage-ready")
    aki.press(f"Review {PROJECT}").sees("As it will stand in Sage 100")
    take(aki.page, "sage-review")
    accounting_pages.accept(aki, first=True)
    dana.badge("Awaiting posting", timeout=60_000)
    take(dana.page, "sage-awaiting")


def wait_for_the_accountant(stage, dana):
    """Nothing but the sync opens the budget; each button says so."""
    assert "Sage" in dana.closed("Unlock budget")
    dana.press("Check now")
    stage.album.take(dana.page, "sage-check-now")
    stage.album.take(dana.open(stage.product.web).page, "sage-home-dana")


def post_by_hand(stage, aki, desk):
    """The sheet with its control totals beside the desk where it is posted; a note lifts nothing."""
    web, take = stage.product.web, stage.album.take
    take(aki.open(web).page, "sage-home-aki")
    take(aki.open(f"{web}/erp/to-post").page, "sage-to-post")
    take(aki.press("Print all sheets").page, "sage-to-post-sheets")
    take(aki.open(f"{web}/erp/to-post").press(f"Open {PROJECT}").page, "sage-to-post-one")
    take(desk.open(stage.product.sage).page, "sage-desk-sheet")
    sage_desk_pages.import_sheet(desk, stage.product.sage, JOB)
    take(desk.page, "sage-desk-window")
    sage_desk_pages.post_entries(desk)
    take(desk.page, "sage-desk-posted")
    take(desk.open(f"{stage.product.sage}/posted").page, "sage-desk-sheets")
    sage_pages.note_posted(aki, "Posted with the evening run").sees("Posted with the evening run")
    take(aki.page, "sage-to-post-noted")


def come_back(stage, dana, desk):
    """Check now runs both steps; costs with and without a code stand in the report."""
    web, take = stage.product.web, stage.album.take
    sage_desk_pages.enter_cost(desk, stage.product.sage, JOB, "3100.000 Concrete", "1 Material", "12,480.00")
    sage_desk_pages.enter_cost(desk, stage.product.sage, JOB, "None", "5 Other", "410.25")
    budget_pages.open_budget(dana, web, PROJECT).press("Check now").badge("Synced", timeout=60_000)
    take(dana.page, "sage-synced")
    take(dana.open(f"{web}/projects/{project_number(dana)}/budget/history").page, "sage-history")
    dana.open(f"{web}/reports").press(PROJECT).sees("12,480.00")
    take(dana.page, "sage-job-costs")


def project_number(window):
    return window.page.url.split("/projects/")[1].split("/")[0]

"""A budget that was set up in Sage: its job is added to the portal, imported, looked at as PDF, and moved here.

Every stop is photographed light and dark, wide and narrow, and read by axe.
"""

import re

import pytest

from tests.e2e import budget_pages, sage_pages, sage_steps
from tests.people import AKI, DANA, KAREN, RUTH

PROJECT, JOB = "Harbor Street Annex", "2020014"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_budget_of_sage_is_imported_and_moved(stage):
    ruth, karen, dana = stage.person(RUTH), stage.person(KAREN), stage.person(DANA)
    connection = sage_pages.connection_number(ruth, stage.product.web)
    sage_steps.read_sage(stage, ruth)
    sage_steps.map_lists(stage, stage.person(AKI), connection)
    add_the_job(stage, ruth)
    sage_steps.read_sage(stage, ruth)
    begin_here(stage, dana)
    import_it(stage, karen)
    look_at_what_came(stage, dana)
    move_it(stage, ruth, karen)
    assert stage.album.faults == {}
    assert stage.complaints == []


def add_the_job(stage, ruth):
    """A job of Sage becomes a project, linked, with its phases."""
    take = stage.album.take
    sage = ruth.open(f"{stage.product.web}/erp/jobs").page.locator("section", has_text=sage_pages.CONNECTION)
    sage.get_by_role("link", name="Add ERP jobs to the portal").click()
    take(ruth.page, "sage-jobs-to-add")
    ruth.press(f": {PROJECT}", exact=False)
    take(ruth.page, "sage-job-added")


def begin_here(stage, dana):
    """One line stands here already, so the import has to ask about it."""
    budget_pages.open_budget(dana, stage.product.web, PROJECT)
    budget_pages.add_line(dana, "01-100", "O Other", "1,000.00").sees("1,000.00", within="#lines")


def import_it(stage, karen):
    """What comes is listed with its outcome; the PDF shows what stands here before anything is overridden."""
    take = stage.album.take
    take(karen.open(f"{stage.product.web}/erp/budgets?show=ready-to-import").page, "sage-ready-to-import")
    karen.press(f"Import {PROJECT}").sees("This budget has lines already")
    take(karen.page, "sage-import")
    with karen.page.context.expect_page():
        karen.press("Open the current budget as PDF")
    karen.press("Import from ERP").sees("Choose what becomes of the lines")
    take(karen.page, "sage-import-refused")
    karen.page.get_by_label(re.compile("^Override them")).check()
    karen.press("Import from ERP").badge("Imported")
    take(karen.page, "sage-imported")


def look_at_what_came(stage, dana):
    """Phases are sub jobs; what was entered in Sage is changed there."""
    budget_pages.open_budget(dana, stage.product.web, PROJECT)
    stage.album.take(dana.page, "sage-imported-budget")
    dana.open(f"{stage.product.web}/reports").press(PROJECT).sees("12,310.40")
    stage.album.take(dana.page, "sage-imported-report")


def move_it(stage, ruth, karen):
    """Whoever may change the budget and accept it moves it, once; the page says what ends."""
    page = ruth.open(f"{stage.product.web}/settings/people").page
    page.get_by_label(f"Budget level of {KAREN.name}").select_option(label="Admin")
    page.wait_for_load_state("networkidle")
    budget_pages.open_budget(karen, stage.product.web, PROJECT)
    stage.album.take(karen.page, "sage-before-move")
    karen.press("Move budget to portal")
    stage.album.take(karen.page, "sage-move")
    karen.fill("Reason", "The project manager keeps it from now on").press("Move budget to portal").badge(
        "Draft"
    )
    stage.album.take(karen.page, "sage-moved")

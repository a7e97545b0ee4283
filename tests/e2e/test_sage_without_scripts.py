"""The Sage pages that matter with JavaScript switched off: sync now, the mapping, the export, the note on posting."""

import pytest

from tests.e2e import accounting_pages, budget_pages, sage_desk_pages, sage_pages, sage_steps, steps
from tests.people import AKI, DANA, RUTH

PROJECT, JOB = "Birch Court 3", "2026099"
CODES = {"15-100": "15400.000 Plumbing"}
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_sage_is_read_mapped_and_posted_without_scripts(stage):
    web, desk = stage.product.web, stage.window("desk", scripts=False)
    ruth, dana, aki = (stage.person(person, scripts=False) for person in (RUTH, DANA, AKI))
    connection = sage_pages.connection_number(ruth, web)
    ruth.open(f"{web}/erp/sync-schedule").sees("Budgets and job costs")
    sage_desk_pages.enter_job(desk, stage.product.sage, JOB, PROJECT)
    read_sage(stage, ruth)
    sage_pages.map_codes(aki, web, connection, CODES).press("Accept").sees("1 mapped")
    sage_steps.map_types(stage, aki, connection)

    budget_pages.create_project(dana, web, JOB, PROJECT, "Sage 100")
    aki.open(f"{web}/erp/jobs").press(f"Accept {PROJECT}").press("Link with this job").sees("Linked with")
    budget_pages.open_budget(dana, web, PROJECT)
    budget_pages.add_line(dana, "15-100", "S Subcontract", "24,150.00").sees("The line was added")
    budget_pages.lock(dana)
    budget_pages.send(dana, "Without scripts").badge("Waiting for accounting")
    aki.open(f"{web}/erp/budgets").press(f"Review {PROJECT}")
    accounting_pages.accept(aki, first=True)
    steps.reload_until(dana, "Awaiting posting")

    aki.open(f"{web}/erp/to-post").press(f"Open {PROJECT}").press("Note that it was posted").sees(
        "Nothing was noted"
    )
    sage_pages.note_posted(aki, "Without scripts").sees("“Without scripts”")
    sage_steps.post(stage, desk, JOB)
    read_sage(stage, ruth)
    steps.reload_until(dana, "Synced")
    assert stage.complaints == []


def read_sage(stage, ruth):
    """Run both steps; without scripts the page is loaded anew until both are done."""
    sage_pages.open_sync(ruth, stage.product.web).press("Run both steps")
    steps.reload_until_gone(ruth, "#sync-runs[hx-get]")

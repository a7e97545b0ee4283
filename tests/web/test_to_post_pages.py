"""The To post pages: what waits for posting, the sheet with its control totals, the tick that lifts nothing."""

import pytest

from portal.db.base import database
from portal.db.submissions import PostingNote
from portal.db.transactions import reader
from portal.domain.vocabulary import Phase
from tests.factories import client_for
from tests.people import AKI, DANA, KAREN, LUIS, TOM, VERA
from tests.sage_jobs import FIRST, GRID, SageJob, furnish


@pytest.fixture
def shop(sqlite_app):
    with sqlite_app.app_context():
        job = SageJob(furnish())
    yield sqlite_app, job
    with sqlite_app.app_context():
        database.engine.dispose()


@pytest.fixture
def exported(shop):
    app, job = shop
    with app.app_context():
        job.export(*FIRST)
    return app, job


def page(app, person, path):
    answer = client_for(app, person).get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def note(app, job, person=LUIS, **form):
    client = client_for(app, person)
    given = {"csrf_token": client.csrf, "posted": "yes", **form}
    return client.post(f"/erp/to-post/{job.project}/note", data=given)


def test_nothing_to_post_says_what_comes_here(shop):
    text = page(shop[0], AKI, "/erp/to-post")
    assert "Nothing to post" in text
    assert "Open Ready to Export" in text


def test_an_exported_budget_stands_there_with_its_sheet(exported):
    text = page(exported[0], AKI, "/erp/to-post")
    for word in (
        "Newtown Apartments",
        "6-2 Budget 2019001 B1-1.xlsx",
        "B1-1",
        "Aki Sato, today",
        "not noted",
    ):
        assert word in text, word


def test_a_synced_budget_leaves_the_page(exported):
    app, job = exported
    with app.app_context():
        job.post()
    assert "Nothing to post" in page(app, AKI, "/erp/to-post")
    assert "Nothing to post for this project" in page(app, AKI, f"/erp/to-post/{job.project}")


def test_the_job_s_page_has_steps_pivot_and_control_totals(exported):
    text = page(exported[0], AKI, f"/erp/to-post/{exported[1].project}")
    assert "Tasks &gt; Post Entries" in text
    assert "3 rows; Material 45,500.00; Labor 30,250.50; Equipment 0.00; Subcontract 120,000.00" in text
    assert "Total 195,750.50" in text
    assert "Set Budget then makes these amounts the originals" in text
    assert "Expected against found" not in text


def test_once_amounts_show_each_line_says_expected_and_found(exported):
    app, job = exported
    with app.app_context():
        job.sync(GRID)
    text = page(app, AKI, f"/erp/to-post/{job.project}")
    assert "Expected against found" in text
    assert "Set Budget was not pressed" in text
    assert "Open the differences" in text
    assert "Open the differences" not in page(app, LUIS, f"/erp/to-post/{job.project}")


def test_all_sheets_are_printed_one_by_one(exported):
    app, job = exported
    with app.app_context():
        other = SageJob(job.world, "Elm St", "2019002")
        other.export(("03-100", "S", 700))
    client = client_for(app, TOM)
    drawn = client.get("/erp/to-post/sheets").text
    assert drawn.count('class="section sheet"') == 2
    assert "Nothing to print" not in drawn


def test_no_sheets_are_no_fault(shop):
    assert "Nothing to print" in page(shop[0], TOM, "/erp/to-post/sheets")


def test_a_tick_with_a_note_is_kept_and_opens_nothing(exported):
    app, job = exported
    answer = note(app, job, note="Posted at noon")
    assert answer.status_code == 303
    with app.app_context():
        (row,) = reader().query(PostingNote)
        assert row.note == "Posted at noon"
        assert job.phase == Phase.AWAITING_POSTING.value
    assert "Luis Ortega noted it as posted today" in page(app, AKI, f"/erp/to-post/{job.project}")


def test_a_note_without_its_tick_is_asked_for(exported):
    answer = note(*exported, posted="", note="Perhaps")
    assert answer.status_code == 422
    assert "Tick the box" in answer.text
    assert "Perhaps" in answer.text


def test_a_long_note_comes_back_with_its_text(exported):
    answer = note(*exported, note="x" * 501)
    assert answer.status_code == 422
    assert "x" * 501 in answer.text


@pytest.mark.parametrize("person", [DANA, TOM, VERA], ids=lambda person: person.name)
def test_who_has_no_hand_in_it_notes_nothing(exported, person):
    assert note(*exported, person=person).status_code == 403


def test_a_reader_is_told_whom_to_ask(exported):
    text = page(exported[0], TOM, f"/erp/to-post/{exported[1].project}")
    assert "needs ERP Integrations: Standard" in text


def test_the_budget_s_page_leads_there(exported):
    app, job = exported
    text = page(app, AKI, f"/projects/{job.project}/budget")
    assert f"/erp/to-post/{job.project}" in text
    assert "To post, shows the sheet" in text


def test_the_tab_stands_beside_the_others(shop):
    assert 'href="/erp/to-post"' in page(shop[0], KAREN, "/erp/budgets")

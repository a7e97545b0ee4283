"""The page of differences: cause and next step line by line, a reason by one approver, the word of a second person."""

import pytest

from portal.db.base import database
from portal.db.submissions import DifferenceAcknowledgement
from portal.db.transactions import reader
from portal.domain.vocabulary import Phase
from tests.factories import client_for
from tests.people import AKI, DANA, KAREN, LUIS, RUTH
from tests.sage_jobs import FIRST, GRID, SageJob, furnish

S100 = ("2010.000", "4")
WHY = "Rounded up with the subcontractor"


@pytest.fixture
def shop(sqlite_app):
    with sqlite_app.app_context():
        job = SageJob(furnish())
        job.export(*FIRST)
        job.post(GRID | {S100: 12_000_500, ("1500.000", "1"): 77})
    yield sqlite_app, job
    with sqlite_app.app_context():
        database.engine.dispose()


def look(app, job, person=AKI):
    answer = client_for(app, person).get(f"/projects/{job.project}/differences")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def acknowledge(app, job, person=AKI, **changes):
    client = client_for(app, person)
    with app.app_context():
        (row,) = job.proof["differences"]
    given = {"csrf_token": client.csrf, "key": row["key"], "found": row["found"], "reason": WHY, **changes}
    return client.post(f"/projects/{job.project}/differences/acknowledge", data=given)


def confirm(app, job, person=KAREN, entry=None):
    client = client_for(app, person)
    if entry is None:
        with app.app_context():
            entry = reader().query(DifferenceAcknowledgement).one().id
    given = {"csrf_token": client.csrf, "entry": entry}
    return client.post(f"/projects/{job.project}/differences/confirm", data=given)


def test_cause_and_next_step_stand_at_the_line(shop):
    text = look(*shop)
    for word in ("120,000.00", "120,005.00", "+5.00", "1 of 3 amounts was changed by hand in Sage 100"):
        assert word in text, word
    assert "set it back there, or acknowledge the difference" in text
    assert "Also changed in Sage 100" in text
    assert "0.77" in text


def test_two_people_open_the_budget_over_the_pages(shop):
    app, job = shop
    assert acknowledge(app, job).status_code == 303
    text = look(app, job)
    assert "Aki Sato acknowledged 120,005.00 today" in text
    assert WHY in text
    assert "another approver or an ERP admin must confirm it" in text
    assert 'data-action="confirm_difference"' not in text
    assert 'data-action="confirm_difference"' in look(app, job, KAREN)
    answer = confirm(app, job)
    assert answer.headers["Location"].endswith(f"/projects/{job.project}/budget")
    with app.app_context():
        assert job.phase == Phase.NONE.value
    text = look(app, job)
    assert "Taken as adjustments of Sage 100" in text
    assert "Karen Boyle confirmed it today" in text


def test_the_same_person_is_refused_by_the_server_too(shop):
    app, job = shop
    acknowledge(app, job)
    assert confirm(app, job, AKI).status_code == 403
    with app.app_context():
        assert job.phase == Phase.AWAITING_SYNC.value


def test_a_reason_that_is_too_short_comes_back_at_its_field(shop):
    answer = acknowledge(*shop, reason="no")
    assert answer.status_code == 422
    assert "Write a reason of 3 to 500 characters" in answer.text
    assert 'value="no"' in answer.text


def test_an_amount_that_changed_meanwhile_is_told(shop):
    answer = acknowledge(*shop, found=1)
    assert answer.status_code == 409
    assert "another amount for this cost code" in answer.text


@pytest.mark.parametrize("person", [DANA, LUIS], ids=lambda person: person.name)
def test_who_may_not_acknowledge_is_told_or_kept_out(shop, person):
    assert acknowledge(*shop, person=person).status_code == 403


def test_a_project_manager_reads_why_not(shop):
    assert "needs ERP Integrations: Standard or Admin and the privilege" in look(*shop, person=DANA)


def test_an_unknown_acknowledgement_is_not_found(shop):
    acknowledge(*shop)
    assert confirm(*shop, entry=99).status_code == 404


def test_nothing_differs_while_nothing_is_posted(sqlite_app):
    with sqlite_app.app_context():
        job = SageJob(furnish())
        job.export(*FIRST)
        job.sync()
    assert "No differences" in look(sqlite_app, job)
    with sqlite_app.app_context():
        database.engine.dispose()


def test_a_forgotten_set_budget_has_no_form(sqlite_app):
    with sqlite_app.app_context():
        job = SageJob(furnish())
        job.export(*FIRST)
        job.sync(GRID)
    text = look(sqlite_app, job)
    assert "Set Budget was not pressed" in text
    assert 'data-action="acknowledge_difference"' not in text
    assert "only waits to be posted there" in text
    with sqlite_app.app_context():
        database.engine.dispose()


def test_budget_report_and_to_post_lead_there(shop):
    app, job = shop
    client = client_for(app, RUTH)
    for path in (f"/projects/{job.project}/budget", f"/projects/{job.project}/job-costs"):
        assert f"/projects/{job.project}/differences" in client.get(path).text

"""The page that ends a stuck export: withdraw where there is a sheet, reset what never left, else say why not."""

import pytest

from portal.db.base import database
from portal.db.exchange import ErpRequest
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Phase
from tests.factories import client_for
from tests.people import AKI, DANA, RUTH
from tests.sage_jobs import FIRST, SageJob, furnish, writing_step

WHY = "Sent with last year's prices"


@pytest.fixture
def shop(sqlite_app):
    with sqlite_app.app_context():
        job = SageJob(furnish())
    yield sqlite_app, job
    with sqlite_app.app_context():
        database.engine.dispose()


def look(app, job, person=RUTH):
    answer = client_for(app, person).get(f"/projects/{job.project}/budget/reset")
    return answer.status_code, " ".join(answer.text.split())


def post(app, job, tail="", person=RUTH, reason=WHY, version=None):
    client = client_for(app, person)
    with app.app_context():
        version = job.budget.version if version is None else version
    given = {"csrf_token": client.csrf, "reason": reason, "version": version}
    return client.post(f"/projects/{job.project}/budget/reset{tail}", data=given)


def test_a_queued_export_is_reset_with_a_reason(shop):
    app, job = shop
    with app.app_context():
        job.accept(*FIRST)
    status, text = look(app, job)
    assert status == 200
    assert "Reset a stuck export" in text
    assert "It may be imported from the ERP again." in text
    assert post(app, job, reason="no").status_code == 422
    assert post(app, job).status_code == 303
    with app.app_context():
        assert job.phase == Phase.NONE.value


def test_a_sheet_that_waits_is_withdrawn(shop):
    app, job = shop
    with app.app_context():
        job.export(*FIRST)
    _, text = look(app, job)
    assert "Withdraw the sheet" in text
    assert "6-2 Budget 2019001 B1-1.xlsx" in text
    assert post(app, job, "/withdraw").status_code == 303
    with app.app_context():
        assert reader().query(ErpRequest).filter_by(kind="withdraw_export").count() == 1
        assert job.phase == Phase.AWAITING_POSTING.value
    _, text = look(app, job)
    assert "The sheet is being withdrawn." in text
    assert post(app, job, "/withdraw").status_code == 409


def test_a_refused_withdrawal_is_told_here_and_on_to_post(shop):
    app, job = shop
    said = "The grid of the job shows the amounts already."
    with app.app_context():
        job.export(*FIRST)
    post(app, job, "/withdraw")
    with app.app_context(), transaction() as session:
        request = session.query(ErpRequest).filter_by(kind="withdraw_export").one()
        request.state, request.messages = "failed", [said]
    assert said in look(app, job)[1]
    assert said in client_for(app, RUTH).get(f"/erp/to-post/{job.project}").text


def test_what_may_be_there_says_what_a_person_must_do(shop):
    app, job = shop
    with app.app_context():
        request_id = job.accept(*FIRST)
        with transaction() as session:
            request = session.get_one(ErpRequest, request_id)
            request.state, request.messages = "needs_person", ["Another body under the same id."]
            session.add(writing_step(request, 1, state="needs_person"))
    status, text = look(app, job)
    assert status == 200
    assert "Another body under the same id." in text
    assert "Look for it there by its reference" in text
    assert "It may be in Sage 100 Contractor already" in text
    assert post(app, job).status_code == 409


def test_a_draft_says_that_there_is_nothing_to_reset(shop):
    status, text = look(*shop)
    assert status == 200
    assert "is not possible now" in text


@pytest.mark.parametrize("person", [DANA, AKI], ids=lambda person: person.name)
def test_it_is_closed_to_others(shop, person):
    assert look(*shop, person=person)[0] == 403
    assert post(*shop, person=person).status_code == 403


def test_a_page_that_is_too_old_does_nothing(shop):
    app, job = shop
    with app.app_context():
        job.accept(*FIRST)
    assert post(app, job, version=1).status_code == 409

"""Locking, unlocking, the pre-flight check, sending and retrieving."""

import pytest

from portal.db.budgets import Budget, BudgetModification
from portal.db.exchange import CostCodeLink
from portal.db.people import Person
from portal.db.projects import Project, SubJob
from portal.db.submissions import Submission
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action, State
from portal.services.budgets.lines import LineInput
from tests.factories import act, budget_of, client_for, furnish
from tests.journeys import WALKS, bring, start
from tests.people import AKI, DANA, EVERYBODY, KAREN, LUIS


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return furnish()


@pytest.fixture
def project_id(sqlite_app, world):
    with sqlite_app.app_context():
        return start(world)


@pytest.fixture
def dana(sqlite_app, world):
    return client_for(sqlite_app, DANA)


def post(client, project_id, path, **data):
    return client.post(f"/projects/{project_id}/budget/{path}", data=data | {"csrf_token": client.csrf})


def in_state(app, world, project_id, state):
    with app.app_context():
        bring(world, project_id, state)


def change(app, kind, row_id, **values):
    with app.app_context(), transaction() as session:
        row = session.get_one(kind, row_id)
        for name, value in values.items():
            setattr(row, name, value)


def test_the_check_lists_every_reason_and_leads_to_the_lines(sqlite_app, world, project_id, dana):
    with sqlite_app.app_context():
        with transaction() as session:
            session.query(CostCodeLink).delete()
            session.add(SubJob(id=7, project_id=project_id, code="1", name="Garage"))
        given = LineInput(world.codes["01-100"], world.types["M"], sub_job_id=7, cents=100)
        act(world, project_id, DANA, Action.ADD_LINE, given=given)
    change(sqlite_app, Project, project_id, erp_job_id=None, name="M" * 42)
    page = dana.get(f"/projects/{project_id}/budget/send").text
    assert "things to do before it can be sent" in page
    for sentence in (
        "The budget is unlocked. Lock it first.",
        "The project is not synced with QuickBooks Desktop.",
        "Cost code 01-100 Site office is not in QuickBooks Desktop yet.",
        "Cost code 03-100 Footings is not in QuickBooks Desktop yet.",
        "Cost code 06-100 Rough framing is not in QuickBooks Desktop yet.",
        "Line 01-100 has the sub job Garage",
        "The project name has 42 characters",
    ):
        assert sentence in page
    assert f'href="/projects/{project_id}/budget?line=3#line-3"' in page
    assert 'aria-disabled="true"' in page
    refused = post(dana, project_id, "send", note="Look at the framing")
    assert refused.status_code == 409
    assert "The budget is unlocked" in refused.text
    assert "Look at the framing" in refused.text


def test_more_than_three_reasons_beside_the_button_lead_to_the_check(sqlite_app, world, project_id, dana):
    with sqlite_app.app_context(), transaction() as session:
        session.query(CostCodeLink).delete()
    change(sqlite_app, Project, project_id, erp_job_id=None)
    page = dana.get(f"/projects/{project_id}/budget").text
    assert f'<a href="/projects/{project_id}/budget/send">Show all 4 reasons</a>' in page


def test_sending_says_what_it_closes_and_who_decides_then_does_it(sqlite_app, world, project_id, dana):
    in_state(sqlite_app, world, project_id, State.LOCKED)
    page = dana.get(f"/projects/{project_id}/budget/send").text
    assert "Ready to send" in page
    assert "Goes to Aki Sato or Karen Boyle." in page
    assert "are closed for everybody until you retrieve it" in page
    assert "exported to QuickBooks Desktop and the amounts show in the Job Costs Report" in page
    assert "25,250.00" in page
    assert post(dana, project_id, "send", note="First budget").status_code == 303
    assert "Waiting for accounting" in dana.get(f"/projects/{project_id}/budget").text
    with sqlite_app.app_context():
        assert reader().query(Submission).one().note == "First budget"
    assert post(dana, project_id, "send").status_code == 409


def test_sending_without_anybody_who_may_accept_warns(sqlite_app, world, project_id, dana):
    in_state(sqlite_app, world, project_id, State.LOCKED)
    for person in (AKI, KAREN):
        change(sqlite_app, Person, world.id_of(person), can_push=False)
    page = dana.get(f"/projects/{project_id}/budget/send").text
    assert "Nobody could accept it." in page
    assert "Ask a directory admin" in page


def test_a_note_that_is_too_long_is_kept_and_named(project_id, sqlite_app, world, dana):
    in_state(sqlite_app, world, project_id, State.LOCKED)
    page = post(dana, project_id, "send", note="x" * 501)
    assert page.status_code == 422
    assert "shorten it to 500" in page.text
    assert "x" * 501 in page.text


def test_a_budget_that_changed_meanwhile_is_not_sent(sqlite_app, world, project_id, dana):
    in_state(sqlite_app, world, project_id, State.LOCKED)
    page = post(dana, project_id, "send", version="1", note="Mine")
    assert page.status_code == 409
    assert "Somebody changed this budget" in page.text
    assert "Mine" in page.text


def test_a_second_send_is_called_re_send_and_carries_only_what_is_new(sqlite_app, world, project_id, dana):
    in_state(sqlite_app, world, project_id, State.CHANGES_PENDING)
    page = dana.get(f"/projects/{project_id}/budget/send").text
    assert "Re-send to ERP" in page
    assert "on 2 lines" in page
    assert "<dd>0.00</dd>" in page


def test_retrieve_gives_the_budget_back(sqlite_app, world, project_id, dana):
    in_state(sqlite_app, world, project_id, State.SENT)
    assert post(dana, project_id, "retrieve").status_code == 303
    assert "Locked, retrieved" in dana.get(f"/projects/{project_id}/budget").text
    assert post(dana, project_id, "retrieve").status_code == 409


@pytest.mark.parametrize(
    "state", [State.EXPORTING, State.EXPORT_FAILED, State.AWAITING_SYNC, State.SENT], ids=str
)
def test_while_a_sync_is_outstanding_no_post_of_the_sender_changes_anything(
    sqlite_app, world, project_id, dana, state
):
    in_state(sqlite_app, world, project_id, state)

    def now():
        with sqlite_app.app_context():
            return reader().query(Budget.version, Budget.locked, Budget.phase).one()

    before = now()
    given = {"from_line": "1", "to_line": "2", "amount": "1", "cost_code": "01-100", "cost_type": "1"}
    for path in ("lock", "unlock", "send", "lines/new", "lines/1", "lines/1/delete", "modifications/new"):
        assert post(dana, project_id, path, **given).status_code == 409, path
    assert now() == before


def test_locking_and_unlocking_through_the_pages(sqlite_app, project_id, dana):
    assert post(dana, project_id, "lock").status_code == 303
    assert "Lines can be added" in dana.get(f"/projects/{project_id}/budget/unlock").text
    assert post(dana, project_id, "unlock").status_code == 303
    assert "Draft" in dana.get(f"/projects/{project_id}/budget").text


def modifications(app):
    with app.app_context():
        return reader().query(BudgetModification).count()


@pytest.mark.parametrize(("wish", "left"), [("preserve", 1), ("delete", 0)])
def test_unlocking_asks_about_modifications(sqlite_app, world, project_id, dana, wish, left):
    in_state(sqlite_app, world, project_id, State.LOCKED)
    with sqlite_app.app_context():
        WALKS[State.CHANGES_PENDING][-1](world, project_id)
    page = dana.get(f"/projects/{project_id}/budget/unlock").text
    assert "Preserve and unlock" in page
    assert "Delete and unlock: 1 budget modification will be lost" in page
    assert post(dana, project_id, "unlock", modifications=wish).status_code == 303
    assert modifications(sqlite_app) == left


def test_modifications_of_a_synced_budget_cannot_be_deleted_by_unlocking(sqlite_app, world, project_id, dana):
    in_state(sqlite_app, world, project_id, State.CHANGES_PENDING)
    page = dana.get(f"/projects/{project_id}/budget/unlock").text
    assert "Preserve and unlock" in page
    assert "Delete and unlock" not in page
    assert post(dana, project_id, "unlock", modifications="delete").status_code == 422
    assert modifications(sqlite_app) == 1


def test_only_a_budget_admin_unlocks(sqlite_app, world, project_id):
    in_state(sqlite_app, world, project_id, State.LOCKED)
    luis = client_for(sqlite_app, LUIS)
    assert luis.get(f"/projects/{project_id}/budget/unlock").status_code == 403
    assert post(luis, project_id, "unlock").status_code == 403
    assert {person.name for person in EVERYBODY if person.budget == "admin"} == {
        "Dana Whitfield",
        "Priya Raman",
    }
    assert budget_locked(sqlite_app, project_id)


def budget_locked(app, project_id):
    with app.app_context():
        return budget_of(project_id).locked

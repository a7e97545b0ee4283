"""Home: what waits for whom, what is on its way, how the connections are."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.submissions import Submission
from portal.db.transactions import transaction
from portal.domain.vocabulary import Action, Phase
from portal.services.submissions.approvals import RejectInput
from tests.factories import act, add_lines, budget_of, client_for, furnish, make_project
from tests.people import AKI, DANA, KAREN, LUIS, VERA


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return furnish()


def send(app, world, name="Maple St 116", number="2026001", sender=DANA):
    with app.app_context():
        project_id = make_project(world, name, number)
        add_lines(world, project_id, DANA, ("03-100", "L", 123_45), ("01-100", "M", 10_000_00))
        act(world, project_id, sender, Action.LOCK)
        act(world, project_id, sender, Action.SEND, given="First budget")
        return project_id


def reject(app, world, project_id, reason):
    with app.app_context():
        submission = budget_of(project_id).submission_id
        act(world, project_id, AKI, Action.REJECT, given=RejectInput(submission), reason=reason)


def section(page, name):
    """The markup of one section of Home."""
    return page.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]


def test_a_sent_budget_waits_for_its_approvers_and_is_on_the_way_for_its_sender(sqlite_app, world):
    send(sqlite_app, world)
    needs = section(client_for(sqlite_app, AKI).get("/").text, "needs")
    assert "Maple St 116" in needs
    assert "First export: 2 lines" in needs
    assert "10,123.45" in needs
    assert "all new" in needs
    assert "or Karen Boyle" in needs
    assert "/submissions/1" in needs
    dana = client_for(sqlite_app, DANA).get("/").text
    assert "Nothing waits for you" in section(dana, "needs")
    assert "Aki Sato or Karen Boyle:" in section(dana, "way")


def test_a_failed_export_is_on_the_way_to_whoever_accepted_it(sqlite_app, world):
    project_id = send(sqlite_app, world)
    with sqlite_app.app_context(), transaction() as session:
        budget = session.get_one(Budget, budget_of(project_id).id)
        karen = session.query(Person).filter_by(email=KAREN.email).one()
        session.get_one(Submission, budget.submission_id).decided_by = karen.id
        budget.phase = Phase.EXPORT_FAILED.value
    way = section(client_for(sqlite_app, DANA).get("/").text, "way")
    assert "<b>Karen Boyle:</b>" in way


def test_a_rejected_budget_comes_back_to_its_sender_with_the_reason(sqlite_app, world):
    project_id = send(sqlite_app, world)
    reject(sqlite_app, world, project_id, "Slab is missing")
    needs = section(client_for(sqlite_app, DANA).get("/").text, "needs")
    assert "Came back from accounting" in needs
    assert "Slab is missing" in needs
    assert "Correct" in needs
    assert "Maple St 116" not in section(client_for(sqlite_app, LUIS).get("/").text, "needs")
    assert "Maple St 116" not in client_for(sqlite_app, AKI).get("/").text


def test_four_eyes_leaves_out_who_sent_it(sqlite_app, world):
    with sqlite_app.app_context(), transaction() as session:
        karen = session.get_one(Person, world.id_of(KAREN))
        karen.budget_level = "admin"
    send(sqlite_app, world, sender=KAREN)
    assert "Maple St 116" not in section(client_for(sqlite_app, KAREN).get("/").text, "needs")
    assert "nobody else may" in section(client_for(sqlite_app, AKI).get("/").text, "needs")


def test_a_silent_connection_says_so_and_what_to_press(sqlite_app, world):
    client = client_for(sqlite_app, VERA)
    assert "Not connected yet" in section(client.get("/").text, "connections")
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(ErpConnection, world.connection).last_contact_at = clock.now() - timedelta(minutes=74)
    silent = section(client.get("/").text, "connections")
    assert "Silent 1 hour" in silent
    assert "Update Selected" in silent
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(ErpConnection, world.connection).last_contact_at = clock.now()
    assert "Working" in section(client.get("/").text, "connections")


def test_without_projects_it_says_how_to_begin_to_those_who_can(sqlite_app, world):
    assert "New project" in client_for(sqlite_app, DANA).get("/").text
    vera = client_for(sqlite_app, VERA).get("/").text
    assert "No projects yet" in vera
    assert "New project" not in vera


def test_a_page_of_many_counts_all_and_shows_the_first(sqlite_app, world):
    for number in range(22):
        send(sqlite_app, world, f"Project {number:02}", f"3{number:03}")
    page = client_for(sqlite_app, AKI).get("/").text
    assert "22 budgets, oldest" in page
    assert "Project 00" in page
    assert "Project 21" not in page

"""Who sees what of a review: senders, people without the privilege, old submissions; reading changes nothing."""

import re

import pytest

from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action
from tests import factories
from tests.people import AKI, DANA, KAREN, RUTH, VERA
from tests.reviews import fields_of, review
from tests.seen import plain, read
from tests.submitted import send, sent


@pytest.fixture
def project_id(sqlite_app, world):
    with sqlite_app.app_context():
        return send(world)


@pytest.fixture
def aki(sqlite_app, world):
    return factories.client_for(sqlite_app, AKI)


def test_whoever_sent_it_sees_why_accepting_is_closed(sqlite_app, world, project_id):
    with sqlite_app.app_context(), transaction() as session:
        row = session.get_one(Person, world.id_of(DANA))
        row.erp_level, row.can_push = "standard", True
    dana = factories.client_for(sqlite_app, DANA)
    page = dana.get(review(project_id)).text
    assert re.search(r'aria-disabled="true"[^>]*data-action="accept"', page)
    assert "Aki Sato or Karen Boyle must act." in plain(page)
    given = {**fields_of(page), "caution": "yes"}
    with sqlite_app.app_context():
        submission = sent(project_id)
        given |= {"submission_id": str(submission.id), "content_hash": submission.content_hash}
    answer = dana.post(f"{review(project_id)}/accept", data=given)
    assert answer.status_code in {403, 409}
    with sqlite_app.app_context():
        assert factories.budget_of(project_id).phase == "sent"


@pytest.mark.parametrize("person", [RUTH, VERA])
def test_people_without_the_privilege_read_and_are_refused(sqlite_app, world, project_id, person):
    client = factories.client_for(sqlite_app, person)
    page = client.get(review(project_id)).text
    assert set(re.findall(r'data-action="(\w+)"', page)) <= {"comment"}
    assert "Only people who can push to accounting decide here." in page
    for act in ("accept", "reject", "retry"):
        assert client.post(f"{review(project_id)}/{act}", data={"csrf_token": client.csrf}).status_code == 403


def test_when_nobody_can_accept_the_page_says_what_to_do(sqlite_app, world, project_id):
    with sqlite_app.app_context(), transaction() as session:
        for person in (AKI, KAREN):
            session.get_one(Person, world.id_of(person)).can_push = False
    said = read(factories.client_for(sqlite_app, RUTH), review(project_id))
    assert "Nobody can accept this. Ask a directory admin to name another accounting approver." in said


def test_a_replaced_submission_leads_to_the_current_one_and_offers_nothing(
    sqlite_app, world, project_id, aki
):
    with sqlite_app.app_context():
        factories.act(world, project_id, DANA, Action.RETRIEVE)
        factories.act(world, project_id, DANA, Action.SEND, given="")
    page = aki.get(review(project_id)).text
    assert "Dana Whitfield took it back today" in plain(page)
    assert review(project_id, 2) in page
    assert "data-action" not in page.partition("<main")[2]


@pytest.mark.parametrize("path", ["/erp/budgets/{}/submissions/9", "/erp/budgets/99/submissions/1"])
def test_what_is_not_there_is_not_found(project_id, aki, path):
    assert aki.get(path.format(project_id)).status_code == 404
    assert aki.get(f"{path.format(project_id)}/copy.csv").status_code == 404


def test_reading_changes_nothing(sqlite_app, project_id, aki):
    def everything():
        with sqlite_app.app_context():
            tables = ("submissions", "budgets", "audit_events", "erp_requests", "mails", "approval_links")
            return [reader().connection().exec_driver_sql(f"SELECT * FROM {each}").all() for each in tables]  # noqa: S608 - our names

    before = everything()
    for path in ("", "?lines=all", "?link=expired", "?link=<script>", "/copy.csv"):
        for method in (aki.get, aki.head):
            assert method(review(project_id) + path).status_code == 200
    for act in ("accept", "reject", "retry"):
        assert aki.get(f"{review(project_id)}/{act}").status_code == 405
        assert aki.post(f"{review(project_id)}/{act}").status_code == 403
    assert everything() == before

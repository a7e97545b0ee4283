"""Asking back in the browser: beside the review, beside the budget, with and without scripts."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.db.submissions import Submission, SubmissionComment
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action
from portal.services.submissions import comments
from tests import factories
from tests.people import AKI, DANA, KAREN, TOM, VERA
from tests.reviews import review
from tests.seen import plain, read
from tests.submitted import accept, send, sent

BESIDE = "/projects/1/budget/conversation"


@pytest.fixture
def project_id(sqlite_app, world):
    with sqlite_app.app_context():
        return send(world)


@pytest.fixture
def aki(sqlite_app, project_id):
    return factories.client_for(sqlite_app, AKI)


@pytest.fixture
def dana(sqlite_app, project_id):
    return factories.client_for(sqlite_app, DANA)


def post(client, path, text, **headers):
    return client.post(path, data={"csrf_token": client.csrf, "text": text}, headers=headers)


def kept(app):
    with app.app_context():
        return reader().scalar(select(func.count()).select_from(SubmissionComment))


def test_a_question_beside_the_review_is_answered_beside_the_budget(project_id, aki, dana):
    asked = post(aki, f"{review(project_id)}/comments", "Is this <b>all</b>?\nReally?")
    assert asked.status_code == 303
    assert asked.location == f"{review(project_id)}#erp-conversation"
    beside = dana.get(BESIDE).text
    assert "Is this &lt;b&gt;all&lt;/b&gt;?\nReally?" in beside
    assert "Aki Sato" in plain(beside)
    answered = post(dana, f"{BESIDE}/1", "All of it.")
    assert answered.location == BESIDE
    page = read(aki, review(project_id))
    assert page.index("Is this") < page.index("All of it.")
    assert "Conversation 2 messages" in page


def test_with_scripts_only_the_conversation_comes_back(project_id, aki, dana):
    answer = post(aki, f"{review(project_id)}/comments", "Is this all?", **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="section conversation" id="erp-conversation"')
    assert "Is this all?</p>" in answer.text
    assert "</textarea>" in answer.text
    assert "Is this all?</textarea>" not in answer.text
    refused = post(dana, f"{BESIDE}/1", "x" * 1_001, **{"HX-Request": "true"})
    assert refused.status_code == 422
    assert "Write 1 to 1,000 characters" in refused.text
    assert f"{'x' * 1_001}</textarea>" in refused.text


@pytest.mark.parametrize("text", ["", " ", "x" * 1_001])
def test_what_cannot_be_sent_stays_in_its_field(sqlite_app, project_id, aki, dana, text):
    for client, path in ((aki, f"{review(project_id)}/comments"), (dana, f"{BESIDE}/1")):
        answer = post(client, path, text)
        assert answer.status_code == 422
        assert "Write 1 to 1,000 characters" in answer.text
        assert f"{text.strip() and text}</textarea>" in answer.text or not text.strip()
    assert kept(sqlite_app) == 0


def test_the_budget_page_tells_of_the_last_message_and_is_not_kept_back(sqlite_app, world, project_id, dana):
    first = dana.get("/projects/1/budget")
    with sqlite_app.app_context():
        comments.write(world.actor(AKI, project_id), project_id, 1, "Is this all?")
    page = dana.get("/projects/1/budget", headers={"If-None-Match": first.headers["ETag"]})
    assert page.status_code == 200
    assert "Aki Sato wrote today" in plain(page.text)
    assert "“Is this all?” Read and answer under Conversation." in plain(page.text)


def test_an_auditor_reads_and_has_no_field(sqlite_app, world, project_id, aki):
    post(aki, f"{review(project_id)}/comments", "Is this all?")
    vera = factories.client_for(sqlite_app, VERA)
    for path in (BESIDE, review(project_id)):
        page = vera.get(path).text
        assert "Is this all?" in page
        assert 'name="text"' not in page
    assert post(vera, f"{BESIDE}/1", "I say").status_code == 403
    assert post(vera, f"{review(project_id)}/comments", "I say").status_code == 403
    assert kept(sqlite_app) == 1


def test_the_review_is_not_shown_to_who_only_has_the_project(sqlite_app, project_id, dana):
    for text in ("Hello", ""):
        assert post(dana, f"{review(project_id)}/comments", text).status_code == 403
    assert kept(sqlite_app) == 0


def test_it_closes_with_the_next_submission_and_says_where_to_write(sqlite_app, world, project_id, aki, dana):
    post(aki, f"{review(project_id)}/comments", "Is this all?")
    with sqlite_app.app_context():
        factories.act(world, project_id, DANA, Action.RETRIEVE)
        factories.act(world, project_id, DANA, Action.SEND)
    late = post(aki, f"{review(project_id)}/comments", "Too late")
    assert late.status_code == 409
    assert "submission 2 is now the current one. Write there." in late.text
    old = aki.get(review(project_id)).text
    assert "Is this all?" in old
    assert 'name="text"' not in old
    page = read(dana, BESIDE)
    assert "About submission 2, the current one." in page
    assert "Submission 1, 1 message" in page


def test_a_budget_that_was_never_sent_says_what_comes_here(sqlite_app, world):
    with sqlite_app.app_context():
        factories.make_project(world, "Old Mill", "7")
    dana = factories.client_for(sqlite_app, DANA)
    assert "Once this budget is sent to accounting" in read(dana, BESIDE)
    assert post(dana, f"{BESIDE}/1", "Hello").status_code == 404


def test_the_history_names_the_writing_but_not_the_words(project_id, aki, dana):
    post(aki, f"{review(project_id)}/comments", "Is this all?")
    page = read(dana, "/projects/1/budget/history")
    assert "Ask or answer: submission 1" in page
    assert "wrote" in page


def test_how_long_it_waits_stands_on_the_review_and_on_home(sqlite_app, world, project_id):
    with sqlite_app.app_context():
        other = send(world, "Harbor Point", "2")
        accept(world, other)
        now = clock.now()
        with transaction() as session:
            done = session.get_one(Submission, sent(other).id)
            done.sent_at, done.decided_at = now - timedelta(hours=9), now - timedelta(hours=4, minutes=30)
            session.merge(factories.budget_of(project_id)).phase_at = now - timedelta(hours=30)
    karen = factories.client_for(sqlite_app, KAREN)
    words = "Waits 30 hours for you or Aki Sato; usually decided within 5 hours. Waiting long"
    assert words in read(karen, review(project_id))
    assert "1 budget, oldest 30 hours, usually decided within 5 hours" in read(karen, "/")
    assert "30 hours Waiting long" in read(karen, "/")
    tom = read(factories.client_for(sqlite_app, TOM), "/")
    assert "Aki Sato or Karen Boyle: accept or reject it." in tom
    assert "Waiting long 30 hours; usually decided within 5 hours" in tom

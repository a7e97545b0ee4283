"""The budget's page in every state: whose turn, which stops, which buttons, and what each person may press."""

import re

import pytest

from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.domain.decisions import options
from portal.domain.vocabulary import Action, State
from portal.services.budget_facts import read_facts
from tests.factories import add_lines, budget_of, client_for, furnish
from tests.journeys import WALKS, bring, reject, start
from tests.people import AKI, DANA, LUIS, TOM, VERA

CLOSED = re.compile(r'aria-disabled="true" aria-describedby="why-(\w+)"')
BUTTON = re.compile(r'data-action="(\w+)"')
WITH_BUTTON = {
    Action.CREATE_MODIFICATION,
    Action.UNLOCK,
    Action.RETRIEVE,
    Action.CHECK_NOW,
    Action.LOCK,
    Action.SEND,
    Action.ADD_LINE,
    Action.IMPORT_FILE,
}


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return furnish()


def main(page):
    return page.split("<main")[1]


def budget_in(app, world, state):
    with app.app_context():
        project_id = start(world)
        bring(world, project_id, state)
        return project_id


@pytest.mark.parametrize("person", [DANA, LUIS, AKI, VERA], ids=lambda person: person.name)
@pytest.mark.parametrize("state", list(WALKS), ids=str)
def test_grey_buttons_are_the_table_s_closed_verdicts(sqlite_app, world, state, person):
    project_id = budget_in(sqlite_app, world, state)
    page = client_for(sqlite_app, person).get(f"/projects/{project_id}/budget").text
    with sqlite_app.app_context():
        verdicts = options(world.actor(person, project_id), read_facts(reader(), budget_of(project_id)))
    closed = {action for action in WITH_BUTTON if verdicts[action].shown and not verdicts[action].open}
    assert set(CLOSED.findall(page)) - {"import_from_erp"} == {action.value for action in closed}
    for action in closed:
        assert verdicts[action].denials[0].sentence.replace("'", "&#39;") in page


@pytest.mark.parametrize(
    ("state", "badge", "turn", "stops"),
    [
        (State.DRAFT, "Draft", "You must act:", "now todo todo todo todo"),
        (State.LOCKED, "Locked", "You must act:", "done now todo todo todo"),
        (
            State.SENT,
            "Waiting for accounting",
            "Aki Sato or Karen Boyle must act:",
            "done done now todo todo",
        ),
        (State.EXPORTING, "Exporting", "Nobody here has to act:", "done done done now todo"),
        (State.EXPORT_FAILED, "Failed to export", "Aki Sato must act:", "done done done now todo"),
        (State.AWAITING_SYNC, "Awaiting sync", "Nobody here has to act:", "done done done done now"),
        (State.SYNCED, "Synced", "Nobody here has to act:", "done done done done done"),
        (State.SYNCED_UNLOCKED, "Synced, unlocked", "You must act:", "now todo todo todo todo"),
        (State.CHANGES_PENDING, "Synced, changes pending", "You must act:", "done now todo todo todo"),
    ],
)
def test_the_head_says_the_state_whose_turn_it_is_and_the_five_stops(
    sqlite_app, world, state, badge, turn, stops
):
    project_id = budget_in(sqlite_app, world, state)
    page = main(client_for(sqlite_app, DANA).get(f"/projects/{project_id}/budget").text)
    assert f"</svg>{badge}</span>" in page
    assert f"<b>{turn}</b>" in page
    assert re.findall(r'class="stop (\w+)"', page) == stops.split()


@pytest.mark.parametrize("state", list(WALKS), ids=str)
def test_there_is_one_main_act_at_most(sqlite_app, world, state):
    project_id = budget_in(sqlite_app, world, state)
    page = main(client_for(sqlite_app, DANA).get(f"/projects/{project_id}/budget").text)
    assert page.count("button primary") <= 1


def test_whoever_may_not_see_the_project_gets_404_everywhere(sqlite_app, world):
    project_id = budget_in(sqlite_app, world, State.DRAFT)
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(Person, world.id_of(TOM)).erp_level = "none"
    tom = client_for(sqlite_app, TOM)
    for path in ("", "/lines/1", "/send", "/history", "/export.csv", "/modifications", "/head"):
        assert tom.get(f"/projects/{project_id}/budget{path}").status_code == 404
    assert "Maple St 116" not in tom.get("/projects").text


def test_a_reader_sees_no_act_and_may_do_none(sqlite_app, world):
    project_id = budget_in(sqlite_app, world, State.DRAFT)
    vera = client_for(sqlite_app, VERA)
    page = main(vera.get(f"/projects/{project_id}/budget").text)
    assert BUTTON.findall(page) == []
    assert "Export CSV" in page
    assert f"/projects/{project_id}/budget/lines/" not in page
    for path in ("lock", "lines/new", "lines/1", "send", "check"):
        answer = vera.post(f"/projects/{project_id}/budget/{path}", data={"csrf_token": vera.csrf})
        assert answer.status_code == 403
        assert "needs" in answer.text


def test_a_rejection_shows_its_reason_and_each_remark_at_its_line(sqlite_app, world):
    project_id = budget_in(sqlite_app, world, State.SENT)
    with sqlite_app.app_context():
        reject(world, project_id, "Footings look too high", ((1, "Was 15,000 in the bid"),))
    page = main(client_for(sqlite_app, DANA).get(f"/projects/{project_id}/budget").text)
    assert "Draft, rejected" in page
    assert "Rejected by Aki Sato" in page
    assert "Footings look too high" in page
    assert "Was 15,000 in the bid" in page
    assert f'href="/projects/{project_id}/budget?line=1#line-1"' in page


def test_the_page_is_not_sent_twice_while_nothing_changed(sqlite_app, world):
    project_id = budget_in(sqlite_app, world, State.DRAFT)
    dana, url = client_for(sqlite_app, DANA), f"/projects/{project_id}/budget"
    tag = dana.get(url).headers["ETag"]
    assert dana.get(url, headers={"If-None-Match": tag}).status_code == 304
    with sqlite_app.app_context():
        add_lines(world, project_id, DANA, ("01-100", "M", 5_00))
    changed = dana.get(url, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert "Total, 3 lines" in changed.text
    luis = client_for(sqlite_app, LUIS).get(url, headers={"If-None-Match": changed.headers["ETag"]})
    assert luis.status_code == 200


def test_what_was_said_once_is_not_kept_with_the_page(sqlite_app, world):
    project_id = budget_in(sqlite_app, world, State.DRAFT)
    dana, url = client_for(sqlite_app, DANA), f"/projects/{project_id}/budget"
    dana.post(f"{url}/lock", data={"csrf_token": dana.csrf})
    news = dana.get(url)
    assert "original amounts are frozen" in news.text
    assert "ETag" not in news.headers
    assert "original amounts are frozen" not in dana.get(url).text


def test_the_head_asks_again_only_while_the_erp_has_the_budget(sqlite_app, world):
    for state, polls in (
        (State.LOCKED, False),
        (State.EXPORTING, True),
        (State.AWAITING_SYNC, True),
        (State.SYNCED, False),
    ):
        with sqlite_app.app_context():
            project_id = start(world, f"Job {state}", str(state))
            bring(world, project_id, state)
        page = client_for(sqlite_app, DANA).get(f"/projects/{project_id}/budget").text
        assert ("every 4s" in page) is polls


def test_the_asking_head_is_quiet_until_something_happens_and_reloads_the_page_on_another_state(
    sqlite_app, world
):
    project_id = budget_in(sqlite_app, world, State.EXPORTING)
    dana = client_for(sqlite_app, DANA)
    page = dana.get(f"/projects/{project_id}/budget").text
    url = re.search(r'hx-get="([^"]*/head[^"]*)"', page)[1].replace("&amp;", "&")
    assert dana.get(url).status_code == 204
    with sqlite_app.app_context():
        WALKS[State.AWAITING_SYNC][-1](world, project_id)
    answer = dana.get(url)
    assert answer.headers["HX-Refresh"] == "true"

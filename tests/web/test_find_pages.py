"""Find: whoever types a few letters lands where they meant, and never sees what is not theirs."""

import pytest

from tests.factories import client_for, furnish, make_project
from tests.people import AKI, DANA, RUTH


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        made = furnish()
        make_project(made, "Maple St 116", "2026001")
        make_project(made, "Maple Court", "2026002")
        make_project(made, "Harbor Point", "2026003")
        return made


@pytest.fixture
def find(sqlite_app, world):
    def ask(person, words):
        return client_for(sqlite_app, person).get("/find", query_string={"q": words})

    return ask


def test_the_rail_leads_here(sqlite_app, world):
    assert 'action="/find"' in client_for(sqlite_app, DANA).get("/").text


@pytest.mark.parametrize("words", ["Harbor", "harbor point", "2026003"])
def test_the_one_project_that_was_meant_opens_at_once(find, words):
    answer = find(AKI, words)
    assert answer.status_code == 302
    assert answer.location == "/projects/3/budget"


def test_several_projects_are_listed_with_state_and_who_must_act(find):
    answer = find(DANA, "maple")
    assert answer.status_code == 200
    for expected in (
        "Maple St 116",
        "Maple Court",
        "Draft",
        "/projects/1/budget",
        'href="/projects?q=maple"',
    ):
        assert expected in answer.text
    assert "Harbor Point" not in answer.text


def test_people_and_codes_are_found_by_those_who_may_see_them(find):
    assert "ruth.adeyemi@haldenrowe.example" in find(RUTH, "adeyemi").text
    assert "ruth.adeyemi@" not in find(AKI, "adeyemi").text
    assert "Nothing found" in find(AKI, "adeyemi").text


@pytest.mark.parametrize(
    ("words", "told"), [("", "Type a part of a name"), ("  ", "Type a part"), ("%", "Nothing found")]
)
def test_nothing_typed_and_nothing_found_say_what_to_do(find, words, told):
    assert told in find(DANA, words).text

"""The company directory, and the page on which approvers watch over their own kind."""

from datetime import timedelta

import pytest
import time_machine

from portal import clock
from tests import factories
from tests.people import AKI, EVERYBODY, KAREN, LUIS, PRIYA, VERA
from tests.web.people_pages import HTMX, post, row_of


def test_any_holder_may_end_the_privilege_of_another(sqlite_app, world):
    aki = factories.client_for(sqlite_app, AKI)
    assert KAREN.email in aki.get("/directory/privileges").text
    answer = post(aki, f"/directory/privileges/{world.id_of(KAREN)}/end", reason="Left for Denver")
    assert answer.status_code == 303
    assert KAREN.email not in aki.get("/directory/privileges").text
    assert post(aki, f"/settings/people/{world.id_of(KAREN)}/privilege").status_code == 403


def test_everybody_active_stands_in_the_directory_with_badge_and_admins(sqlite_app, ruth, world):
    post(ruth, f"/settings/people/{world.id_of(PRIYA)}/active", active="no")
    page = ruth.get("/directory").text
    names = [person.name for person in EVERYBODY if person.email in page]
    assert names == [person.name for person in EVERYBODY if person is not PRIYA]
    assert page.count("Approver</span>") == 2
    assert page.count("Gives permissions") == 2
    assert "Ruth Adeyemi, Tom Halden" in page
    assert '<a href="/account">Ruth Adeyemi</a>' in page


@pytest.mark.parametrize(
    ("words", "found"), [("aki", 1), ("project manager", 3), ("SATO a", 1), ("zzz", 0), ("%", 0)]
)
def test_the_search_finds_name_title_and_address(ruth, words, found):
    for headers in ({}, HTMX):
        answer = ruth.get("/directory", query_string={"q": words}, headers=headers)
        assert answer.text.count('scope="row"') == found
        assert ("<html" in answer.text) is not bool(headers)
    assert ("Nobody found" in answer.text) is (found == 0)


def test_an_auditor_reads_the_directory_and_who_has_no_level_does_not(sqlite_app, world):
    assert factories.client_for(sqlite_app, VERA).get("/directory").status_code == 200
    assert factories.client_for(sqlite_app, AKI).get("/directory").status_code == 403


def test_a_new_grant_is_marked_and_suspended_with_one_press(sqlite_app, ruth, world):
    aki = factories.client_for(sqlite_app, AKI)
    assert "New</span>" not in aki.get("/directory/privileges").text
    post(ruth, f"/settings/people/{world.id_of(LUIS)}/privilege")
    row = row_of(aki.get("/directory/privileges").text, world, LUIS)
    assert "New</span>" in row
    assert "Ruth Adeyemi" in row
    assert 'name="reason"' not in row
    post(aki, f"/directory/privileges/{world.id_of(LUIS)}/end")
    assert LUIS.email not in aki.get("/directory/privileges").text
    with time_machine.travel(clock.now() + timedelta(days=8)):
        aki = factories.client_for(sqlite_app, AKI)
        assert 'name="reason"' in row_of(aki.get("/directory/privileges").text, world, KAREN)


def test_the_last_one_ticks_before_he_gives_it_up(sqlite_app, world):
    aki = factories.client_for(sqlite_app, AKI)
    post(aki, f"/directory/privileges/{world.id_of(KAREN)}/end")
    path = f"/directory/privileges/{world.id_of(AKI)}/end"
    answer = post(aki, path)
    assert answer.status_code == 409
    assert "is the last person who can accept budgets" in answer.text
    assert 'name="last"' in row_of(answer.text, world, AKI)
    assert post(aki, path, last="yes").status_code == 303
    assert aki.get("/directory/privileges").status_code == 403

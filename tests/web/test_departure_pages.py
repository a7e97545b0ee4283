"""The way in and out: invitations, one-time links, deactivating with a hand-over, the last approver."""

import re

from sqlalchemy import select

from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS, PRIYA, RUTH
from tests.web.people_pages import HTMX, post, row_of


def test_a_new_person_comes_in_by_a_link_that_works_once(sqlite_app, ruth, world):
    answer = post(
        ruth, "/settings/people/new", name="Noor Haddad", email="Noor@Haldenrowe.example ", erp="standard"
    )
    page = ruth.get(answer.location)
    assert "Noor Haddad" in page.text
    person_id = int(answer.location.rsplit("/", 1)[1])
    link = re.search(
        r"http://localhost(/welcome/[\w-]+)", post(ruth, f"/settings/people/{person_id}/link").text
    )[1]
    guest = sqlite_app.test_client()
    for _ in range(3):
        assert guest.get(link).status_code == 200
    form = {"csrf_token": factories.csrf_of(guest.get(link).text)}
    assert guest.post(link, data={**form, "phrase": "short"}).status_code == 422
    assert guest.post(link, data={**form, "phrase": "a kettle and three stones"}).status_code == 303
    assert "Noor Haddad" in guest.get("/account").text
    again = sqlite_app.test_client()
    assert again.get(link).status_code == 404
    assert "expired" in again.get(link).text
    with sqlite_app.app_context():
        assert reader().scalars(select(Mail.kind)).all() == ["invitation"]
        assert link.rsplit("/", 1)[1] not in reader().scalars(select(Mail.text)).one()


def test_no_admin_gets_a_link_into_an_account_that_is_in_use(ruth, world):
    answer = post(ruth, f"/settings/people/{world.id_of(AKI)}/link")
    assert answer.status_code == 422
    assert "/welcome/" not in answer.text
    assert "Mail a link instead" in answer.text


def test_deactivating_ends_sessions_and_the_privilege_at_once(sqlite_app, ruth, world):
    aki = factories.client_for(sqlite_app, AKI)
    post(ruth, f"/settings/people/{world.id_of(AKI)}/active", active="no")
    assert aki.get("/account").status_code == 302
    row = row_of(ruth.get("/settings/people").text, world, AKI)
    assert "Inactive" in row
    assert "Aki Sato is deactivated. Activate the account first." in row
    assert AKI.email not in ruth.get("/directory").text
    post(ruth, f"/settings/people/{world.id_of(AKI)}/active", active="yes")
    with sqlite_app.app_context():
        person = reader().get(Person, world.id_of(AKI))
        assert (person.active, person.can_push) == (True, False)


def test_an_admin_signs_somebody_out_everywhere(sqlite_app, ruth, world):
    aki, again = factories.client_for(sqlite_app, AKI), factories.client_for(sqlite_app, AKI)
    assert post(ruth, f"/settings/people/{world.id_of(AKI)}/sessions/end").status_code == 303
    assert [client.get("/account").status_code for client in (aki, again)] == [302, 302]


def test_nobody_deactivates_himself(ruth, world):
    assert post(ruth, f"/settings/people/{world.id_of(RUTH)}/active", active="no").status_code == 422


def test_an_invitation_waits_in_the_list_until_it_is_withdrawn(sqlite_app, ruth, world):
    answer = post(ruth, "/settings/people/new", name="Noor Haddad", email="noor@haldenrowe.example")
    person_id = int(answer.location.rsplit("/", 1)[1])
    page = ruth.get("/settings/people").text
    assert "Invited, not here yet" in page
    assert "The letter has not left yet" in page
    link = re.search(r"/welcome/[\w-]+", post(ruth, f"/settings/people/{person_id}/link").text)[0]
    assert "The link works until" in ruth.get("/settings/people").text
    assert post(ruth, f"/settings/people/{person_id}/invitation/end").status_code == 303
    assert "Invited, not here yet" not in ruth.get("/settings/people").text
    assert sqlite_app.test_client().get(link).status_code == 404
    assert post(ruth, f"/settings/people/{world.id_of(AKI)}/invitation/end").status_code == 422


def test_the_page_tells_first_and_hands_over(sqlite_app, ruth, world):
    with sqlite_app.app_context():
        first = factories.make_project(world, "Maple St 116", "2026001")
        second = factories.make_project(world, "Newtown", "2026002")
        for project in (first, second):
            factories.add_lines(world, project, DANA, ("01-100", "L", 125_000))
            factories.act(world, project, DANA, Action.LOCK)
            factories.act(world, project, DANA, Action.SEND)
    factories.client_for(sqlite_app, DANA)
    leave = f"/settings/people/{world.id_of(DANA)}/leave"
    page = ruth.get(leave).text
    for words in ("1 session ends.", "Maple St 116 (2026001)", "waits for accounting, sent by this person"):
        assert words in page
    assert f">{KAREN.name}</option>" not in page
    path = f"/settings/people/{world.id_of(DANA)}/active"
    wrong = {"active": "no", f"keeper-{second}": world.id_of(KAREN)}
    answer = post(ruth, path, **wrong)
    assert answer.status_code == 422
    assert "Karen Boyle cannot send the budget of Newtown." in answer.text
    right = {"active": "no", "to_all": world.id_of(PRIYA), f"keeper-{second}": world.id_of(LUIS)}
    assert post(ruth, path, **right).status_code == 303
    with sqlite_app.app_context():
        keepers = [factories.budget_of(project).keeper_id for project in (first, second)]
    assert keepers == [world.id_of(PRIYA), world.id_of(LUIS)]


def test_the_last_approver_does_not_go_without_a_tick(sqlite_app, ruth, world):
    aki = world.id_of(AKI)
    post(ruth, f"/settings/people/{world.id_of(KAREN)}/privilege/end")
    attempts = {
        f"/settings/people/{aki}/privilege/end": {},
        f"/settings/people/{aki}/levels": {"erp": "read_only"},
        f"/settings/people/{aki}/boxes": {"box": "export_budget", "ticked": "no"},
    }
    for path, fields in attempts.items():
        answer = post(ruth, path, **fields)
        assert answer.status_code == 303
        assert "/last-approver?" in answer.location
        page = ruth.get(answer.location).text
        assert "I know that nobody can accept budgets then" in page
        again = post(ruth, path, asked="yes", **fields)
        assert "Tick the box, or go back." in ruth.get(again.location).text
        assert "/last-approver?" in post(ruth, path, HTMX, **fields).headers["HX-Redirect"]
    leave = post(ruth, f"/settings/people/{aki}/active", active="no")
    assert leave.status_code == 409
    assert "Aki Sato is the last person who can accept budgets." in leave.text
    with sqlite_app.app_context():
        row = reader().get(Person, aki)
        assert (row.can_push, row.active, row.erp_level, row.can_export_budget) == (
            True,
            True,
            "standard",
            True,
        )
    assert post(ruth, f"/settings/people/{aki}/levels", erp="read_only", last="yes").status_code == 303
    with sqlite_app.app_context():
        assert not reader().get(Person, aki).can_push


def test_the_page_about_the_last_approver_repeats_what_was_pressed(ruth, world):
    base = f"/settings/people/{world.id_of(AKI)}/last-approver"
    page = ruth.get(f"{base}?act=levels&erp=none&can_push=yes").text
    assert f'action="/settings/people/{world.id_of(AKI)}/levels"' in page
    assert 'name="erp" value="none"' in page
    assert 'name="can_push"' not in page
    assert ruth.get(f"{base}?act=grant").status_code == 404
    assert ruth.get(base).status_code == 404

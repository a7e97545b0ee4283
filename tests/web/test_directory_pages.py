"""People pages: levels and the privilege, by plain form and by HTMX, closed switches with their sentences, history."""

import re

import pytest
from sqlalchemy import select

from portal.db.audit import AuditEvent
from portal.db.mails import Mail
from portal.db.people import Person, PrivilegeChange
from portal.db.transactions import reader
from portal.domain.denials import Denied
from portal.domain.vocabulary import Level
from portal.services.people import directory, privileges
from tests import factories
from tests.people import AKI, DANA, EVERYBODY, KAREN, LUIS, PRIYA, RUTH, TOM, VERA

HTMX = {"HX-Request": "true"}


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return factories.furnish()


@pytest.fixture
def ruth(sqlite_app, world):
    return factories.client_for(sqlite_app, RUTH)


def row_of(page, world, person):
    return re.search(rf'<tr id="person-{world.id_of(person)}".*?</tr>', page, re.DOTALL)[0]


def post(client, path, headers=None, **fields):
    return client.post(path, data={"csrf_token": client.csrf, **fields}, headers=headers)


def test_everybody_stands_in_the_list_with_levels_and_badges(ruth, world):
    page = ruth.get("/settings/people").text
    for person in EVERYBODY:
        assert person.email in row_of(page, world, person)
    assert "8 people, 2 accounting approvers" in page
    assert "Approver" in row_of(page, world, AKI)
    assert "Approver" not in row_of(page, world, LUIS)
    assert "(you)" in row_of(page, world, RUTH)


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (RUTH, "You cannot grant this to yourself. Another directory admin can: Tom Halden."),
        (TOM, "Needs ERP Integrations: Standard or Admin."),
        (DANA, "Needs ERP Integrations: Standard or Admin."),
    ],
)
def test_a_closed_switch_carries_its_sentence_and_the_post_raises_the_same(ruth, world, person, sentence):
    row = row_of(ruth.get("/settings/people").text, world, person)
    assert sentence in row
    assert 'aria-disabled="true"' in row
    answer = post(ruth, f"/settings/people/{world.id_of(person)}/privilege")
    assert answer.status_code in {403, 409}
    assert sentence in answer.text
    page = ruth.get("/settings/people").text
    assert "Approver" not in row_of(page, world, person)


def test_the_switch_works_without_scripts_and_counts_from_the_next_request(sqlite_app, ruth, world):
    luis = factories.client_for(sqlite_app, LUIS)
    assert luis.get("/directory/privileges").status_code == 403
    answer = post(ruth, f"/settings/people/{world.id_of(LUIS)}/privilege")
    assert (answer.status_code, answer.location) == (303, f"/settings/people#person-{world.id_of(LUIS)}")
    assert luis.get("/directory/privileges").status_code == 200
    post(ruth, f"/settings/people/{world.id_of(LUIS)}/privilege/end")
    assert luis.get("/directory/privileges").status_code == 403


def test_by_htmx_the_same_fragment_comes_back_as_the_page_holds(ruth, world):
    url = f"/settings/people/{world.id_of(LUIS)}/privilege"
    answer = post(ruth, url, HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="settings-people">')
    row = row_of(answer.text, world, LUIS)
    assert "Approver" in row
    assert "just-changed" in row
    assert f"{url}/end" in row
    page = ruth.get("/settings/people").text
    assert re.sub(r' class="just-changed"', "", answer.text).strip() in page


def test_a_refusal_by_htmx_keeps_the_list(ruth, world):
    answer = post(ruth, f"/settings/people/{world.id_of(RUTH)}/privilege", HTMX)
    assert answer.status_code == 403
    assert 'id="settings-people"' in answer.text
    assert "Another directory admin can: Tom Halden." in answer.text
    assert row_of(answer.text, world, AKI)


def test_history_and_audit_keep_who_when_and_why(sqlite_app, ruth, world):
    luis = world.id_of(LUIS)
    post(ruth, f"/settings/people/{luis}/privilege")
    with sqlite_app.app_context():
        change = reader().scalars(select(PrivilegeChange)).one()
        assert (change.granted, change.by_name, change.reason) == (True, RUTH.name, "")
    page = post(
        ruth, f"/settings/people/{luis}/privilege/reason/{change.id}", HTMX, reason="Covers July"
    ).text
    assert "gave Luis Ortega" in page
    assert "Covers July" in page
    with sqlite_app.app_context():
        events = reader().scalars(select(AuditEvent).where(AuditEvent.action == "grant_push")).all()
        assert [(event.actor_name, event.before, event.after) for event in events][:1] == [
            (RUTH.name, "no", "yes")
        ]


def test_a_reason_is_given_once_and_only_by_who_made_the_change(sqlite_app, ruth, world):
    luis = world.id_of(LUIS)
    post(ruth, f"/settings/people/{luis}/privilege")
    with sqlite_app.app_context():
        change_id = reader().scalars(select(PrivilegeChange.id)).one()
    tom = factories.client_for(sqlite_app, TOM)
    path = f"/settings/people/{luis}/privilege/reason/{change_id}"
    post(tom, path, reason="not mine to say")
    post(ruth, path, reason="first")
    post(ruth, path, reason="second thoughts")
    with sqlite_app.app_context():
        assert reader().scalars(select(PrivilegeChange.reason)).one() == "first"


def test_every_holder_is_mailed_and_who_did_it_is_not(sqlite_app, ruth, world):
    post(ruth, f"/settings/people/{world.id_of(LUIS)}/privilege")
    with sqlite_app.app_context():
        mails = reader().scalars(select(Mail).order_by(Mail.id)).all()
    assert {mail.to_address for mail in mails} == {AKI.email, KAREN.email, LUIS.email}
    assert {mail.subject for mail in mails} == {"Ruth Adeyemi gave Luis Ortega Can push to accounting"}
    assert "/directory/privileges" in mails[0].text


def test_any_holder_may_end_the_privilege_of_another(sqlite_app, world):
    aki = factories.client_for(sqlite_app, AKI)
    assert KAREN.email in aki.get("/directory/privileges").text
    answer = post(aki, f"/directory/privileges/{world.id_of(KAREN)}/end", reason="Left for Denver")
    assert answer.status_code == 303
    assert KAREN.email not in aki.get("/directory/privileges").text
    assert post(aki, f"/settings/people/{world.id_of(KAREN)}/privilege").status_code == 403


def test_levels_change_by_form_and_count_at_once(sqlite_app, ruth, world):
    dana = factories.client_for(sqlite_app, DANA)
    assert dana.get("/settings/people").status_code == 403
    answer = post(ruth, f"/settings/people/{world.id_of(DANA)}/levels", directory="admin")
    assert answer.status_code == 303
    assert dana.get("/settings/people").status_code == 200
    with sqlite_app.app_context():
        row = reader().get(Person, world.id_of(DANA))
        assert (row.directory_level, row.erp_level, row.budget_level) == ("admin", "none", "admin")


def test_unknown_levels_and_tools_change_nothing(sqlite_app, ruth, world):
    post(ruth, f"/settings/people/{world.id_of(DANA)}/levels", directory="emperor", can_push="yes", erp="")
    with sqlite_app.app_context():
        row = reader().get(Person, world.id_of(DANA))
        assert (row.directory_level, row.erp_level, row.can_push) == ("standard", "none", False)


def test_losing_the_erp_level_takes_the_privilege_along(sqlite_app, ruth, world):
    page = post(ruth, f"/settings/people/{world.id_of(AKI)}/levels", HTMX, erp="read_only").text
    assert "Needs ERP Integrations: Standard or Admin." in row_of(page, world, AKI)
    post(ruth, f"/settings/people/{world.id_of(AKI)}/levels", HTMX, erp="standard")
    with sqlite_app.app_context():
        assert not reader().get(Person, world.id_of(AKI)).can_push
        change = reader().scalars(select(PrivilegeChange)).one()
        assert change.reason == "Lost the ERP Integrations level for it"


def test_somebody_always_stays_directory_admin(sqlite_app, ruth, world):
    assert post(ruth, f"/settings/people/{world.id_of(TOM)}/levels", directory="none").status_code == 303
    answer = post(ruth, f"/settings/people/{world.id_of(RUTH)}/levels", directory="standard")
    assert answer.status_code == 422
    assert "Make somebody else a directory admin first." in answer.text
    with sqlite_app.app_context():
        assert reader().get(Person, world.id_of(RUTH)).directory_level == "admin"


@pytest.mark.parametrize("person", [DANA, LUIS, AKI, PRIYA])
def test_settings_are_closed_to_those_without_the_level(sqlite_app, world, person):
    client = factories.client_for(sqlite_app, person)
    assert client.get("/settings/people").status_code == 403
    for path in ("levels", "privilege", "approval-mail", "active", "link", "projects"):
        answer = post(client, f"/settings/people/{world.id_of(RUTH)}/{path}", directory="none", active="no")
        assert answer.status_code == 403


def test_an_auditor_reads_everything_and_changes_nothing(sqlite_app, world):
    vera = factories.client_for(sqlite_app, VERA)
    page = vera.get("/settings/people").text
    assert "<select" not in page
    assert "Add a person" not in page
    assert 'role="switch"' not in page
    assert post(vera, f"/settings/people/{world.id_of(LUIS)}/privilege").status_code == 403
    assert post(vera, "/settings/company", name="x").status_code == 403
    assert vera.get("/settings/company").status_code == 200


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


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "email": "a@b.example"}, "Enter the person&#39;s name"),
        ({"name": "A", "email": "nobody"}, "Enter an e-mail address"),
        ({"name": "A", "email": "a@b.example\nBcc: x@y.example"}, "Enter an e-mail address"),
        ({"name": "A", "email": AKI.email.upper()}, "Aki Sato already has this address"),
    ],
)
def test_what_was_typed_wrong_stays_with_its_sentence(ruth, world, fields, sentence):
    answer = post(ruth, "/settings/people/new", title="Estimator", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text or sentence.replace("&#39;", "’") in answer.text
    assert 'value="Estimator"' in answer.text


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


def test_an_approver_chooses_when_mail_comes_and_others_have_nothing_to_choose(sqlite_app, world):
    aki, dana = factories.client_for(sqlite_app, AKI), factories.client_for(sqlite_app, DANA)
    assert 'name="when"' in aki.get("/account").text
    assert 'name="when"' not in dana.get("/account").text
    assert post(aki, "/account/approval-mail", when="daily").status_code == 303
    with sqlite_app.app_context():
        assert reader().get(Person, world.id_of(AKI)).approval_mail == "daily"
    assert post(aki, "/account/approval-mail", when="never ever").status_code == 422


def test_nobody_deactivates_himself(ruth, world):
    assert post(ruth, f"/settings/people/{world.id_of(RUTH)}/active", active="no").status_code == 422


def test_permissions_on_one_project_are_set_and_removed(sqlite_app, ruth, world):
    with sqlite_app.app_context():
        project = factories.make_project(world)
    dana = world.id_of(DANA)
    answer = post(
        ruth, f"/settings/people/{dana}/projects", project=project, level="read_only", granular="lock_budget"
    )
    assert answer.status_code == 303
    page = ruth.get(f"/settings/people/{dana}").text
    assert "Maple St 116" in page
    with sqlite_app.app_context():
        actor = world.actor(DANA, project)
        assert (actor.budget, sorted(actor.granular)) == (Level.READ_ONLY, ["lock_budget"])
    post(ruth, f"/settings/people/{dana}/projects/{project}/end")
    with sqlite_app.app_context():
        assert world.actor(DANA, project).budget is Level.ADMIN


def test_company_settings_are_stored_and_four_eyes_off_shows_on_every_page(ruth, world):
    given = {"name": "Halden Builders", "timezone": "America/Denver", "link_days": "5"}
    assert post(ruth, "/settings/company", **given).status_code == 303
    page = ruth.get("/settings/people").text
    assert "Halden Builders" in page
    assert "Four eyes is switched off" in page
    post(ruth, "/settings/company", four_eyes="y", **given)
    assert "Four eyes is switched off" not in ruth.get("/settings/people").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"link_days": "0"},
        {"link_days": "x"},
    ],
)
def test_settings_that_cannot_be_are_refused_at_their_field(ruth, world, wrong):
    given = {"name": "Halden", "timezone": "UTC", "link_days": "7", "four_eyes": "y"}
    answer = post(ruth, "/settings/company", **{**given, **wrong})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_a_refused_grant_is_in_the_audit(sqlite_app, ruth, world):
    post(ruth, f"/settings/people/{world.id_of(RUTH)}/privilege")
    with sqlite_app.app_context():
        event = reader().scalars(select(AuditEvent).where(AuditEvent.outcome == "denied")).one()
        assert (event.action, event.detail) == ("grant_push", {"codes": ["not_to_yourself"]})


def test_the_table_is_asked_again_inside_the_act(sqlite_app, world):
    """A direct call without any page is refused by the same rows."""
    with sqlite_app.app_context():
        for act in (
            lambda: privileges.grant(world.actor(DANA), world.id_of(LUIS)),
            lambda: privileges.revoke(world.actor(DANA), world.id_of(AKI)),
            lambda: directory.change_levels(world.actor(DANA), world.id_of(DANA), {"erp": Level.ADMIN}),
        ):
            with pytest.raises(Denied, match="needs"):
                act()

"""Signing in through the provider, over real sockets: who gets in, and as whom."""

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from sqlalchemy import select

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.people import Person
from portal.db.sign_in import OutsideIdentity, SecondFactor
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Level
from portal.services.people import group_roles, invitations, push_offers
from portal.services.people.group_roles import GroupInput
from tests import factories, providers
from tests.people import AKI, DANA, KAREN, PHRASE, RUTH, Fixed
from tests.web import outside

NORA = Fixed("Nora Lind", "Project manager")


@pytest.fixture
def world(sqlite_app, provider):
    with sqlite_app.app_context():
        found = factories.furnish()
    outside.offer(sqlite_app, found, provider)
    return found


def put(app, world, name, **given):
    with app.app_context():
        group_roles.put(world.actor(RUTH), GroupInput(name, **given))


def person(app, fixed):
    with app.app_context():
        return reader().scalars(select(Person).where(Person.email == fixed.email)).first()


def test_a_linked_person_signs_in_and_lands_where_they_wanted(sqlite_app, world):
    assert "Sign in with Halden &amp; Rowe" in sqlite_app.test_client().get("/sign-in").text
    outside.link(factories.client_for(sqlite_app, DANA), DANA)
    client = sqlite_app.test_client()
    address = outside.depart(client, next="/projects")
    sent = outside.asked(address)
    assert sent["code_challenge_method"] == "S256"
    assert {"state", "nonce", "code_challenge"} <= sent.keys()
    answer = outside.come_back(client, providers.choose(address, DANA))
    assert (answer.status_code, answer.location) == (303, "/projects")
    assert DANA.name in client.get("/account").text
    with sqlite_app.app_context():
        row = reader().scalars(select(OutsideIdentity)).one()
        assert (row.person_id, row.subject) == (world.id_of(DANA), providers.subject_of(DANA))


def test_people_are_known_by_subject_and_never_by_address(sqlite_app, world, provider):
    client = sqlite_app.test_client()
    answer = outside.through(client, DANA)
    assert answer.status_code == 422
    assert "Somebody here has your e-mail address, but is not linked with this sign-in." in answer.text
    outside.link(factories.client_for(sqlite_app, DANA), DANA)
    provider.know(
        providers.row(DANA, email="dana@another.example"),
        providers.row(AKI, email=DANA.email),
    )
    assert outside.through(client, AKI).status_code == 422
    assert outside.through(client, DANA).status_code == 303
    assert DANA.email in client.get("/account").text


def test_a_link_belongs_to_one_person_and_a_person_has_one(sqlite_app, world):
    outside.link(factories.client_for(sqlite_app, DANA), DANA)
    aki = factories.client_for(sqlite_app, AKI)
    assert outside.through(aki, DANA, path="/account/outside").location == "/account"
    assert "This sign-in belongs to somebody else here." in aki.get("/account").text
    dana = factories.client_for(sqlite_app, DANA)
    outside.through(dana, AKI, path="/account/outside")
    assert "is linked with another sign-in of Halden &amp; Rowe" in dana.get("/account").text
    with sqlite_app.app_context():
        assert len(list(reader().scalars(select(OutsideIdentity)))) == 1


def test_whoever_signed_out_or_is_somebody_else_meanwhile_links_nothing(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    back = providers.choose(outside.depart(client, path="/account/outside"), DANA)
    client.post("/sign-out", data={"csrf_token": client.csrf})
    answer = outside.come_back(client, back)
    assert "You are not signed in any more as the person who began this." in answer.text
    with sqlite_app.app_context():
        assert list(reader().scalars(select(OutsideIdentity))) == []


def test_inactive_people_stay_out(sqlite_app, world):
    outside.link(factories.client_for(sqlite_app, AKI), AKI)
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(Person, world.id_of(AKI)).active = False
    answer = outside.through(sqlite_app.test_client(), AKI)
    assert answer.status_code == 422
    assert "This account is not active." in answer.text


def test_a_guest_may_choose_it_instead_of_a_pass_phrase(sqlite_app, world, provider):
    with sqlite_app.app_context():
        with transaction() as session:
            guest = factories.make_person(session, NORA)
            guest.password_hash = None
            guest_id = guest.id
        token = invitations.invite(world.actor(RUTH), guest_id)
    provider.know(providers.row(NORA))
    client = sqlite_app.test_client()
    page = f"/welcome/{token}"
    assert "Come in with Halden &amp; Rowe" in client.get(page).text
    answer = outside.through(client, NORA, path=f"{page}/outside", page=page)
    assert answer.status_code == 303
    assert NORA.name in client.get("/account").text
    assert client.get(page).status_code == 404
    assert person(sqlite_app, NORA).password_hash is None
    assert outside.through(sqlite_app.test_client(), NORA).status_code == 303
    with sqlite_app.app_context(), pytest.raises(ValueError, match="came in already"):
        invitations.invite(world.actor(RUTH), guest_id)


def test_unknown_people_are_added_only_where_the_company_wants_it(sqlite_app, world, provider):
    provider.know(providers.row(NORA, groups=["project-managers", "others"]))
    answer = outside.through(sqlite_app.test_client(), NORA)
    assert "Nobody here is linked with this sign-in." in answer.text
    outside.offer(sqlite_app, world, provider, adds_people=True)
    assert outside.through(sqlite_app.test_client(), NORA).status_code == 422
    put(sqlite_app, world, "project-managers", directory=Level.STANDARD, budget=Level.ADMIN)
    client = sqlite_app.test_client()
    assert outside.through(client, NORA).status_code == 303
    added = person(sqlite_app, NORA)
    assert (added.directory_level, added.budget_level, added.erp_level) == ("standard", "admin", "none")
    assert (added.name, added.password_hash, added.can_push) == (NORA.name, None, False)
    assert client.get("/projects").status_code == 200


def test_groups_set_levels_at_each_sign_in_and_never_the_privilege(sqlite_app, world, provider):
    put(sqlite_app, world, "accounting", erp=Level.STANDARD, offers_push=True)
    put(sqlite_app, world, "managers", budget=Level.ADMIN)
    put(sqlite_app, world, "readers", erp=Level.READ_ONLY, budget=Level.READ_ONLY)
    provider.know(providers.row(DANA, groups=["accounting", "readers"]))
    outside.link(factories.client_for(sqlite_app, DANA), DANA)
    assert person(sqlite_app, DANA).budget_level == "admin"
    assert outside.through(sqlite_app.test_client(), DANA).status_code == 303
    now = person(sqlite_app, DANA)
    assert (now.directory_level, now.erp_level, now.budget_level) == ("none", "standard", "read_only")
    assert now.can_push is False
    with sqlite_app.app_context():
        sentence = "The group accounting of Halden & Rowe suggests this."
        assert push_offers.read(reader()) == {world.id_of(DANA): sentence}
        event = reader().scalars(select(AuditEvent).where(AuditEvent.actor_name.startswith("Groups"))).one()
        assert event.before == "Directory Standard, Budget Admin"
        assert event.after == "ERP Integrations Standard, Budget Read only"


def test_who_loses_the_level_for_it_loses_the_privilege(sqlite_app, world, provider):
    put(sqlite_app, world, "readers", erp=Level.READ_ONLY)
    provider.know(providers.row(AKI, groups=["readers"]), providers.row(KAREN, groups=["none"]))
    outside.link(factories.client_for(sqlite_app, AKI), AKI)
    assert outside.through(sqlite_app.test_client(), AKI).status_code == 303
    assert person(sqlite_app, AKI).can_push is False
    answer = outside.through(sqlite_app.test_client(), KAREN)
    assert "None of your groups at Halden &amp; Rowe means anything here." in answer.text


def test_the_last_admin_with_a_pass_phrase_stays_one(sqlite_app, world, provider):
    put(sqlite_app, world, "readers", erp=Level.READ_ONLY)
    provider.know(providers.row(RUTH, groups=["readers"]))
    with sqlite_app.app_context(), transaction() as session:
        for fixed in (row for row in world.people if row.startswith("tom")):
            session.get_one(Person, world.people[fixed]).password_hash = None
    outside.link(factories.client_for(sqlite_app, RUTH), RUTH)
    assert outside.through(sqlite_app.test_client(), RUTH).status_code == 303
    ruth = person(sqlite_app, RUTH)
    assert (ruth.directory_level, ruth.erp_level) == ("admin", "read_only")


def test_a_second_factor_is_asked_for_all_the_same(sqlite_app, world):
    outside.link(factories.client_for(sqlite_app, AKI), AKI)
    secret = pyotp.random_base32()
    with sqlite_app.app_context(), transaction() as session:
        sealed = sqlite_app.extensions["portal_vault"].seal(secret)
        moment = clock.now()
        session.add(
            SecondFactor(
                person_id=world.id_of(AKI), secret=sealed, created_at=moment, confirmed_at=moment, last_step=0
            )
        )
    client = sqlite_app.test_client()
    answer = outside.through(client, AKI, next="/projects")
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    assert client.get("/projects").status_code == 302
    given = {
        "csrf_token": factories.csrf_of(client.get("/sign-in/code").text),
        "code": pyotp.TOTP(secret).now(),
    }
    assert client.post("/sign-in/code", data=given).location == "/projects"
    assert client.get("/projects").status_code == 200


def test_of_two_returns_at_once_one_comes_in(sqlite_app, world):
    outside.link(factories.client_for(sqlite_app, DANA), DANA)
    client = sqlite_app.test_client()
    back = providers.choose(outside.depart(client), DANA)
    cookie = client.get_cookie("portal-outside").value
    twins = [sqlite_app.test_client() for _ in range(6)]
    for twin in twins:
        twin.set_cookie("portal-outside", cookie)
    with ThreadPoolExecutor(len(twins)) as pool:
        codes = list(pool.map(lambda twin: outside.come_back(twin, back).status_code, twins))
    assert sorted(codes) == [303] + [422] * 5


def test_an_admin_ends_a_link_and_the_sessions_with_it(sqlite_app, world):
    dana = factories.client_for(sqlite_app, DANA)
    outside.link(dana, DANA)
    ruth = factories.client_for(sqlite_app, RUTH)
    path = f"/settings/people/{world.id_of(DANA)}/outside/1/end"
    assert dana.post(path, data={"csrf_token": dana.csrf}).status_code == 403
    assert ruth.post(path, data={"csrf_token": ruth.csrf}).status_code == 303
    assert dana.get("/account").status_code == 302
    assert outside.through(sqlite_app.test_client(), DANA).status_code == 422
    assert factories.client_for(sqlite_app, DANA, PHRASE)

"""Your own account beside the company's provider: ending the link, proving anew, its mails; what groups offer."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.people import Person, SignedInSession
from portal.db.sign_in import OutsideIdentity, SecondFactor
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Level
from portal.services.people import group_roles, own_links
from portal.services.people.group_roles import GroupInput
from tests import factories, providers
from tests.people import AKI, DANA, KAREN, RUTH, VERA
from tests.web import outside


@pytest.fixture
def world(sqlite_app, provider):
    with sqlite_app.app_context():
        world = factories.furnish()
    outside.offer(sqlite_app, world, provider)
    return world


def change(app, world, fixed, **columns):
    with app.app_context(), transaction() as session:
        for name, value in columns.items():
            setattr(session.get_one(Person, world.id_of(fixed)), name, value)


def links(app):
    with app.app_context():
        return list(reader().scalars(select(OutsideIdentity.id)))


def post(client, path, **given):
    return client.post(path, data={"csrf_token": client.csrf, **given})


def map_group(app, world, name, **given):
    with app.app_context():
        group_roles.put(world.actor(RUTH), GroupInput(name, **given))


def add_second_factor(app, world, fixed):
    secret, moment = pyotp.random_base32(), clock.now()
    with app.app_context(), transaction() as session:
        sealed = app.extensions["portal_vault"].seal(secret)
        session.add(
            SecondFactor(
                person_id=world.id_of(fixed),
                secret=sealed,
                created_at=moment,
                confirmed_at=moment,
                last_step=0,
            )
        )
    return secret


def test_an_approver_switches_the_own_daily_summary(sqlite_app, world):
    aki = factories.client_for(sqlite_app, AKI)
    for said, on in (("no", False), ("yes", True)):
        assert f'name="digest" value="{said}"' in aki.get("/account").text
        assert post(aki, "/account/digest", digest=said).status_code == 303
        with sqlite_app.app_context():
            statement = select(Person.erp_digest).where(Person.email == AKI.email)
            assert reader().scalar(statement) is on
    assert "/account/digest" not in factories.client_for(sqlite_app, DANA).get("/account").text


def test_the_own_link_is_ended_and_the_other_sessions_with_it(sqlite_app, world):
    dana, other = factories.client_for(sqlite_app, DANA), factories.client_for(sqlite_app, DANA)
    outside.link(dana, DANA)
    (identity,) = links(sqlite_app)
    path = f"/account/outside/{identity}/end"
    assert path in dana.get("/account").text
    assert post(dana, path).location == "/account"
    assert links(sqlite_app) == []
    assert dana.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert outside.through(sqlite_app.test_client(), DANA).status_code == 422
    with sqlite_app.app_context():
        event = reader().scalars(select(AuditEvent).where(AuditEvent.after == "unlinked_outside")).one()
    assert (event.actor_id, event.outcome) == (world.id_of(DANA), "done")


def test_the_only_way_in_stays(sqlite_app, world):
    dana = factories.client_for(sqlite_app, DANA)
    outside.link(dana, DANA)
    change(sqlite_app, world, DANA, password_hash=None)
    (identity,) = links(sqlite_app)
    path = f"/account/outside/{identity}/end"
    page = dana.get("/account").text
    assert (path in page, "It is your only way in." in page) == (False, True)
    post(dana, path)
    assert own_links.ONLY_WAY in dana.get("/account").text
    assert links(sqlite_app) == [identity]


def test_nobody_ends_the_link_of_somebody_else_this_way(sqlite_app, world):
    outside.link(factories.client_for(sqlite_app, DANA), DANA)
    (identity,) = links(sqlite_app)
    post(factories.client_for(sqlite_app, RUTH), f"/account/outside/{identity}/end")
    assert links(sqlite_app) == [identity]


def test_proving_at_the_provider_asks_for_the_second_factor_too(sqlite_app, world):
    client = factories.client_for(sqlite_app, AKI)
    outside.link(client, AKI)
    secret = add_second_factor(sqlite_app, world, AKI)
    before = client.get_cookie("portal").value
    answer = outside.through(client, AKI, path="/account/proof/outside")
    assert (answer.status_code, answer.location) == (303, "/account/proof")
    assert client.get_cookie("portal").value == before
    change_proof(sqlite_app, world)
    answer = outside.through(client, AKI, path="/account/proof/outside")
    page = client.get("/account/proof").text
    assert ('name="code"' in page, 'name="phrase"' in page) == (True, False)
    assert post(client, "/account/proof", code="000000").status_code == 422
    assert proofs(sqlite_app, world) == [None]
    answer = post(client, "/account/proof", code=pyotp.TOTP(secret).now())
    assert answer.location == "/account/proof/send"
    assert proofs(sqlite_app, world) == ["provider+code"]


def test_without_the_provider_s_word_a_code_alone_proves_nothing(sqlite_app, world):
    client = factories.client_for(sqlite_app, AKI)
    secret = add_second_factor(sqlite_app, world, AKI)
    change_proof(sqlite_app, world)
    assert post(client, "/account/proof", code=pyotp.TOTP(secret).now()).status_code == 422
    assert proofs(sqlite_app, world) == [None]


def change_proof(app, world):
    """The session's proof is too old from now on."""
    with app.app_context(), transaction() as session:
        for row in session.query(SignedInSession).filter_by(person_id=world.id_of(AKI)):
            row.proved_at = clock.now() - timedelta(hours=1)


def proofs(app, world):
    """How each of the person's sessions was proved; None where that is too long ago."""
    with app.app_context():
        rows = reader().scalars(select(SignedInSession).where(SignedInSession.person_id == world.id_of(AKI)))
        recent = clock.now() - timedelta(minutes=5)
        return [row.proved_by if row.proved_at > recent else None for row in rows]


def test_a_group_s_offer_stands_beside_the_switch_and_grants_nothing(sqlite_app, world, provider):
    map_group(sqlite_app, world, "accounting", erp=Level.STANDARD, offers_push=True)
    provider.know(providers.row(DANA, groups=["accounting"]))
    outside.link(factories.client_for(sqlite_app, DANA), DANA)
    assert outside.through(sqlite_app.test_client(), DANA).status_code == 303
    sentence = "The group accounting of Halden &amp; Rowe suggests this."
    own = f"/settings/people/{world.id_of(DANA)}"
    for reads in (RUTH, VERA):
        client = factories.client_for(sqlite_app, reads)
        assert client.get("/settings/people").text.count(sentence) == 1
        assert client.get(own).text.count(sentence) == 1
    ruth = factories.client_for(sqlite_app, RUTH)
    assert sentence not in ruth.get(f"/settings/people/{world.id_of(AKI)}").text
    assert post(ruth, f"{own}/privilege").status_code == 303
    assert sentence not in ruth.get(own).text


@pytest.mark.parametrize(("others", "level"), [(True, "read_only"), (False, "standard")])
def test_the_groups_leave_the_last_approver_the_level(sqlite_app, world, provider, others, level):
    map_group(sqlite_app, world, "readers", erp=Level.READ_ONLY, budget=Level.READ_ONLY)
    provider.know(providers.row(AKI, groups=["readers"]))
    change(sqlite_app, world, KAREN, can_push=others)
    outside.link(factories.client_for(sqlite_app, AKI), AKI)
    assert outside.through(sqlite_app.test_client(), AKI).status_code == 303
    with sqlite_app.app_context():
        aki = reader().get_one(Person, world.id_of(AKI))
        assert (aki.erp_level, aki.budget_level, aki.can_push) == (level, "read_only", not others)
        kept = reader().scalars(select(AuditEvent).where(AuditEvent.after == "kept_last_approver")).all()
    assert [event.reason.split(".")[0] for event in kept] == (
        [] if others else ["Aki Sato is the last accounting approver"]
    )

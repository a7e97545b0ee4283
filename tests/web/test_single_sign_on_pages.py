"""Settings, Single sign-on: stored sealed, shown never, tested on demand, read-only for those who may not change it."""

import pytest
from sqlalchemy import select

from portal.db.audit import AuditEvent
from portal.db.people import Person
from portal.db.sign_in import GroupRole, IdentityProvider
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Level
from portal.services.people import directory
from tests import factories, providers
from tests.people import DANA, RUTH, TOM, VERA
from tests.web import outside

PATH = "/settings/single-sign-on"


def typed(provider, **more):
    given = {
        "name": "Halden & Rowe",
        "issuer": provider.url,
        "client_id": "budget-portal",
        "secret": providers.SECRET,
        "scopes": "openid email profile groups",
        "groups_claim": "groups",
        "active": "yes",
    }
    return {name: value for name, value in {**given, **more}.items() if value is not None}


def post(client, path, **given):
    return client.post(path, data={"csrf_token": client.csrf, **given})


def stored(app):
    with app.app_context():
        return reader().scalars(select(IdentityProvider)).one()


def test_it_is_stored_sealed_and_the_secret_is_never_shown(sqlite_app, world, provider):
    ruth = factories.client_for(sqlite_app, RUTH)
    assert "http://localhost/sign-in/outside/return" in ruth.get(PATH).text
    assert post(ruth, PATH, **typed(provider)).status_code == 303
    page = ruth.get(PATH).text
    assert providers.SECRET not in page
    row = stored(sqlite_app)
    assert providers.SECRET not in row.client_secret
    assert sqlite_app.extensions["portal_vault"].open(row.client_secret) == providers.SECRET
    assert post(ruth, PATH, **typed(provider, secret="", name="Another name")).status_code == 303
    assert (stored(sqlite_app).client_secret, stored(sqlite_app).name) == (row.client_secret, "Another name")
    with sqlite_app.app_context():
        notes = [str(event.detail) for event in reader().scalars(select(AuditEvent))]
    assert not any(providers.SECRET in note for note in notes)
    assert any("'secret': 'replaced'" in note for note in notes)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "Enter the name for the button"),
        ({"issuer": "http://login.example.com"}, "The issuer must begin with https://."),
        ({"issuer": "login"}, "The issuer is no plain web address."),
        ({"client_id": ""}, "Enter the client id that the provider gave you."),
        ({"secret": ""}, "Enter the client secret that the provider gave you."),
        ({"groups_claim": "two words"}, "Enter the name of the claim that lists the groups"),
        ({"scopes": "email"}, "The scopes must hold openid."),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(sqlite_app, world, provider, change, sentence):
    ruth = factories.client_for(sqlite_app, RUTH)
    answer = post(ruth, PATH, **typed(provider, **change))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    with sqlite_app.app_context():
        assert list(reader().scalars(select(IdentityProvider))) == []


def test_the_test_says_what_it_found_or_the_fault(sqlite_app, world, provider):
    ruth = factories.client_for(sqlite_app, RUTH)
    post(ruth, PATH, **typed(provider))
    found = post(ruth, f"{PATH}/test")
    assert (found.status_code, f"{provider.url} answers:" in found.text) == (200, True)
    provider.arm("broken_discovery")
    broken = post(ruth, f"{PATH}/test")
    assert (broken.status_code, "The discovery document is no JSON." in broken.text) == (422, True)
    provider.arm("other_discovery")
    assert "names the issuer https://another-provider.example" in post(ruth, f"{PATH}/test").text


def test_groups_are_put_replaced_and_removed(sqlite_app, world, provider):
    ruth = factories.client_for(sqlite_app, RUTH)
    post(ruth, PATH, **typed(provider))
    path = f"{PATH}/groups"
    assert post(ruth, path, group_name=" ").status_code == 422
    given = {"group_name": "accounting", "erp": "standard", "offers_push": "yes"}
    assert post(ruth, path, **given, budget="no such word").status_code == 303
    assert post(ruth, path, **given, budget="read_only").status_code == 303
    with sqlite_app.app_context():
        row = reader().scalars(select(GroupRole)).one()
        assert (row.erp_level, row.budget_level, row.offers_push) == ("standard", "read_only", True)
    assert "ERP Integrations Standard, Budget Read only" in ruth.get(PATH).text
    assert post(ruth, f"{path}/{row.id}/end").status_code == 303
    with sqlite_app.app_context():
        assert list(reader().scalars(select(GroupRole))) == []


def test_who_may_not_change_it_reads_it(sqlite_app, world, provider):
    outside.offer(sqlite_app, world, provider)
    vera = factories.client_for(sqlite_app, VERA)
    page = vera.get(PATH).text
    assert provider.url in page
    assert "stored, sealed" in page
    assert "<input" not in page.partition("<main")[2].partition("</main>")[0]
    for path in (PATH, f"{PATH}/test", f"{PATH}/groups", f"{PATH}/groups/1/end"):
        assert post(vera, path, **typed(provider)).status_code == 403
    assert factories.client_for(sqlite_app, DANA).get(PATH).status_code == 403


def test_a_way_in_without_the_provider_always_stays(sqlite_app, world, provider):
    with sqlite_app.app_context():
        with transaction() as session:
            session.get_one(Person, world.id_of(TOM)).password_hash = None
        with pytest.raises(ValueError, match="no directory admin would have a pass phrase"):
            directory.change_levels(world.actor(RUTH), world.id_of(RUTH), {"directory": Level.NONE})
    ruth = factories.client_for(sqlite_app, RUTH)
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(Person, world.id_of(RUTH)).password_hash = None
    answer = post(ruth, PATH, **typed(provider))
    assert (answer.status_code, "no directory admin would have a pass phrase" in answer.text) == (422, True)
    assert post(ruth, PATH, **typed(provider, active=None)).status_code == 303

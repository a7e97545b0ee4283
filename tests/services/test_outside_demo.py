"""The demo's single sign-on: its groups give everybody the levels they have, and a moved port moves the links."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.db.people import Person
from portal.db.sign_in import IdentityProvider, OutsideIdentity
from portal.db.transactions import reader, transaction
from portal.demo import people, single_sign_on
from portal.services.people import group_roles
from portal.vault import vault_at


@pytest.fixture
def demo(plain_sqlite_app, sqlite_settings):
    with plain_sqlite_app.app_context():
        people.load()
        yield replace(
            sqlite_settings, practice_identity_url="http://127.0.0.1:8045", practice_password="a secret"
        )


def levels(person):
    return person.directory_level, person.erp_level, person.budget_level, person.auditor, person.can_push


def test_groups_change_nobodys_levels(demo):
    single_sign_on.load(demo, vault_at(demo.sealing_keys))
    known = json.loads((demo.data_dir / "identity" / "people.json").read_text())["people"]
    identities = {row.subject: row.person_id for row in reader().scalars(select(OutsideIdentity))}
    assert len(known) == len(identities) == len(people.ROLES)
    with transaction() as session:
        provider = session.scalars(select(IdentityProvider)).one()
        for row in known:
            person = session.get_one(Person, identities[row["subject"]])
            assert person.email == row["email"]
            before = levels(person)
            group_roles.settle(session, provider, person, row["groups"])
            assert levels(person) == before


def test_a_later_start_follows_the_port_and_a_real_portal_has_none(demo):
    vault = vault_at(demo.sealing_keys)
    single_sign_on.load(replace(demo, practice_identity_url=""), vault)
    assert reader().scalar(select(IdentityProvider.id)) is None
    single_sign_on.load(demo, vault)
    moved = "http://127.0.0.1:9045"
    single_sign_on.load(replace(demo, practice_identity_url=moved), vault)
    assert set(reader().scalars(select(OutsideIdentity.issuer))) == {moved}
    assert reader().scalars(select(IdentityProvider)).one().issuer == moved

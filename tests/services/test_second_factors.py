"""The second factor: what it takes to have one, what a sign-in with it needs, who must have it and who removes it."""

import pytest
from sqlalchemy import select

from portal.db.audit import AuditEvent
from portal.db.company import Company
from portal.db.people import Person
from portal.db.sign_in import PendingSignIn, RecoveryCode, SecondFactor
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.services.intentions import InputError
from portal.services.people import accounts, own_sessions, second_factors
from portal.services.people.accounts import SignInRefused
from portal.services.people.code_sign_ins import SignInOver
from portal.vault import Vault, new_key
from tests import factories
from tests.people import AKI, DANA, PHRASE, RUTH, TOM
from tests.services.half_sign_ins import code_of, finish, half, set_up

HERE = ("127.0.0.1", "Firefox/150.0 (Linux)")


@pytest.fixture
def vault():
    return Vault((new_key(),))


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        yield factories.furnish()


def test_it_counts_only_after_a_code_was_typed(world, vault):
    second_factors.begin(vault, world.actor(DANA))
    assert not second_factors.has(reader(), world.id_of(DANA))
    assert accounts.sign_in(DANA.email, PHRASE, *HERE).token
    with pytest.raises(InputError, match="does not fit"):
        second_factors.confirm(vault, world.actor(DANA), "000000")
    assert accounts.sign_in(DANA.email, PHRASE, *HERE).token


def test_the_secret_is_sealed_and_recovery_codes_are_hashed(world, vault):
    secret, codes = set_up(world, vault)
    row = reader().scalars(select(SecondFactor)).one()
    assert secret not in row.secret
    assert vault.open(row.secret) == secret
    stored = set(reader().scalars(select(RecoveryCode.code_hash)))
    assert len(stored) == len(set(codes)) == 10
    assert not stored & set(codes)


def test_a_sign_in_waits_for_the_code_and_only_then_opens_a_session(world, vault, moment):
    secret, _ = set_up(world, vault)
    opened = accounts.sign_in(DANA.email, PHRASE, *HERE, "/projects")
    assert opened.token == ""
    assert own_sessions.living(reader(), world.id_of(DANA)) == []
    moment.shift(30)
    finished = finish(vault, opened.pending, code_of(secret))
    row = own_sessions.find(reader(), finished.token)
    assert (row.person_id, row.proved_by, finished.way_back) == (
        world.id_of(DANA),
        "phrase+code",
        "/projects",
    )
    with pytest.raises(SignInOver):
        finish(vault, opened.pending, code_of(secret, 1))


def test_a_secret_that_cannot_be_opened_is_told_and_recovery_codes_still_work(world, vault):
    _, codes = set_up(world, vault)
    other = Vault((new_key(),))
    with pytest.raises(SignInRefused, match="recovery code"):
        finish(other, half(), "123456")
    assert finish(other, half(), codes[0]).token


def test_whoever_is_deactivated_between_phrase_and_code_stays_out(world, vault, moment):
    secret, _ = set_up(world, vault)
    moment.shift(30)
    pending = half()
    with transaction() as session:
        session.get_one(Person, world.id_of(DANA)).active = False
    with pytest.raises(SignInOver):
        finish(vault, pending, code_of(secret))


@pytest.mark.parametrize(
    ("policy", "demanded"),
    [("optional", set()), ("approvers", {AKI.name}), ("everybody", {AKI.name, DANA.name, RUTH.name})],
)
def test_the_company_decides_who_must_have_one(world, vault, policy, demanded):
    with transaction() as session:
        session.scalars(select(Company)).one().second_factor = policy
    found = {
        fixed.name
        for fixed in (AKI, DANA, RUTH)
        if second_factors.is_missing(reader(), reader().get_one(Person, world.id_of(fixed)))
    }
    assert found == demanded


def test_it_is_removed_by_its_owner_only_where_the_company_lets_people_choose(world, vault):
    set_up(world, vault, AKI)
    with transaction() as session:
        session.scalars(select(Company)).one().second_factor = "approvers"
    with pytest.raises(InputError, match="Your company asks you"):
        second_factors.remove(world.actor(AKI))
    with transaction() as session:
        session.scalars(select(Company)).one().second_factor = "optional"
    second_factors.remove(world.actor(AKI))
    assert accounts.sign_in(AKI.email, PHRASE, *HERE).token
    assert reader().scalars(select(RecoveryCode)).all() == []


def test_a_directory_admin_removes_a_lost_one_and_nobody_else_does(world, vault):
    set_up(world, vault, AKI)
    with pytest.raises(Denied):
        second_factors.remove_for(world.actor(DANA), world.id_of(AKI))
    assert second_factors.has(reader(), world.id_of(AKI))
    second_factors.remove_for(world.actor(TOM), world.id_of(AKI))
    assert not second_factors.has(reader(), world.id_of(AKI))
    last = reader().scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (last.actor_name, last.after) == (TOM.name, "removed_second_factor")


def test_a_set_up_that_was_left_lying_is_not_shown_again(world, vault, moment):
    second_factors.begin(vault, world.actor(DANA))
    moment.shift(3601)
    assert second_factors.offer(reader(), vault, reader().get_one(Person, world.id_of(DANA))) is None


def test_a_second_set_up_needs_the_first_removed(world, vault):
    set_up(world, vault)
    with pytest.raises(InputError, match="Remove it"):
        second_factors.begin(vault, world.actor(DANA))


def test_a_wrong_code_is_in_the_audit_and_the_token_nowhere(world, vault):
    set_up(world, vault)
    pending = half()
    with pytest.raises(SignInRefused):
        finish(vault, pending, "000000")
    acts = [(row.outcome, row.after) for row in reader().scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert acts[-2:] == [("done", "asked_for_code"), ("denied", "signed_in")]
    row = reader().scalars(select(PendingSignIn)).one()
    assert pending not in repr(vars(row))

"""The second factor: a code counts once, drifting clocks are forgiven a step, recovery codes work once."""

import contextlib
import threading
from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.company import Company
from portal.db.people import Person
from portal.db.sign_in import PendingSignIn, RecoveryCode, SecondFactor
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.services.intentions import InputError
from portal.services.people import (
    accounts,
    code_sign_ins,
    own_sessions,
    recovery_codes,
    second_factor_codes,
    second_factors,
)
from portal.services.people.accounts import SignInRefused
from portal.services.people.code_sign_ins import SignInOver
from portal.services.people.second_factor_codes import Verdict, matching_step
from portal.vault import Vault, new_key
from tests import factories
from tests.people import AKI, DANA, PHRASE, RUTH, TOM

HERE = ("127.0.0.1", "Firefox/150.0 (Linux)")


@pytest.fixture
def vault():
    return Vault((new_key(),))


@pytest.fixture
def moment():
    with time_machine.travel(clock.now(), tick=False) as travelled:
        yield travelled


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        yield factories.furnish()


def set_up(world, vault, person=DANA):
    """A counting second factor: its secret and recovery codes."""
    second_factors.begin(vault, world.actor(person))
    secret = second_factors.offer(reader(), vault, reader().get_one(Person, world.id_of(person))).secret
    codes = second_factors.confirm(vault, world.actor(person), pyotp.TOTP(secret).now())
    return secret, codes


def half(person=DANA, address="127.0.0.1"):
    return accounts.sign_in(person.email, PHRASE, address, "").pending


def finish(vault, pending, code, address="127.0.0.1"):
    return code_sign_ins.finish(vault, pending, code, address, "")


def code_of(secret, steps=0):
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * steps))


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


def test_a_code_never_counts_twice(world, vault, moment):
    secret, _ = set_up(world, vault)
    with pytest.raises(SignInRefused, match="used already"):
        finish(vault, half(), code_of(secret))
    moment.shift(30)
    code = code_of(secret)
    assert finish(vault, half(), code).token
    with pytest.raises(SignInRefused, match="used already"):
        finish(vault, half(), code)
    moment.shift(30)
    with pytest.raises(SignInRefused, match="used already"):
        finish(vault, half(), code)
    moment.shift(30)
    with pytest.raises(SignInRefused, match="does not fit"):
        finish(vault, half(), code)


@pytest.mark.parametrize(("steps", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_of_drift_is_forgiven(steps, counts, moment):
    secret = pyotp.random_base32()
    assert (matching_step(secret, code_of(secret, steps), clock.now()) is not None) is counts


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "é١٢٣٤٥", "００００００"])
def test_what_is_no_code_never_fits(typed):
    assert matching_step(pyotp.random_base32(), typed, clock.now()) is None


def test_a_code_may_be_typed_with_a_gap(moment):
    secret = pyotp.random_base32()
    code = code_of(secret)
    assert matching_step(secret, f" {code[:3]} {code[3:]} ", clock.now()) is not None


def winners(app, vault, pending, code):
    """How many of several browsers come in that send `code` at the same moment."""
    gate, won = threading.Barrier(len(pending)), []

    def knock(token):
        with app.app_context():
            gate.wait()
            with contextlib.suppress(SignInRefused):
                won.append(finish(vault, token, code).token)

    threads = [threading.Thread(target=knock, args=(token,)) for token in pending]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(won)


def test_two_tabs_with_the_same_code_have_one_winner(world, vault, plain_app, moment):
    secret, _ = set_up(world, vault)
    won = []
    for _round in range(5):
        moment.shift(60)
        won.append(winners(plain_app, vault, [half() for _ in range(4)], code_of(secret)))
    assert won == [1] * 5


def test_if_the_step_were_not_noted_every_tab_would_come_in(world, vault, plain_app, moment, monkeypatch):
    """The control of the race: the same four, without what stops three of them."""
    secret, _ = set_up(world, vault)
    moment.shift(60)
    monkeypatch.setattr(second_factor_codes, "judge", lambda *_given: Verdict.RIGHT)
    assert winners(plain_app, vault, [half() for _ in range(4)], code_of(secret)) == 4


def test_two_who_type_the_same_recovery_code_have_one_winner(world, vault, plain_app, moment):
    _, codes = set_up(world, vault)
    assert winners(plain_app, vault, [half() for _ in range(4)], codes[0]) == 1
    assert recovery_codes.left(reader(), world.id_of(DANA)) == 9


def test_a_recovery_code_works_once_however_it_is_written(world, vault):
    _, codes = set_up(world, vault)
    assert finish(vault, half(), codes[3].upper().replace("-", " ")).token
    with pytest.raises(SignInRefused, match="does not fit"):
        finish(vault, half(), codes[3])
    assert finish(vault, half(), codes[4]).token
    row = own_sessions.living(reader(), world.id_of(DANA))[0]
    assert row.proved_by == "phrase+recovery"


def test_the_recovery_code_of_another_person_is_worth_nothing(world, vault):
    _, codes = set_up(world, vault, AKI)
    set_up(world, vault, DANA)
    with pytest.raises(SignInRefused):
        finish(vault, half(DANA), codes[0])
    assert recovery_codes.left(reader(), world.id_of(AKI)) == 10


def test_new_recovery_codes_end_the_old_ones(world, vault):
    _, old = set_up(world, vault)
    new = second_factors.renew_recovery_codes(world.actor(DANA))
    with pytest.raises(SignInRefused):
        finish(vault, half(), old[0])
    assert finish(vault, half(), new[0]).token


def test_half_a_sign_in_allows_five_tries_and_ten_minutes(world, vault, moment):
    secret, _ = set_up(world, vault)
    moment.shift(60)
    pending = half()
    for _ in range(4):
        with pytest.raises(SignInRefused):
            finish(vault, pending, "000000")
    with pytest.raises(SignInOver):
        finish(vault, pending, "000000")
    moment.shift(900)
    with pytest.raises(SignInOver):
        finish(vault, pending, code_of(secret))
    late = half()
    moment.shift(601)
    with pytest.raises(SignInOver):
        finish(vault, late, code_of(secret))
    assert finish(vault, half(), code_of(secret)).token


def test_guessing_codes_is_slowed_down_and_keeps_the_owner_out_of_nothing(world, vault, moment):
    secret, _ = set_up(world, vault)
    moment.shift(30)
    office = "192.0.2.10"
    assert finish(vault, half(address=office), code_of(secret), office).token
    tested = 0
    for number in range(100):
        away = f"198.51.{number}.7"
        try:
            finish(vault, half(address=away), "000000", away)
        except SignInRefused as refused:
            tested += not refused.too_many
    assert tested == 20
    moment.shift(30)
    assert finish(vault, half(address=office), code_of(secret), office).token


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

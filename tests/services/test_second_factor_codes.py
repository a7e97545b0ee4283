"""Codes and recovery codes: each counts once, drifting clocks are forgiven a step, guessing leads nowhere."""

import contextlib
import threading

import pyotp
import pytest

from portal import clock
from portal.db.transactions import reader
from portal.services.people import own_sessions, recovery_codes, second_factor_codes, second_factors
from portal.services.people.accounts import SignInRefused
from portal.services.people.code_sign_ins import SignInOver
from portal.services.people.second_factor_codes import Verdict, matching_step
from portal.vault import Vault, new_key
from tests import factories
from tests.people import AKI, DANA
from tests.services.half_sign_ins import code_of, finish, half, set_up


@pytest.fixture
def vault():
    return Vault((new_key(),))


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        yield factories.furnish()


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

"""`portal check --deploy`, people: four eyes, approvers, administrators and the second factor."""

import pytest

from portal import clock
from portal.checks import people_checks as checks
from portal.db.company import Company
from portal.db.people import Person
from portal.db.sign_in import IdentityProvider, SecondFactor
from portal.db.transactions import transaction
from tests.people import AKI, KAREN, TOM


def change(world, person, **columns):
    with transaction() as session:
        row = session.get_one(Person, world.id_of(person))
        for name, value in columns.items():
            setattr(row, name, value)


def company(**columns):
    with transaction() as session:
        row = session.query(Company).one()
        for name, value in columns.items():
            setattr(row, name, value)


def test_four_eyes_off_is_found(place, found):
    assert found(checks.four_eyes, place()) == ""
    company(four_eyes=False)
    assert "whoever sent a budget may accept it" in found(checks.four_eyes, place())


def test_one_approver_and_none_are_found(world, place, found):
    assert found(checks.approvers, place()) == ""
    change(world, KAREN, active=False)
    assert "Only one person" in found(checks.approvers, place())
    change(world, AKI, can_push=False)
    assert "Nobody can push" in found(checks.approvers, place())


def test_a_lonely_administrator_is_found(world, place, found):
    assert found(checks.administrators, place()) == ""
    change(world, TOM, active=False)
    assert "Only one person is directory admin" in found(checks.administrators, place())


def confirm(world, *people, confirmed=True):
    now = clock.now()
    with transaction() as session:
        for person in people:
            factor = SecondFactor(person_id=world.id_of(person), secret="x", created_at=now)
            factor.confirmed_at = now if confirmed else None
            session.add(factor)


def test_without_any_policy_it_is_found(place, found):
    assert "A pass phrase alone lets approvers in" in found(checks.second_factors, place())


def test_whoever_lacks_what_the_policy_asks_is_counted(world, place, found):
    company(second_factor="approvers")
    assert "2 people have set up no second factor" in found(checks.second_factors, place())
    confirm(world, AKI)
    confirm(world, KAREN, confirmed=False)
    assert "1 person has set up no second factor" in found(checks.second_factors, place())
    company(second_factor="everybody")
    assert "7 people have" in found(checks.second_factors, place())


@pytest.mark.parametrize("policy", ["optional", "approvers"])
def test_single_sign_on_brings_its_own_to_those_without_a_pass_phrase(world, place, found, policy):
    company(second_factor=policy)
    with transaction() as session:
        provider = IdentityProvider(
            name="H", issuer="https://id.example", client_id="p", client_secret="x", created_at=clock.now()
        )
        session.add(provider)
    assert "2 " in found(checks.second_factors, place())
    confirm(world, AKI)
    assert "1 " in found(checks.second_factors, place())
    with transaction() as session:
        session.get_one(Person, world.id_of(KAREN)).password_hash = None
    assert found(checks.second_factors, place()) == ""


def test_a_provider_that_is_switched_off_brings_nothing(place, found):
    with transaction() as session:
        session.add(
            IdentityProvider(
                name="H",
                issuer="https://id.example",
                client_id="p",
                client_secret="x",
                active=False,
                created_at=clock.now(),
            )
        )
    assert "no single sign-on is set" in found(checks.second_factors, place())

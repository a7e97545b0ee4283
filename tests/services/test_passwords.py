"""Pass phrases: argon2id with the parameters we chose, the same work for nobody, and what is too easy to guess."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from portal.services.people import passwords

GOOD = "rain falls on the gravel"


def test_a_hash_is_argon2id_of_at_least_nineteen_mebibytes_and_salted():
    one, two = passwords.hash_phrase(GOOD), passwords.hash_phrase(GOOD)
    found = extract_parameters(one)
    assert found.type is Type.ID
    assert found.memory_cost >= 19 * 1024
    assert found.time_cost >= 2
    assert one != two
    assert GOOD not in one


def test_only_the_phrase_itself_fits():
    stored = passwords.hash_phrase(GOOD)
    assert passwords.is_right(stored, GOOD)
    for wrong in ("", GOOD.upper(), f"{GOOD} ", GOOD[:-1], "x" * 10_000):
        assert not passwords.is_right(stored, wrong)


@pytest.mark.parametrize("stored", [None, "", "plain text", "$argon2id$broken"])
def test_without_a_proper_hash_nothing_fits(stored):
    assert not passwords.is_right(stored, GOOD)
    assert not passwords.is_right(stored, "nobody has this pass phrase")


def test_a_hash_of_other_parameters_is_outdated():
    assert not passwords.is_outdated(passwords.hash_phrase(GOOD))
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD))


@pytest.mark.parametrize(
    "phrase",
    [
        "short",
        "x" * 201,
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "password1234",
        "PassWord 1234",
        "correct horse battery staple",
    ],
)
def test_what_is_guessed_first_is_refused_with_a_sentence(phrase):
    assert passwords.problem(phrase).endswith(".")


@pytest.mark.parametrize("phrase", ["Aki Sato 1234", "aki.sato@haldenrowe.example", "akisato2026!!"])
def test_name_and_address_are_refused(phrase):
    assert "name or address" in passwords.problem(phrase, ("Aki Sato", "aki.sato@haldenrowe.example"))


@pytest.mark.parametrize(
    "phrase", [GOOD, "x7#kq-Lm2!pz", "zwölf Boxkämpfer", "a" * 5 + "bcdefgh jkl", "y" * 150 + "abcdef"]
)
def test_long_and_unusual_ones_are_taken(phrase):
    assert passwords.problem(phrase, ("Aki Sato", "aki.sato@haldenrowe.example")) == ""

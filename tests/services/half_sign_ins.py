"""Signing in with a second factor, for tests: setting one up, the half after the phrase, and the half with the code."""

from datetime import timedelta

import pyotp

from portal import clock
from portal.db.people import Person
from portal.db.transactions import reader
from portal.services.people import accounts, code_sign_ins, second_factors
from tests.people import DANA, PHRASE


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

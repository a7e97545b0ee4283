"""An invitation is withdrawn from who never came, however they would have come."""

import pytest

from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.services.intentions import InputError
from portal.services.people import accounts, invitations
from tests import factories
from tests.people import DANA, PHRASE, RUTH


@pytest.fixture
def world(plain_sqlite_app):
    with plain_sqlite_app.app_context():
        yield factories.furnish()


def without_phrase(world):
    with transaction() as session:
        session.get_one(Person, world.id_of(DANA)).password_hash = None


def active(world):
    reader().rollback()
    return reader().get_one(Person, world.id_of(DANA)).active


def test_who_was_here_without_a_pass_phrase_of_now_keeps_the_account(world):
    accounts.sign_in(DANA.email, PHRASE, "127.0.0.1", "Firefox")
    without_phrase(world)
    with pytest.raises(InputError, match="came in meanwhile"):
        invitations.withdraw(world.actor(RUTH), world.id_of(DANA))
    assert active(world)


def test_who_never_came_is_closed(world):
    without_phrase(world)
    invitations.withdraw(world.actor(RUTH), world.id_of(DANA))
    assert not active(world)

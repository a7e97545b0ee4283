"""Changing one's pass phrase, hashes of older parameters, single permissions, and names of browsers."""

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import select

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.people import BudgetPermission, Person
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Granular, Level
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import accounts, budget_permissions, own_sessions, passwords
from portal.services.people.account_page import say_browser
from tests import factories
from tests.people import AKI, DANA, PHRASE, RUTH

NEW = "rain falls on the gravel"


@pytest.fixture
def world(app):
    with app.app_context():
        yield factories.furnish()


def change(world, old=PHRASE, new=NEW):
    token = accounts.sign_in(DANA.email, PHRASE, "127.0.0.1", "").token
    row = own_sessions.find(reader(), token)
    return accounts.change_phrase(world.id_of(DANA), row.id, old, new, "127.0.0.1")


@pytest.mark.parametrize(
    ("old", "new", "field", "sentence"),
    [
        ("not mine", NEW, "old", "This is not your pass phrase now."),
        (PHRASE, "short", "new", "at least 12 characters"),
        (PHRASE, "Dana Whitfield 1", "new", "your name or address"),
    ],
)
def test_a_change_that_cannot_be_is_said_at_its_field(world, old, new, field, sentence):
    with pytest.raises(InputError, match=sentence) as refused:
        change(world, old, new)
    assert refused.value.field == field
    assert accounts.sign_in(DANA.email, PHRASE, "127.0.0.1", "").token


def test_guessing_the_old_phrase_from_an_open_session_is_slowed_down(world):
    with time_machine.travel(clock.now(), tick=False):
        for _ in range(5):
            with pytest.raises(InputError, match="not your pass phrase"):
                change(world, "a guess")
        with pytest.raises(InputError, match="Wait 1 second, then try again"):
            change(world, PHRASE)


def test_an_older_hash_is_renewed_at_sign_in(world):
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PHRASE)
    with transaction() as session:
        session.get_one(Person, world.id_of(DANA)).password_hash = weak
    accounts.sign_in(DANA.email, PHRASE, "127.0.0.1", "")
    stored = reader().get_one(Person, world.id_of(DANA)).password_hash
    assert stored != weak
    assert passwords.is_right(stored, PHRASE)
    assert not passwords.is_outdated(stored)


def test_ending_a_session_that_is_not_there_or_not_mine_is_no_act(world):
    token = accounts.sign_in(AKI.email, PHRASE, "127.0.0.1", "").token
    row = own_sessions.find(reader(), token)
    for session_id in (row.id, 9_999):
        accounts.end_session(world.actor(DANA), session_id)
    assert own_sessions.find(reader(), token) is not None
    assert "ended_session" not in reader().scalars(select(AuditEvent.after)).all()


def test_single_permissions_are_replaced_and_removed_as_a_whole(world):
    project, ruth, dana = factories.make_project(world), world.actor(RUTH), world.id_of(DANA)
    budget_permissions.put(
        ruth, dana, project, Level.READ_ONLY, [Granular.LOCK, Granular.SEND, Granular.LOCK]
    )
    budget_permissions.put(ruth, dana, project, Level.STANDARD, [Granular.SEND])
    row = reader().scalars(select(BudgetPermission).where(BudgetPermission.person_id == dana)).one()
    assert (row.level, row.granular) == ("standard", ["send_and_retrieve"])
    said = reader().scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert said.before == "budget Read only, lock_budget, send_and_retrieve"
    assert said.after == "budget Standard, send_and_retrieve"
    for _ in range(2):
        budget_permissions.remove(ruth, dana, project)
    assert reader().scalars(select(BudgetPermission).where(BudgetPermission.person_id == dana)).all() == []


def test_permissions_need_a_person_a_project_and_a_level(world):
    project, ruth, dana = factories.make_project(world), world.actor(RUTH), world.id_of(DANA)
    with pytest.raises(InputError, match="Choose a project"):
        budget_permissions.put(ruth, dana, 999, Level.ADMIN, [])
    with pytest.raises(InputError, match="Choose a level"):
        budget_permissions.put(ruth, dana, project, None, [])
    with pytest.raises(NotFoundError):
        budget_permissions.put(ruth, 999, project, Level.ADMIN, [])


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/149.0 Safari/537.36 Edg/149.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0)", "A browser on macOS"),
        ("curl/8.5.0", "curl"),
        ("<script>", "An unnamed browser"),
        ("", "An unnamed browser"),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(agent, name):
    assert say_browser(agent) == name

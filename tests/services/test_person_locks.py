"""People who change people at the same moment: nobody waits for ever, and nobody slips through."""

import threading
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from portal.db.base import database
from portal.db.people import Person
from portal.db.transactions import reader
from portal.domain.denials import Denied
from portal.domain.vocabulary import Level
from portal.services.people import directory, mail_wishes, privileges
from tests import factories
from tests.people import AKI, KAREN, RUTH, TOM


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        yield factories.furnish()


@contextmanager
def slowly_locking():
    """After each row of a person that is locked, wait: whoever locks in another order now meets the other one."""

    def wait(_connection, _cursor, statement, *_rest):
        if "FOR " in statement and f"FROM {Person.__tablename__} " in statement:
            time.sleep(0.15)

    event.listen(database.engine, "after_cursor_execute", wait)
    try:
        yield
    finally:
        event.remove(database.engine, "after_cursor_execute", wait)


def at_the_same_moment(app, *acts):
    """Do each act in a thread; returns the exceptions."""
    barrier, found = threading.Barrier(len(acts)), []

    def press(act):
        with app.app_context():
            barrier.wait(timeout=30)
            try:
                act()
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                found.append(error)

    threads = [threading.Thread(target=press, args=(act,)) for act in acts]
    with slowly_locking():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
    reader().rollback()
    return found


def test_two_admins_who_change_each_other_do_not_wait_for_ever(world, plain_app):
    ruth, tom = world.actor(RUTH), world.actor(TOM)
    reader().rollback()
    found = at_the_same_moment(
        plain_app,
        lambda: directory.set_approval_mail(ruth, tom.id, "daily"),
        lambda: directory.set_approval_mail(tom, ruth.id, "daily"),
    )
    assert found == []
    statement = select(Person.approval_mail).where(Person.id.in_((ruth.id, tom.id)))
    assert reader().scalars(statement).all() == ["daily", "daily"]


def test_of_two_admins_who_take_each_others_level_one_is_refused(world, plain_app):
    ruth, tom = world.actor(RUTH), world.actor(TOM)
    reader().rollback()
    found = at_the_same_moment(
        plain_app,
        lambda: directory.change_levels(ruth, tom.id, {"directory": Level.NONE}),
        lambda: directory.change_levels(tom, ruth.id, {"directory": Level.NONE}),
    )
    assert [type(error) for error in found] == [Denied]
    assert len(privileges.directory_admins(reader())) == 1


def test_somebody_who_changes_the_own_row_in_two_windows_is_not_stopped(world, plain_app):
    aki = world.actor(AKI)
    reader().rollback()
    found = at_the_same_moment(
        plain_app,
        lambda: directory.set_approval_mail(aki, aki.id, "off"),
        lambda: mail_wishes.set_erp_digest(aki, aki.id, wanted=False),
    )
    assert found == []
    row = reader().get_one(Person, aki.id)
    assert (row.approval_mail, row.erp_digest) == ("off", False)


def test_of_two_approvers_who_take_the_privilege_from_each_other_one_stays(world, plain_app):
    aki, karen = world.actor(AKI), world.actor(KAREN)
    reader().rollback()
    found = at_the_same_moment(
        plain_app,
        lambda: privileges.revoke(aki, karen.id),
        lambda: privileges.revoke(karen, aki.id),
    )
    assert [type(error) for error in found] == [Denied]
    assert len(reader().scalars(select(Person.id).where(Person.can_push)).all()) == 1

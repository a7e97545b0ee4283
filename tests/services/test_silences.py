"""A caller that stopped calling: who is missed, and one mail for each silence."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.services.mails import silence_mails
from portal.services.sync import silences
from tests import factories
from tests.people import KAREN, RUTH, TOM, Fixed
from tests.services.test_exchange_races import at_once

HOUR = timedelta(minutes=60)


def mails():
    reader().rollback()
    return [(row.to_address, row.subject) for row in reader().query(Mail).order_by(Mail.id)]


def called(connection_id, **ago):
    with transaction() as session:
        row = session.get_one(ErpConnection, connection_id)
        row.last_contact_at = clock.now() - timedelta(**ago)


def told():
    return silence_mails.tell_administrators(HOUR)


def silence(connection_id):
    reader().rollback()
    return silences.silence_of(reader(), reader().get_one(ErpConnection, connection_id), HOUR)


@pytest.fixture
def administrators(queue):
    with transaction() as session:
        for fixed in (RUTH, TOM, KAREN):
            factories.make_person(session, fixed)
        gone = factories.make_person(session, Fixed("Gone Admin", "Left", erp="admin"))
        gone.active = False


def test_one_mail_to_each_administrator_for_each_silence(queue, administrators):
    called(queue.connection_id, minutes=59)
    queue.order()
    queue.let_pass(minutes=90)
    assert told() == 0
    called(queue.connection_id, minutes=74)
    assert told() == 1
    assert told() == 0
    assert mails() == [(RUTH.email, "The scripted caller of QuickBooks has been silent for 1 hour")]
    called(queue.connection_id, minutes=61)
    assert told() == 0, "it has not called since the mail"


def test_after_a_call_the_next_silence_is_told_again(queue, administrators):
    called(queue.connection_id, minutes=74)
    queue.order()
    queue.let_pass(minutes=90)
    assert told() == 1
    called(queue.connection_id, minutes=0)
    assert told() == 0
    called(queue.connection_id, minutes=61)
    assert told() == 1
    assert len(mails()) == 2


def test_many_tickers_tell_once(queue, administrators, plain_app):
    called(queue.connection_id, minutes=74)
    queue.order()
    queue.let_pass(minutes=90)
    found, failed = at_once(plain_app, lambda _number: told())
    assert failed == []
    assert sum(found) == 1
    assert len(mails()) == 1


def test_the_mail_says_what_waits_and_where_to_look(queue, administrators):
    called(queue.connection_id, minutes=74)
    queue.order()
    queue.let_pass(minutes=90)
    told()
    (row,) = reader().query(Mail)
    assert "1 request waits for it." in row.text
    assert f"@@portal@@/settings/connections/{queue.connection_id}" in row.text
    assert "Check that it runs on the computer with the company file" in row.html


def test_who_is_opened_by_hand_is_missed_only_when_something_waits(queue):
    called(queue.connection_id, minutes=300)
    assert silence(queue.connection_id) is None
    queue.order()
    queue.let_pass(minutes=61)
    assert silence(queue.connection_id).waiting == 1
    queue.pause()
    assert silence(queue.connection_id) is None


def test_an_agent_is_missed_by_itself_once_it_has_called(agent):
    with transaction() as session:
        session.get_one(ErpConnection, agent.connection_id).created_at -= timedelta(hours=5)
    assert silence(agent.connection_id) is None
    called(agent.connection_id, minutes=74)
    found = silence(agent.connection_id)
    assert found.waiting == 0
    assert "Check that it runs on the computer with the company database." in found.sentence
    assert "requests" not in found.sentence


def test_a_person_who_only_audits_gets_no_mail(queue, administrators):
    with transaction() as session:
        session.query(Person).filter_by(email=RUTH.email).one().auditor = True
    called(queue.connection_id, minutes=74)
    queue.order()
    queue.let_pass(minutes=90)
    told()
    assert mails() == []

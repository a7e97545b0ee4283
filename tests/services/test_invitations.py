"""One-time links: once, for one person, within their term; and the first administrator of an empty portal."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.db.company import Company
from portal.db.mails import Mail
from portal.db.people import OneTimeLink, Person, SignedInSession
from portal.db.transactions import reader
from portal.services.intentions import InputError, NotFoundError
from portal.services.mails import mail_outbox
from portal.services.people import departures, directory, invitations, one_time_links
from portal.services.people.directory import NewPerson
from portal.services.people.invitations import Arrival
from tests import factories
from tests.people import AKI, DANA, RUTH

PHRASE = "a kettle and three stones"
FOUNDING = Arrival(PHRASE, "Mona Reyes", "Mona@reyes.example", "Reyes Homes", "America/Denver")


@pytest.fixture
def empty(app):
    with app.app_context():
        yield app


@pytest.fixture
def world(app):
    with app.app_context():
        yield factories.furnish()


def test_the_first_administrator_founds_the_company(empty):
    token = invitations.invite_first_admin()
    assert invitations.guest_of(reader(), token).founds
    assert invitations.accept(token, FOUNDING, "127.0.0.1", "")
    company, person = reader().scalars(select(Company)).one(), reader().scalars(select(Person)).one()
    assert (company.name, company.timezone) == ("Reyes Homes", "America/Denver")
    assert (person.name, person.email, person.directory_level) == (
        "Mona Reyes",
        "mona@reyes.example",
        "admin",
    )
    assert not person.can_push
    assert invitations.invite_first_admin() is None


def test_each_console_link_ends_the_one_before_and_makes_no_second_person(empty):
    first = invitations.invite_first_admin()
    second = invitations.invite_first_admin()
    assert invitations.guest_of(reader(), first) is None
    assert invitations.guest_of(reader(), second) is not None
    assert len(reader().scalars(select(Person)).all()) == 1
    assert len(reader().scalars(select(Company)).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Arrival("short", "Mona Reyes", "m@reyes.example", "Reyes"), "phrase"),
        (Arrival("mona reyes 1234", "Mona Reyes", "m@reyes.example", "Reyes"), "phrase"),
        (Arrival(PHRASE, "", "m@reyes.example", "Reyes"), "name"),
        (Arrival(PHRASE, "Mona Reyes", "nobody", "Reyes"), "email"),
        (Arrival(PHRASE, "Mona Reyes", "m@reyes.example", " "), "company"),
        (Arrival(PHRASE, "Mona Reyes", "m@reyes.example", "Reyes", "Mars/Olympus"), "timezone"),
    ],
)
def test_a_mistake_uses_nothing_up(empty, wrong, field):
    token = invitations.invite_first_admin()
    with pytest.raises(InputError) as refused:
        invitations.accept(token, wrong, "127.0.0.1", "")
    assert refused.value.field == field
    assert invitations.accept(token, FOUNDING, "127.0.0.1", "")


def test_a_link_works_once_and_ends_earlier_sessions(world):
    person_id = directory.add_person(world.actor(RUTH), NewPerson("Noor Haddad", "noor@haldenrowe.example"))
    token = invitations.invite(world.actor(RUTH), person_id)
    invitations.accept(token, Arrival(PHRASE), "127.0.0.1", "")
    with pytest.raises(NotFoundError, match="used or has expired"):
        invitations.accept(token, Arrival("another kettle, other stones"), "127.0.0.1", "")
    sessions = reader().scalars(select(SignedInSession).where(SignedInSession.person_id == person_id)).all()
    assert [row.ended_at for row in sessions] == [None]


def test_a_link_expires_and_dies_with_the_account(world):
    person_id = directory.add_person(world.actor(RUTH), NewPerson("Noor Haddad", "noor@haldenrowe.example"))
    token = invitations.invite(world.actor(RUTH), person_id)
    with time_machine.travel(clock.now() + one_time_links.TERMS["invitation"] + timedelta(seconds=1)):
        assert invitations.guest_of(reader(), token) is None
    assert invitations.guest_of(reader(), token) is not None
    departures.deactivate(world.actor(RUTH), person_id)
    assert invitations.guest_of(reader(), token) is None


@pytest.mark.parametrize("token", ["", "x", "../..", "0" * 500])
def test_an_unknown_token_leads_nowhere(world, token):
    assert invitations.guest_of(reader(), token) is None


def test_the_mailed_link_exists_only_in_the_letter(app, world, settings, mail_sink):
    directory.add_person(world.actor(RUTH), NewPerson("Noor Haddad", "noor@haldenrowe.example"))
    mail_id = reader().scalar(select(Mail.id))
    assert reader().scalars(select(OneTimeLink)).all() == []
    assert mail_outbox.deliver(replace(settings, smtp_port=mail_sink.port), mail_id)
    letter = str(mail_sink.mails[0].text)
    token = re.search(r"http://localhost/welcome/([\w-]+)", letter)[1]
    assert invitations.guest_of(reader(), token).name == "Noor Haddad"
    row = reader().get(Mail, mail_id, populate_existing=True)
    assert token not in row.text
    assert token not in row.html


def test_a_forgotten_pass_phrase_is_replaced_by_mail_only(world):
    with pytest.raises(InputError, match="Mail a link instead"):
        invitations.invite(world.actor(RUTH), world.id_of(AKI))
    invitations.mail_link(world.actor(RUTH), world.id_of(AKI))
    assert reader().scalars(select(Mail.to_address)).all() == [AKI.email]


def test_only_a_directory_admin_invites(world):
    for act in (
        lambda: invitations.invite(world.actor(DANA), world.id_of(DANA)),
        lambda: invitations.mail_link(world.actor(DANA), world.id_of(AKI)),
        lambda: directory.add_person(world.actor(DANA), NewPerson("A B", "a@b.example")),
    ):
        with pytest.raises(Exception, match="needs Directory: Admin"):
            act()

"""Granting and taking Can Push to Accounting: once, at once, on both databases, and for the approval links too."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.db.mails import Mail
from portal.db.people import Person, PrivilegeChange
from portal.db.submissions import ApprovalLink
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.domain.people import CONSOLE
from portal.domain.vocabulary import Action
from portal.services.intentions import NotFoundError
from portal.services.people import departures, privileges
from portal.services.submissions import approval_links, waiting
from portal.services.submissions.approvals import RejectInput
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS, RUTH, TOM


@pytest.fixture
def world(app):
    with app.app_context():
        yield factories.furnish()


def holds_it(world, person):
    return reader().scalar(select(Person.can_push).where(Person.id == world.id_of(person)))


def test_the_console_grants_the_first_one_by_the_same_rules(world):
    assert (
        privileges.change_from_console(f" {LUIS.email.upper()} ", "first approver", granted=True) == LUIS.name
    )
    assert holds_it(world, LUIS)
    with pytest.raises(Denied, match="Needs ERP Integrations"):
        privileges.change_from_console(DANA.email, "", granted=True)
    with pytest.raises(NotFoundError, match="Nobody in the directory"):
        privileges.change_from_console("nobody@haldenrowe.example", "", granted=True)
    change = reader().scalars(select(PrivilegeChange)).one()
    assert (change.by_id, change.by_name, change.reason) == (None, CONSOLE.name, "first approver")


def test_granting_twice_is_one_change(world):
    for _ in range(3):
        privileges.grant(world.actor(RUTH), world.id_of(LUIS))
    assert len(reader().scalars(select(PrivilegeChange)).all()) == 1


def test_two_admins_at_the_same_moment_make_one_change(app, world):
    barrier = threading.Barrier(2)

    def press(person):
        with app.app_context():
            actor = world.actor(person)
            reader().rollback()
            barrier.wait()
            privileges.grant(actor, world.id_of(LUIS))

    threads = [threading.Thread(target=press, args=(person,)) for person in (RUTH, TOM)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader().rollback()
    assert len(reader().scalars(select(PrivilegeChange)).all()) == 1


def test_who_lost_the_privilege_cannot_take_it_from_others(world):
    aki = world.actor(AKI)
    privileges.revoke(aki, world.id_of(AKI), "leaving")
    with pytest.raises(Denied):
        privileges.revoke(world.actor(AKI), world.id_of(KAREN))
    assert holds_it(world, KAREN)


def test_somebody_deactivated_is_not_granted_anything(world):
    departures.deactivate(world.actor(RUTH), world.id_of(LUIS))
    with pytest.raises(Denied, match="deactivated"):
        privileges.grant(world.actor(RUTH), world.id_of(LUIS))


def test_approval_links_die_with_the_privilege(world):
    project = factories.make_project(world)
    factories.add_lines(world, project, DANA, ("01-100", "L", 125_000))
    factories.act(world, project, DANA, Action.LOCK)
    submission = factories.act(world, project, DANA, Action.SEND)
    with transaction() as session:
        for person in (AKI, KAREN):
            approval_links.issue(session, submission, world.id_of(person))
    privileges.revoke(world.actor(RUTH), world.id_of(AKI))
    links = reader().scalars(select(ApprovalLink).order_by(ApprovalLink.person_id))
    assert [link.person_id for link in links if link.ended_at is None] == [world.id_of(KAREN)]


def test_a_reason_comes_within_a_quarter_of_an_hour_or_not_at_all(world, monkeypatch):
    privileges.grant(world.actor(RUTH), world.id_of(LUIS))
    change = reader().scalars(select(PrivilegeChange)).one()
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    privileges.explain(world.actor(RUTH), change.id, "too late")
    assert reader().scalar(select(PrivilegeChange.reason)) == ""


def test_the_mail_names_who_did_it_and_why(world):
    privileges.revoke(world.actor(RUTH), world.id_of(AKI), "Parental leave")
    mails = reader().scalars(select(Mail).order_by(Mail.to_address)).all()
    assert [mail.to_address for mail in mails] == [AKI.email, KAREN.email]
    for mail in mails:
        assert mail.subject == "Ruth Adeyemi took Can push to accounting from Aki Sato"
        assert "Parental leave" in mail.text
        assert "Parental leave" in mail.html


def test_the_number_beside_home_counts_what_a_person_may_decide(world):
    project = factories.make_project(world)
    factories.add_lines(world, project, DANA, ("01-100", "L", 125_000))
    factories.act(world, project, DANA, Action.LOCK)
    assert waiting.count_for(reader(), world.actor(AKI)) == 0
    factories.act(world, project, DANA, Action.SEND)
    counts = {
        person.name: waiting.count_for(reader(), world.actor(person)) for person in (AKI, KAREN, DANA, RUTH)
    }
    assert counts == {AKI.name: 1, KAREN.name: 1, DANA.name: 0, RUTH.name: 0}


def test_what_came_back_counts_for_its_sender(world):
    project = factories.make_project(world)
    factories.add_lines(world, project, DANA, ("01-100", "L", 125_000))
    factories.act(world, project, DANA, Action.LOCK)
    submission = factories.act(world, project, DANA, Action.SEND)
    factories.act(world, project, AKI, Action.REJECT, given=RejectInput(submission), reason="Too low")
    counts = {person.name: waiting.count_for(reader(), world.actor(person)) for person in (AKI, DANA)}
    assert counts == {AKI.name: 0, DANA.name: 1}


def test_a_budget_that_the_approver_sent_does_not_count_for_him(world):
    project = factories.make_project(world)
    privileges.grant(world.actor(RUTH), world.id_of(LUIS))
    factories.add_lines(world, project, DANA, ("01-100", "L", 125_000))
    factories.act(world, project, LUIS, Action.LOCK)
    factories.act(world, project, LUIS, Action.SEND)
    assert waiting.count_for(reader(), world.actor(LUIS)) == 0
    assert waiting.count_for(reader(), world.actor(AKI)) == 1

"""Somebody leaves: everything ends at once, what is held goes to a keeper, the last approver only knowingly."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.delegations import Delegation
from portal.db.people import OneTimeLink, Person, SignedInSession
from portal.db.submissions import ApprovalLink
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.people import departures, holdings, one_time_links, own_sessions, privileges, take_overs
from portal.services.people.departures import HandOver
from portal.services.people.last_approvers import LastApproverError
from portal.services.submissions import approval_links, waiting
from portal.services.submissions.approvals import RejectInput
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS, PRIYA, RUTH, TOM


@pytest.fixture
def world(app):
    with app.app_context():
        yield factories.furnish()


def sent(world, name="Maple St 116", number="2026001", person=DANA):
    project = factories.make_project(world, name, number)
    factories.add_lines(world, project, DANA, ("01-100", "L", 125_000))
    factories.act(world, project, person, Action.LOCK)
    return project, factories.act(world, project, person, Action.SEND)


def held(world, person):
    reader().rollback()
    return {
        each.project: each for each in holdings.read(reader(), reader().get_one(Person, world.id_of(person)))
    }


def counts(world, *people):
    reader().rollback()
    return [waiting.count_for(reader(), world.actor(person)) for person in people]


def test_everything_that_lets_the_person_act_ends(world):
    _, submission = sent(world)
    aki = world.id_of(AKI)
    with transaction() as session:
        own_sessions.open_session(session, aki, "127.0.0.1", "")
        one_time_links.issue(session, aki, one_time_links.INVITATION)
        approval_links.issue(session, submission, aki)
        now = clock.now()
        row = Delegation(person_id=aki, substitute_id=world.id_of(KAREN), starts_at=now, created_at=now)
        row.ends_at = now + timedelta(days=3)
        session.add(row)
    departures.deactivate(world.actor(RUTH), aki)
    reader().rollback()
    for table, ended in (
        (SignedInSession, SignedInSession.ended_at),
        (OneTimeLink, OneTimeLink.used_at),
        (ApprovalLink, ApprovalLink.ended_at),
    ):
        assert reader().scalars(select(ended).where(table.person_id == aki)).all() != [None]
    assert reader().scalars(select(Delegation.ended_at)).one() is not None
    row = reader().get_one(Person, aki)
    assert (row.active, row.can_push) == (False, False)
    departures.reactivate(world.actor(RUTH), aki)
    reader().rollback()
    row = reader().get_one(Person, aki)
    assert (row.active, row.can_push, row.name) == (True, False, AKI.name)


def test_what_is_held_is_listed_with_its_reasons(world):
    waits, submission = sent(world)
    back, returned = sent(world, "Newtown", "2026002")
    factories.act(world, back, AKI, Action.REJECT, given=RejectInput(returned), reason="Too low")
    found = held(world, DANA)
    assert found["Maple St 116 (2026001)"].reasons == "waits for accounting, sent by this person"
    assert "came back to this person" in found["Newtown (2026002)"].reasons
    assert held(world, LUIS) == {}
    takers = {name for _, name in found["Maple St 116 (2026001)"].takers}
    assert takers == {LUIS.name, PRIYA.name}
    assert submission
    assert waits


def test_the_keeper_gets_what_comes_back_and_who_left_does_not(world):
    project, submission = sent(world)
    departures.deactivate(world.actor(RUTH), world.id_of(DANA), HandOver(to_all=world.id_of(LUIS)))
    factories.act(world, project, AKI, Action.REJECT, given=RejectInput(submission), reason="Too low")
    assert counts(world, LUIS, DANA, PRIYA) == [1, 0, 0]
    assert "came back to this person" in held(world, LUIS)["Maple St 116 (2026001)"].reasons
    events = reader().scalars(select(AuditEvent).where(AuditEvent.action == "take_over")).all()
    assert [(event.actor_name, event.before, event.after) for event in events] == [(RUTH.name, "", LUIS.name)]


def test_who_sends_it_again_keeps_it_from_then_on(world):
    project, submission = sent(world)
    take_overs.take_over(world.actor(RUTH), factories.budget_of(project).id, world.id_of(LUIS))
    factories.act(world, project, AKI, Action.REJECT, given=RejectInput(submission), reason="Too low")
    factories.act(world, project, DANA, Action.LOCK)
    again = factories.act(world, project, DANA, Action.SEND)
    factories.act(world, project, AKI, Action.REJECT, given=RejectInput(again), reason="Still too low")
    assert counts(world, LUIS, DANA) == [0, 1]


def test_only_somebody_who_can_send_it_takes_a_budget_over(world):
    project, _ = sent(world)
    budget = factories.budget_of(project).id
    for person in (AKI, RUTH, TOM):
        with pytest.raises(InputError, match="cannot send the budget"):
            take_overs.take_over(world.actor(RUTH), budget, world.id_of(person))
    departures.deactivate(world.actor(RUTH), world.id_of(LUIS))
    with pytest.raises(InputError, match="cannot send"):
        take_overs.take_over(world.actor(RUTH), budget, world.id_of(LUIS))
    with pytest.raises(Denied, match="needs Directory: Admin"):
        take_overs.take_over(world.actor(PRIYA), budget, world.id_of(PRIYA))
    assert factories.budget_of(project).keeper_id is None


def test_a_refused_hand_over_leaves_the_person_active(world):
    project, _ = sent(world)
    wish = HandOver(singly={factories.budget_of(project).id: world.id_of(AKI)})
    with pytest.raises(InputError):
        departures.deactivate(world.actor(RUTH), world.id_of(DANA), wish)
    reader().rollback()
    assert reader().get_one(Person, world.id_of(DANA)).active


def test_nobody_deactivates_himself_or_the_last_admin(world):
    with pytest.raises(InputError, match="cannot deactivate yourself"):
        departures.deactivate(world.actor(RUTH), world.id_of(RUTH))
    departures.deactivate(world.actor(RUTH), world.id_of(TOM))
    with pytest.raises(Denied):
        departures.deactivate(world.actor(TOM), world.id_of(RUTH))


def test_the_last_approver_goes_only_knowingly(world):
    ruth, aki = world.actor(RUTH), world.id_of(AKI)
    privileges.revoke(ruth, world.id_of(KAREN))
    for act in (
        lambda **more: departures.deactivate(ruth, aki, **more),
        lambda **more: privileges.revoke(ruth, aki, **more),
    ):
        with pytest.raises(LastApproverError, match="last person who can accept budgets"):
            act()
    departures.deactivate(ruth, aki, aware=True)
    reader().rollback()
    assert not reader().get_one(Person, aki).active


def test_two_admins_cannot_take_the_last_two_away_at_once(app, world):
    barrier, refused = threading.Barrier(2), []

    def press(admin, holder):
        with app.app_context():
            actor = world.actor(admin)
            reader().rollback()
            barrier.wait()
            try:
                privileges.revoke(actor, world.id_of(holder))
            except LastApproverError as error:
                refused.append(error)

    threads = [threading.Thread(target=press, args=each) for each in ((RUTH, AKI), (TOM, KAREN))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader().rollback()
    left = reader().scalars(select(Person.name).where(Person.can_push)).all()
    assert (len(left), len(refused)) == (1, 1)

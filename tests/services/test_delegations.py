"""Substitutes: who may name whom and for how long, where the requests go meanwhile, and how it ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from portal.db.audit import AuditEvent
from portal.db.delegations import Delegation
from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.next_steps import Turn
from portal.domain.vocabulary import Action
from portal.services.budget_facts import read_facts
from portal.services.home import home_page
from portal.services.intentions import InputError, NotFoundError
from portal.services.mails import daily_summaries
from portal.services.people import delegations
from portal.services.people.delegations import Wish, standing_in_for, substitute_of
from portal.services.submissions import review_page
from portal.services.submissions.next_persons import may_decide, names_of
from portal.services.submissions.submissions import current_submission
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS, RUTH, TOM, VERA, Fixed
from tests.services.test_exchange_races import at_once
from tests.submitted import accept, send

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""09:00 in Chicago."""
TODAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
IN_PLACE = "Aki Sato (in place of Karen Boyle until Fri 27 Nov)"
NINA = Fixed("Nina Castellano", "Accounting approver", erp="standard", can_push=True)


@pytest.fixture
def world(plain_app):
    with plain_app.app_context(), time_machine.travel(MONDAY, tick=False):
        on_bell(lambda _bell: None)
        yield factories.furnish()


def name(world, substitute=AKI, person=KAREN, by=None, first=TODAY, last=FRIDAY):
    wish = Wish(world.id_of(substitute), first, last)
    return delegations.create(world.actor(by or person), world.id_of(person), wish)


def refused(world, field, **wish):
    with pytest.raises(InputError) as caught:
        name(world, **wish)
    assert caught.value.field == field
    reader().rollback()
    return str(caught.value)


def add(world, fixed=NINA):
    with transaction() as session:
        world.people[fixed.email] = factories.make_person(session, fixed).id


def change(world, person, **columns):
    with transaction() as session:
        for key, value in columns.items():
            setattr(session.get_one(Person, world.id_of(person)), key, value)


def mails(kind="approval_request"):
    reader().rollback()
    return {row.to_address: row for row in reader().query(Mail).filter_by(kind=kind).order_by(Mail.id)}


def names(project_id):
    reader().rollback()
    session, budget = reader(), factories.budget_of(project_id)
    facts = read_facts(session, budget)
    return names_of(session, budget, facts, Turn.APPROVERS), may_decide(session, budget, facts)


def test_requests_reach_the_substitute_and_not_the_absent_one(world):
    name(world)
    send(world)
    found = mails()
    assert set(found) == {AKI.email}
    assert "You or Karen Boyle can accept or reject it." in found[AKI.email].text
    assert "You get this in place of Karen Boyle until Fri 27 Nov." in found[AKI.email].text


def test_it_grants_nothing_and_takes_nothing(world):
    name(world)
    project = send(world)
    told, able = names(project)
    assert told == (IN_PLACE,)
    assert {person.name for person in able} == {AKI.name, KAREN.name}
    accept(world, project, KAREN)


def test_home_review_and_summary_name_the_substitute(world):
    name(world)
    project = send(world)
    (row,) = home_page.read(reader(), world.actor(DANA)).way
    assert row.who == f"{IN_PLACE}:"
    (own,) = home_page.read(reader(), world.actor(AKI)).needs
    assert own.others == "in place of Karen Boyle until Fri 27 Nov"
    lead = "You (in place of Karen Boyle until Fri 27 Nov) must act."
    assert review_page.read(reader(), world.actor(AKI, project), project, 1).lead == lead
    assert review_page.read(reader(), world.actor(DANA, project), project, 1).lead == f"{IN_PLACE} must act."
    reader().rollback()
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        assert daily_summaries.summarize() == 1
        found = mails("daily_summary")
    assert set(found) == {AKI.email}
    assert "for you (in place of Karen Boyle until Fri 27 Nov)." in found[AKI.email].text


def test_where_the_substitute_may_not_decide_the_absent_one_is_asked_after_all(world):
    """Aki locked it, so under four eyes only Karen may decide: nobody could do it in her place."""
    name(world)
    project = factories.make_project(world)
    factories.add_lines(world, project, DANA, ("01-100", "L", 1_000))
    change(world, AKI, budget_level="admin")
    factories.act(world, project, AKI, Action.LOCK)
    factories.act(world, project, DANA, Action.SEND, given="")
    assert set(mails()) == {KAREN.email}
    assert names(project)[0] == (KAREN.name,)


def test_others_are_asked_for_themselves_alone(world):
    add(world)
    name(world)
    project = send(world)
    assert set(mails()) == {AKI.email, NINA.email}
    assert "in place of" not in mails()[NINA.email].text
    assert names(project)[0] == (IN_PLACE, NINA.name)


def test_the_period_is_whole_days_of_the_company(world):
    name(world, first=date(2026, 11, 24), last=date(2026, 11, 24))
    karen, aki = world.id_of(KAREN), world.id_of(AKI)
    midnight = datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert substitute_of(reader(), karen, midnight - timedelta(seconds=1)) is None
    assert substitute_of(reader(), karen, midnight).id == aki
    assert [person.id for person in standing_in_for(reader(), aki, midnight)] == [karen]
    assert substitute_of(reader(), karen, midnight + timedelta(hours=23, minutes=59)).id == aki
    assert substitute_of(reader(), karen, midnight + timedelta(days=1)) is None
    assert standing_in_for(reader(), aki, midnight + timedelta(days=1)) == ()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (None, FRIDAY, "first"),
        (date(2026, 11, 22), FRIDAY, "first"),
        (date(2028, 1, 1), date(2028, 1, 2), "first"),
        (TODAY, None, "last"),
        (FRIDAY, TODAY, "last"),
        (TODAY, date(2027, 2, 21), "last"),
    ],
)
def test_periods_that_are_none(world, first, last, field):
    refused(world, field, first=first, last=last)


def test_ninety_days_are_the_longest(world):
    assert "choose Sat 20 Feb or an earlier day" in refused(world, "last", last=date(2027, 2, 21))
    name(world, last=date(2027, 2, 20))


@pytest.mark.parametrize("substitute", [KAREN, DANA, LUIS, VERA])
def test_the_substitute_is_somebody_else_who_holds_the_privilege(world, substitute):
    assert "Choose another person" in refused(world, "substitute", substitute=substitute)


def test_an_inactive_holder_stands_in_for_nobody(world):
    change(world, AKI, active=False)
    refused(world, "substitute")


def test_who_may_name_whom(world):
    for by in (AKI, DANA, VERA):
        with pytest.raises(Denied) as caught:
            name(world, by=by)
        assert caught.value.status == FORBIDDEN
    assert reader().query(Delegation).count() == 0
    name(world, by=TOM)
    assert reader().query(AuditEvent).filter_by(action="delegate", outcome="denied").count() == 3
    done = reader().query(AuditEvent).filter_by(action="delegate", outcome="done").one()
    assert (done.actor_name, done.after) == (TOM.name, "Aki Sato from today until Fri 27 Nov")


def test_who_gets_no_requests_needs_no_substitute(world):
    assert "You get no approval requests" in refused(world, "substitute", person=RUTH)
    assert "Luis Ortega gets no" in refused(world, "substitute", person=LUIS, by=RUTH)
    with pytest.raises(NotFoundError):
        delegations.create(world.actor(RUTH), 4711, Wish(world.id_of(AKI), TODAY, FRIDAY))


def test_one_substitute_at_a_time_and_no_chains(world):
    add(world)
    name(world)
    assert "Aki Sato takes your requests from today until Fri 27 Nov" in refused(
        world, "first", substitute=NINA, first=FRIDAY
    )
    assert "You stand in for Karen Boyle" in refused(world, "substitute", person=AKI, substitute=NINA)
    said = refused(world, "substitute", person=NINA, substitute=KAREN)
    assert "Karen Boyle is away then too, until Fri 27 Nov" in said
    name(world, person=NINA)
    name(world, substitute=NINA, first=date(2026, 11, 28), last=date(2026, 11, 29))


def test_ending_early_brings_the_requests_back(world):
    number = name(world)
    for by in (AKI, DANA):
        with pytest.raises(Denied):
            delegations.end(world.actor(by), number)
    assert delegations.end(world.actor(KAREN), number) == world.id_of(KAREN)
    assert delegations.end(world.actor(TOM), number) == world.id_of(KAREN)
    send(world)
    assert set(mails()) == {AKI.email, KAREN.email}
    assert reader().query(AuditEvent).filter_by(action="delegate", outcome="done").count() == 2
    with pytest.raises(NotFoundError):
        delegations.end(world.actor(KAREN), 4711)


def test_both_are_told_but_not_who_did_it(world):
    name(world, by=RUTH)
    told = mails("delegation")
    assert set(told) == {AKI.email, KAREN.email}
    assert "Approval requests to Karen Boyle come to you from today until Fri 27 Nov." in told[AKI.email].text
    delegations.end(world.actor(KAREN), reader().query(Delegation).one().id)
    assert mails("delegation")[AKI.email].subject == "Aki Sato no longer stands in for Karen Boyle"


@pytest.mark.parametrize("gone", [AKI, KAREN])
def test_it_ends_with_either_one_s_privilege(world, gone):
    name(world)
    other = KAREN if gone is AKI else AKI
    with transaction() as session:
        assert delegations.end_all_of(session, world.id_of(gone)) == 1
        assert delegations.end_all_of(session, world.id_of(gone)) == 0
    told = mails("delegation")[other.email]
    assert f"{gone.name} can no longer push to accounting." in told.text
    assert substitute_of(reader(), world.id_of(KAREN), MONDAY) is None


@pytest.mark.parametrize("columns", [{"can_push": False}, {"active": False}, {"erp_level": "read_only"}])
@pytest.mark.parametrize("gone", [AKI, KAREN])
def test_it_counts_only_while_both_hold_the_privilege(world, gone, columns):
    """Whatever forgot to end it: nobody stands in without the privilege, and nobody is away who has none."""
    name(world)
    change(world, gone, **columns)
    assert substitute_of(reader(), world.id_of(KAREN), MONDAY) is None
    assert standing_in_for(reader(), world.id_of(AKI), MONDAY) == ()


def test_a_substitute_who_accepted_nothing_gets_the_failure_in_place_of_who_did(world):
    project = send(world)
    accept(world, project, KAREN)
    name(world)
    from portal.domain.people import machine  # noqa: PLC0415 - one act of a machine
    from portal.services.transitions import perform  # noqa: PLC0415

    perform(Action.FAIL_EXPORT, machine("QuickBooks"), factories.budget_of(project).id, given=("No.",))
    found = mails("export_failed")
    assert set(found) == {AKI.email, DANA.email}
    assert "You get this in place of Karen Boyle until Fri 27 Nov." in found[AKI.email].text
    assert current_submission(reader(), factories.budget_of(project)).decided_by == world.id_of(KAREN)


def test_two_at_the_same_moment_make_one(plain_app, world):
    add(world)

    def press(number):
        return name(world, substitute=(AKI, NINA)[number % 2])

    found, failed = at_once(plain_app, press, 4)
    assert len(found) == 1
    assert [type(error) for error in failed] == [InputError] * 3
    reader().rollback()
    assert reader().query(Delegation).count() == 1

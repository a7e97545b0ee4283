"""Approval links die with the decision, a retrieve, a reset, the privilege, and the account; on both databases."""

import pytest
from sqlalchemy import select

from portal.db.people import Person
from portal.db.submissions import ApprovalLink
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.vocabulary import Action, Level
from portal.services.people import departures, directory, privileges
from portal.services.submissions import approval_links
from portal.services.submissions.approval_links import LinkState
from portal.services.submissions.approvals import RejectInput
from tests import factories
from tests.people import AKI, DANA, KAREN, RUTH, TOM
from tests.submitted import accept, send, sent


class Case:
    """A sent budget with a fresh link for Aki and one for Karen."""

    def __init__(self, world):
        self.world, self.project = world, send(world)
        self.submission = sent(self.project).id
        with transaction() as session:
            self.tokens = {
                person.name: approval_links.issue(session, self.submission, world.id_of(person))
                for person in (AKI, KAREN)
            }

    def state(self, person):
        reader().rollback()
        return approval_links.follow(reader(), self.tokens[person.name]).state

    def open_links(self):
        reader().rollback()
        return reader().scalars(select(ApprovalLink).where(ApprovalLink.ended_at.is_(None))).all()

    def act(self, person, action, **more):
        return factories.act(self.world, self.project, person, action, **more)


@pytest.fixture
def case(plain_app):
    with plain_app.app_context():
        on_bell(lambda _bell: None)
        yield Case(factories.furnish())


def test_a_fresh_link_lives_for_each_of_its_owners(case):
    assert [case.state(person) for person in (AKI, KAREN)] == [LinkState.ALIVE] * 2
    assert len(case.open_links()) == 2


def test_accepting_ends_both(case):
    accept(case.world, case.project, KAREN)
    assert [case.state(person) for person in (AKI, KAREN)] == [LinkState.DECIDED] * 2
    assert case.open_links() == []


def test_rejecting_ends_both(case):
    case.act(AKI, Action.REJECT, given=RejectInput(case.submission), reason="Too low")
    assert [case.state(person) for person in (AKI, KAREN)] == [LinkState.DECIDED] * 2
    assert case.open_links() == []


def test_retrieving_ends_both_and_a_new_send_brings_none_back(case):
    case.act(DANA, Action.RETRIEVE)
    assert case.open_links() == []
    case.act(DANA, Action.SEND, given="")
    assert [case.state(person) for person in (AKI, KAREN)] == [LinkState.DECIDED] * 2
    assert case.open_links() == []


def test_a_reset_ends_a_link_that_was_made_after_the_decision(case):
    """A mail may leave while somebody accepts: a link of that very moment dies with the reset at the latest."""
    accept(case.world, case.project, KAREN)
    with transaction() as session:
        approval_links.issue(session, case.submission, case.world.id_of(AKI))
        session.get_one(Person, case.world.id_of(KAREN)).erp_level = "admin"
    assert len(case.open_links()) == 1
    case.act(KAREN, Action.RESET_EXPORT, reason="Wrong company file")
    assert case.open_links() == []
    assert case.state(AKI) is LinkState.DECIDED


def revoke(case):
    privileges.revoke(case.world.actor(TOM), case.world.id_of(AKI), "On leave")


def lower(case):
    directory.change_levels(case.world.actor(TOM), case.world.id_of(AKI), {"erp": Level.READ_ONLY})


def deactivate(case):
    departures.deactivate(case.world.actor(TOM), case.world.id_of(AKI))


@pytest.mark.parametrize("lose", [revoke, lower, deactivate])
def test_losing_the_privilege_ends_one_s_own_and_nobody_else_s(case, lose):
    lose(case)
    assert case.state(AKI) is LinkState.NOT_YOURS
    assert case.state(KAREN) is LinkState.ALIVE
    assert [link.person_id for link in case.open_links()] == [case.world.id_of(KAREN)]


@pytest.mark.parametrize("lose", [revoke, lower, deactivate])
def test_a_request_that_has_not_left_yet_stays_where_it_is(case, lose):
    lose(case)
    assert not approval_links.is_wanted(reader(), case.submission, case.world.id_of(AKI))
    assert approval_links.is_wanted(reader(), case.submission, case.world.id_of(KAREN))


def test_getting_the_privilege_back_brings_no_dead_link_back(case):
    revoke(case)
    privileges.grant(case.world.actor(RUTH), case.world.id_of(AKI), "Back")
    assert case.state(AKI) is LinkState.REPLACED

"""The warning before a send: exact about who could decide it, and about whether anybody is told."""

from datetime import date, timedelta

import pytest

from portal.db.company import Company
from portal.db.people import Person
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.vocabulary import Action
from portal.services.budgets.budget_page import read_head
from portal.services.budgets.budget_rows import load
from portal.services.people import delegations
from portal.services.people.delegations import Wish
from portal.services.submissions import send_page
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS

GRANT = "Ask a directory admin to grant Can Push to Accounting to"


class Case:
    """A locked budget of Dana's that could be sent."""

    def __init__(self, world):
        self.world, self.project = world, factories.make_project(world)
        factories.add_lines(world, self.project, DANA, ("01-100", "L", 1_000))
        self.act(DANA, Action.LOCK)

    def act(self, person, action, **more):
        return factories.act(self.world, self.project, person, action, **more)

    def change(self, *people, **columns):
        with transaction() as session:
            for person in people:
                for key, value in columns.items():
                    setattr(session.get_one(Person, self.world.id_of(person)), key, value)

    def page(self, person=DANA):
        reader().rollback()
        return send_page.read(reader(), self.world.actor(person, self.project), self.project)

    def warning(self, person=DANA):
        """What both pages say; they never differ."""
        page = self.page(person)
        reader().rollback()
        actor = self.world.actor(person, self.project)
        head = read_head(reader(), actor, load(reader(), self.project))
        assert head.warning == page.warning
        return page.warning

    def touch(self, person):
        """Make `person` one who had a hand in the revision."""
        self.change(person, budget_level="admin")
        self.act(person, Action.UNLOCK)
        self.act(person, Action.LOCK)


@pytest.fixture
def case(plain_app):
    with plain_app.app_context():
        on_bell(lambda _bell: None)
        yield Case(factories.furnish())


def test_none_where_somebody_may_decide_and_is_told(case):
    assert case.warning() is None
    assert case.page().approvers == "Aki Sato or Karen Boyle"
    assert case.page().told == "An approval request is mailed at once."


@pytest.mark.parametrize("gone", [{"active": False}, {"can_push": False}, {"erp_level": "read_only"}])
def test_nobody_holds_the_privilege(case, gone):
    case.change(AKI, KAREN, **gone)
    warning = case.warning()
    assert warning.lead == "Nobody could accept it."
    assert warning.text == f"Nobody can push to accounting. {GRANT} somebody."


def test_everybody_had_a_hand_in_it(case):
    case.touch(AKI)
    assert case.warning() is None
    case.touch(KAREN)
    warning = case.warning()
    assert warning.lead == "Nobody could accept it."
    assert "had a hand in this revision (Aki Sato and Karen Boyle) and cannot accept it" in warning.text
    assert warning.text.endswith(f"{GRANT} somebody who did not work on it.")


def test_the_sender_is_the_only_holder(case):
    case.change(AKI, KAREN, can_push=False)
    case.change(DANA, can_push=True, erp_level="standard")
    assert case.warning().text.startswith("Only you can push to accounting, and whoever sends a budget")


def test_without_four_eyes_the_sender_may_accept_it_alone(case):
    with transaction() as session:
        session.query(Company).one().four_eyes = False
    case.change(AKI, KAREN, can_push=False)
    case.change(DANA, can_push=True, erp_level="standard")
    assert case.warning() is None


def test_no_mail_reaches_anybody(case):
    case.change(AKI, approval_mail="off")
    assert case.warning() is None, "Karen is told"
    case.change(KAREN, mail_refused="550 no such mailbox")
    warning = case.warning()
    assert warning.lead == "No mail will tell of it."
    assert warning.text == (
        "Aki Sato has switched approval mail off and Karen Boyle has an address that the mail server refused. "
        "Tell them yourself, or ask a directory admin to mend it."
    )
    case.change(AKI, approval_mail="daily")
    assert case.warning() is None
    case.change(AKI, erp_digest=False)
    assert "Aki Sato wants one mail a day and has the daily summary off" in case.warning().text


def test_only_an_absent_one_may_whose_substitute_had_a_hand_in_it(case):
    case.touch(AKI)
    today = date.today()  # noqa: DTZ011 - the day after is in the future everywhere
    wish = Wish(case.world.id_of(AKI), today + timedelta(days=1), today + timedelta(days=9))
    delegations.create(case.world.actor(KAREN), case.world.id_of(KAREN), wish)
    assert case.warning() is None, "not away yet"
    with transaction() as session:
        row = session.query(delegations.Delegation).one()
        row.starts_at -= timedelta(days=3)
    warning = case.warning()
    assert warning.lead == "Only somebody who is away could accept it."
    assert "That is Karen Boyle (away until " in warning.text


def test_what_is_said_of_a_re_send_follows_the_company_s_switch(case):
    case.act(DANA, Action.SEND, given="")
    case.act(DANA, Action.RETRIEVE)
    assert case.page().told == "An approval request is mailed at once."
    with transaction() as session:
        session.query(Company).one().mails_again = False
    assert case.page().told.startswith("It stands on Home and in the next daily summary")


def test_there_is_none_where_nothing_can_be_sent(case):
    case.change(AKI, KAREN, can_push=False)
    reader().rollback()
    head = read_head(reader(), case.world.actor(LUIS), load(reader(), case.project))
    assert head.warning is None

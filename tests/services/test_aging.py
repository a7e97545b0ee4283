"""How long submissions wait, for whom, and how long the company usually takes."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.submissions import Submission
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.erp_lists import BudgetList
from portal.domain.vocabulary import Action
from portal.services.actors import approvers
from portal.services.erp_lists import erp_budgets_page
from portal.services.submissions import aging
from portal.services.submissions.aging import Usual, say_within
from tests import factories
from tests.people import AKI, DANA
from tests.submitted import accept, send, sent


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        on_bell(lambda _bell: None)
        yield factories.furnish()


def took(world, number, *, hours, days_ago=1):
    """A budget that was accepted `hours` after it was sent."""
    project_id = send(world, f"Decided {number}", str(number))
    accept(world, project_id)
    decided = clock.now() - timedelta(days=days_ago)
    move(project_id, sent_at=decided - timedelta(hours=hours), decided_at=decided)


def move(project_id, **columns):
    submission_id = sent(project_id).id
    with transaction() as session:
        for name, value in columns.items():
            setattr(session.get_one(Submission, submission_id), name, value)


def waits(project_id, **span):
    with transaction() as session:
        session.merge(factories.budget_of(project_id)).phase_at = clock.now() - timedelta(**span)


def test_the_median_counts_what_was_decided_in_the_last_ninety_days(world):
    assert aging.usual(reader()).words == ""
    for number, hours in enumerate((2, 4.6, 30)):
        took(world, number, hours=hours)
    took(world, 9, hours=200, days_ago=91)
    assert aging.usual(reader()).words == "usually decided within 5 hours"


def test_what_the_sender_took_back_was_not_decided(world):
    factories.act(world, send(world), DANA, Action.RETRIEVE)
    assert aging.usual(reader()).span is None


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(0), "1 minute"),
        (timedelta(minutes=1, seconds=1), "2 minutes"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(minutes=59, seconds=1), "1 hour"),
        (timedelta(hours=4, minutes=1), "5 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=47, minutes=1), "2 days"),
        (timedelta(days=3, seconds=1), "4 days"),
    ],
)
def test_a_span_is_rounded_up(span, said):
    assert say_within(span) == said


@pytest.mark.parametrize(
    ("usual", "waiting", "late"),
    [(5, 23, False), (5, 25, True), (20, 39, False), (20, 41, True), (None, 900, False)],
)
def test_late_is_more_than_a_day_and_more_than_twice_the_usual(usual, waiting, late):
    span = timedelta(hours=usual) if usual is not None else None
    assert Usual(span).is_late(clock.now() - timedelta(hours=waiting)) is late


def test_nobody_who_touched_the_revision_is_waited_for(world):
    with transaction() as session:
        dana = session.get_one(factories.Person, world.id_of(DANA))
        dana.can_push, dana.erp_level = True, "standard"
    keys = [factories.budget_of(send(world, name, name)).id for name in ("A", "B")]
    able = approvers(reader())
    found = aging.deciders(reader(), keys, able, four_eyes=True)
    assert found == dict.fromkeys(keys, ("Aki Sato", "Karen Boyle"))
    found = aging.deciders(reader(), keys, able, four_eyes=False)
    assert found == dict.fromkeys(keys, ("Aki Sato", "Dana Whitfield", "Karen Boyle"))


def test_the_words_name_the_reader_first(world):
    aki = world.actor(AKI)
    since = clock.now() - timedelta(hours=19)
    told = aging.sentence(since, ("Karen Boyle", "Aki Sato"), Usual(timedelta(hours=4.5)), aki)
    assert told == "Waits 19 hours for you or Karen Boyle; usually decided within 5 hours."
    assert aging.wait_words((), aki) == "for an approver, and nobody may"
    stand_in = aging.wait_words(("Aki Sato (in place of Karen Boyle until Fri 27 Nov)",), aki)
    assert stand_in == "for you (in place of Karen Boyle until Fri 27 Nov)"


def test_the_list_flags_what_waits_too_long_and_names_for_whom(world):
    took(world, 0, hours=5)
    late, fresh = send(world, "Late St", "11"), send(world, "Fresh St", "12")
    waits(late, hours=30)
    waits(fresh, hours=3)
    page = erp_budgets_page.read(reader(), world.actor(AKI), BudgetList.READY)
    assert page.how_much == "2 budgets, oldest 30 hours, usually decided within 5 hours"
    assert [(row.name, row.late, row.waits_for) for row in page.rows] == [
        ("Late St", "Waiting long", "for you or Karen Boyle"),
        ("Fresh St", "", "for you or Karen Boyle"),
    ]


def test_a_longer_list_asks_no_more_questions(world, statements):
    def asked():
        with statements() as said:
            erp_budgets_page.read(reader(), world.actor(AKI), BudgetList.READY)
        return len(said)

    send(world, "One", "1")
    few = asked()
    for number in range(5):
        send(world, f"More {number}", f"m{number}")
    assert asked() == few


def test_the_median_is_answered_by_an_index_alone(plain_sqlite_app):
    with plain_sqlite_app.app_context():
        plan = (
            reader()
            .connection()
            .exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT sent_at, decided_at FROM submissions WHERE decided_at > '2026' "
                "AND decision IN ('accepted', 'rejected') ORDER BY decided_at DESC LIMIT 500"
            )
        )
        assert "COVERING INDEX ix_submissions_decided" in " ".join(str(row) for row in plan)

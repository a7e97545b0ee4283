"""Several submissions at once: a row's own transaction, its own outcome; repeated presses; two approvers at a time."""

import threading

import pytest
from sqlalchemy import func, select

from portal.db.audit import AuditEvent
from portal.db.budgets import Budget
from portal.db.exchange import ErpRequest
from portal.db.mails import Mail
from portal.db.submissions import Submission
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.submissions import bulk_decisions, bulk_page
from portal.services.submissions.bulk_decisions import AT_MOST, Choice
from tests import factories
from tests.people import AKI, DANA, KAREN
from tests.submitted import accept, send, sent

NAMES = ("Maple St 116", "Harbor Point", "Newtown Apartments")


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        on_bell(lambda _bell: None)
        yield factories.furnish()


@pytest.fixture
def projects(world):
    return [send(world, name, str(number)) for number, name in enumerate(NAMES)]


def as_(world, person):
    return lambda project_id: world.actor(person, project_id)


def choice(project_id, *, caution=True):
    submission = sent(project_id)
    return Choice(submission.id, submission.content_hash, caution)


def words(outcomes):
    return [outcome.word for outcome in outcomes]


def phases():
    reader().rollback()
    return list(reader().scalars(select(Budget.phase).order_by(Budget.id)))


def count(model, *conditions):
    reader().rollback()
    return reader().scalar(select(func.count()).select_from(model).where(*conditions))


def test_each_row_has_its_own_outcome_and_one_refusal_keeps_none_back(world, projects):
    given = [choice(projects[0]), choice(projects[1], caution=False), choice(projects[2])]
    outcomes = bulk_decisions.accept(as_(world, AKI), given)
    assert words(outcomes) == ["Accepted", "Refused", "Accepted"]
    assert "Tick the box" in outcomes[1].sentence
    assert outcomes[1].open
    assert phases() == ["exporting", "sent", "exporting"]
    assert count(ErpRequest) == 2


def test_pressed_again_it_shows_the_same_and_does_nothing(world, projects):
    given = [choice(project_id) for project_id in projects]
    first = bulk_decisions.accept(as_(world, AKI), given)
    before = count(AuditEvent), count(ErpRequest), count(Mail)
    assert bulk_decisions.accept(as_(world, AKI), given) == first
    assert (count(AuditEvent), count(ErpRequest), count(Mail)) == before


def test_rejecting_gives_every_sender_the_one_reason_once(world, projects):
    given = [choice(project_id) for project_id in projects]
    for _press in range(2):
        outcomes = bulk_decisions.reject(as_(world, AKI), given, "  Over the contract sum. ")
        assert words(outcomes) == ["Rejected"] * 3
    assert count(Mail, Mail.kind == "rejection") == 3
    assert set(reader().scalars(select(Submission.reason))) == {"Over the contract sum."}


@pytest.mark.parametrize("reason", ["", "  no", "x" * 501])
def test_a_reason_that_cannot_be_taken_decides_nothing(world, projects, reason):
    with pytest.raises(InputError) as refused:
        bulk_decisions.reject(as_(world, AKI), [choice(projects[0])], reason)
    assert refused.value.field == "reason"
    assert phases() == ["sent"] * 3


def test_what_changed_meanwhile_is_told_row_by_row(world, projects):
    given = [choice(project_id) for project_id in projects]
    accept(world, projects[0], KAREN)
    factories.act(world, projects[1], DANA, Action.RETRIEVE)
    factories.act(world, projects[1], DANA, Action.SEND)
    outcomes = bulk_decisions.accept(as_(world, AKI), given)
    assert words(outcomes) == ["Decided meanwhile", "Decided meanwhile", "Accepted"]
    assert outcomes[0].sentence.startswith("Karen Boyle accepted it today")
    assert outcomes[1].sentence.startswith("Dana Whitfield took it back today")
    assert phases() == ["exporting", "sent", "exporting"]


def test_another_seal_and_an_unknown_row_are_refused_alone(world, projects):
    real = choice(projects[0])
    given = [Choice(real.submission_id, "0" * 64, caution_read=True), Choice(99_999, ""), choice(projects[1])]
    for decide in (
        lambda: bulk_decisions.accept(as_(world, AKI), given[:2]),
        lambda: bulk_decisions.reject(as_(world, AKI), given[:2], "Wrong amounts."),
    ):
        assert words(decide()) == ["Refused", "Not found"]
    assert words(bulk_decisions.accept(as_(world, AKI), given)) == ["Refused", "Not found", "Accepted"]


def test_a_copy_that_was_changed_in_the_database_is_not_exported(world, projects):
    given = [choice(project_id) for project_id in projects]
    with transaction() as session:
        row = session.get_one(Submission, given[1].submission_id)
        row.content = row.content.replace("725000", "725001")
    assert words(bulk_decisions.accept(as_(world, AKI), given)) == ["Accepted", "Refused", "Accepted"]


def test_four_eyes_hold_for_each_row(world, projects):
    with transaction() as session:
        session.get_one(factories.Person, world.id_of(DANA)).can_push = True
        session.get_one(factories.Person, world.id_of(DANA)).erp_level = "standard"
    outcomes = bulk_decisions.accept(as_(world, DANA), [choice(projects[0])])
    assert words(outcomes) == ["Refused"]
    assert "another approver must accept it" in outcomes[0].sentence
    page = bulk_page.read(reader(), as_(world, DANA), [sent(projects[0]).id])
    assert not page.rows[0].accept.open
    assert page.rows[0].accept.why == (outcomes[0].sentence,)
    assert page.rows[0].reject.open


def test_no_more_than_fifty_are_decided_and_each_once(world, projects):
    given = [choice(projects[0])] * 3 + [Choice(10_000 + n, "") for n in range(60)]
    assert len(bulk_decisions.accept(as_(world, AKI), given)) == AT_MOST
    page = bulk_page.read(reader(), as_(world, AKI), [one.submission_id for one in given])
    assert page.is_cut
    assert len(page.rows) == 1


def test_two_approvers_on_the_same_rows_decide_each_row_once(world, projects, plain_app):
    given = [choice(project_id) for project_id in projects]
    gate = threading.Barrier(2)
    found = {}

    def press(person, act, rows):
        with plain_app.app_context():
            gate.wait()
            found[person.name] = act(as_(world, person), rows)

    acts = (
        (AKI, bulk_decisions.accept, given),
        (KAREN, lambda on, rows: bulk_decisions.reject(on, rows, "Wrong job."), given[::-1]),
    )
    threads = [threading.Thread(target=press, args=each) for each in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert set(found) == {"Aki Sato", "Karen Boyle"}
    accepted = {each.project_id for each in found["Aki Sato"] if each.done}
    rejected = {each.project_id for each in found["Karen Boyle"] if each.done}
    assert accepted | rejected == set(projects)
    assert accepted & rejected == set()
    others = {each.word for told in found.values() for each in told if not each.done}
    assert others <= {"Decided meanwhile"}
    assert count(ErpRequest) == len(accepted)
    assert count(Mail, Mail.kind == "rejection") == len(rejected)


def test_two_presses_of_one_person_at_the_same_moment_show_the_same(world, projects, plain_app):
    given = [choice(project_id) for project_id in projects]
    gate, found = threading.Barrier(2), []

    def press():
        with plain_app.app_context():
            gate.wait()
            found.append(bulk_decisions.accept(as_(world, AKI), given))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert found[0] == found[1]
    assert words(found[0]) == ["Accepted"] * 3
    assert count(ErpRequest) == 3

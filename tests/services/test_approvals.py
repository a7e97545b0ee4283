"""Accounting's decisions: the caution of a first export, the seal, four eyes, who was faster, remarks."""

import threading

import pytest
from sqlalchemy import func, select, text

from portal.db.audit import AuditEvent
from portal.db.budgets import Budget
from portal.db.exchange import ErpRequest
from portal.db.people import Person
from portal.db.submissions import Submission, SubmissionRemark
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.domain.people import machine
from portal.domain.vocabulary import Action
from portal.erp.contract import Exported
from portal.services import transitions
from portal.services.exchange import results
from portal.services.exchange.tasks import task_for
from portal.services.intentions import InputError
from portal.services.submissions.approvals import AcceptInput, RejectInput, RetryInput
from tests import factories
from tests.fixtures.portals import settings_for
from tests.people import AKI, DANA, KAREN, LUIS, RUTH
from tests.submitted import accept, send, sent, shown


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        yield factories.furnish()


def codes_of(refused):
    return [denial.code for denial in refused.value.denials]


def test_a_first_export_needs_the_caution(world):
    project_id = send(world)
    with pytest.raises(InputError) as refused:
        accept(world, project_id, caution=False)
    assert refused.value.field == "caution"
    assert factories.budget_of(project_id).phase == "sent"
    accept(world, project_id)
    assert factories.budget_of(project_id).phase == "exporting"


def test_accepting_orders_one_export_and_keeps_who_and_the_seal(world):
    project_id = send(world)
    accept(world, project_id)
    submission = sent(project_id)
    assert submission.decision == "accepted"
    assert submission.decided_by == world.id_of(AKI)
    assert submission.content_hash in reader().scalar(
        text("SELECT detail FROM audit_events WHERE action='accept'")
    )
    assert reader().scalar(select(func.count()).select_from(ErpRequest)) == 1


def test_the_word_on_other_estimates_travels_with_the_request(world):
    project_id = send(world)
    accept(world, project_id)
    request = reader().scalars(select(ErpRequest)).one()
    assert task_for(reader(), request).beside_others is False
    budget_id = factories.budget_of(project_id).id
    with transaction() as session:
        session.get_one(ErpRequest, request.id).state = "failed"
        transitions.perform(Action.FAIL_EXPORT, machine("QuickBooks"), budget_id, given=("Others.",))
    factories.act(world, project_id, KAREN, Action.RETRY, given=RetryInput(beside_others=True))
    assert task_for(reader(), request).beside_others is True


def test_what_the_erp_remarked_on_a_success_is_kept(world):
    project_id = send(world)
    accept(world, project_id)
    with transaction() as session:
        request = session.scalars(select(ErpRequest)).one()
        results.apply(session, request, Exported("5A-1", ("QuickBooks has other estimates on this job.",)))
    assert reader().scalars(select(ErpRequest)).first().messages == [
        "QuickBooks has other estimates on this job."
    ]


def test_another_seal_than_the_one_shown_is_refused(world):
    project_id = send(world)
    given = AcceptInput(sent(project_id).id, "0" * 64, caution_read=True)
    with pytest.raises(Denied) as refused:
        factories.act(world, project_id, AKI, Action.ACCEPT, given=given)
    assert codes_of(refused) == ["copy_differs"]


def test_a_copy_that_was_tampered_with_is_refused(world):
    project_id = send(world)
    given = shown(project_id)
    with transaction() as session:
        submission = session.get_one(Submission, given.submission_id)
        submission.content = submission.content.replace("1800000", "1900000")
    with pytest.raises(Denied) as refused:
        factories.act(world, project_id, AKI, Action.ACCEPT, given=given)
    assert codes_of(refused) == ["copy_differs"]
    assert factories.budget_of(project_id).phase == "sent"


def test_a_superseded_submission_cannot_be_accepted(world):
    project_id = send(world)
    old = shown(project_id)
    factories.act(world, project_id, DANA, Action.RETRIEVE)
    factories.act(world, project_id, DANA, Action.SEND, given="")
    for action, given in ((Action.ACCEPT, old), (Action.REJECT, RejectInput(old.submission_id))):
        with pytest.raises(Denied) as refused:
            factories.act(world, project_id, AKI, action, given=given, reason="Not this one")
        assert codes_of(refused) == ["superseded"]
        assert "submission 2 is now the current one" in str(refused.value)


def test_whoever_had_a_hand_in_it_cannot_accept_it(world):
    project_id = factories.make_project(world)
    factories.add_lines(world, project_id, DANA, ("01-100", "L", 100))
    with transaction() as session:
        for person in (DANA, LUIS):
            row = session.get_one(Person, world.id_of(person))
            row.erp_level, row.can_push = "standard", True
    factories.act(world, project_id, LUIS, Action.LOCK)
    factories.act(world, project_id, LUIS, Action.SEND, given="")
    for person in (DANA, LUIS):
        with pytest.raises(Denied) as refused:
            accept(world, project_id, person)
        assert codes_of(refused) == ["four_eyes"]
    accept(world, project_id, AKI)


def test_without_the_privilege_it_is_forbidden_and_recorded(world):
    project_id = send(world)
    with pytest.raises(Denied) as refused:
        accept(world, project_id, RUTH)
    assert refused.value.status == 403
    denied = reader().scalar(
        text("SELECT count(*) FROM audit_events WHERE outcome='denied' AND action='accept'")
    )
    assert denied == 1


@pytest.mark.parametrize("reason", ["", "no", "x" * 501])
def test_a_rejection_needs_a_reason(world, reason):
    project_id = send(world)
    with pytest.raises(InputError) as refused:
        reject(world, project_id, reason)
    assert refused.value.field == "reason"


def reject(world, project_id, reason, remarks=()):
    given = RejectInput(sent(project_id).id, remarks)
    return factories.act(world, project_id, AKI, Action.REJECT, given=given, reason=reason)


def test_a_rejected_first_export_is_unlocked_and_keeps_its_remarks(world):
    project_id = send(world)
    line_ids = [row[0] for row in reader().execute(text("SELECT id FROM budget_lines ORDER BY id"))]
    reject(
        world,
        project_id,
        "Footings are too low.",
        ((line_ids[1], " Why? "), (line_ids[0], " "), (99_999, "x")),
    )
    budget = factories.budget_of(project_id)
    assert (budget.locked, budget.phase, budget.last_decision) == (False, "none", "rejected")
    remarks = reader().scalars(select(SubmissionRemark)).all()
    assert [(remark.line_id, remark.text) for remark in remarks] == [(line_ids[1], "Why?")]


def test_a_remark_on_another_budgets_line_is_not_kept(world):
    other, project_id = send(world, "Oak St 1", "2026002"), send(world)
    foreign = reader().scalar(
        text("SELECT id FROM budget_lines WHERE budget_id=:id"), {"id": factories.budget_of(other).id}
    )
    reject(world, project_id, "No.. ", ((foreign, "mine now"),))
    assert reader().scalars(select(SubmissionRemark)).all() == []


def race(app, world, project_id, people):
    """Both press Accept at the same moment; returns what each got."""
    with app.app_context():
        given = shown(project_id)
    start, got = threading.Barrier(len(people)), {}

    def press(person):
        with app.app_context():
            actor = world.actor(person, project_id)
            budget_id = factories.budget_of(project_id).id
            reader().rollback()
            start.wait()
            try:
                transitions.perform(Action.ACCEPT, actor, budget_id, given=given)
                got[person.name] = "accepted"
            except Exception as error:  # noqa: BLE001 - what it is, is the result
                got[person.name] = type(error).__name__

    workers = [threading.Thread(target=press, args=(person,)) for person in people]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sorted(got.values())


@pytest.mark.parametrize("round_number", range(3))
def test_of_two_who_accept_at_once_one_is_told_that_it_is_done(app, round_number):
    with app.app_context():
        world = factories.furnish()
        project_id = send(world)
    assert race(app, world, project_id, (AKI, KAREN)) == ["Denied", "accepted"]
    with app.app_context():
        assert reader().scalar(select(func.count()).select_from(ErpRequest)) == 1
        assert reader().scalar(text("SELECT count(*) FROM audit_events WHERE action='accept'")) == 1


def test_without_the_row_lock_the_race_is_seen(make_app, postgres_url, redis_url, tmp_path, monkeypatch):
    """The positive control: the same race, the lock left out, both stopped behind the read."""
    app = make_app(settings_for(postgres_url, redis_url, tmp_path))
    both_read = threading.Barrier(2)

    def unlocked(session, budget_id):
        budget = session.get_one(Budget, budget_id, populate_existing=True)
        both_read.wait(timeout=10)
        return budget

    with app.app_context():
        world = factories.furnish()
        project_id = send(world)
    monkeypatch.setattr(transitions, "lock_row", unlocked)
    assert race(app, world, project_id, (AKI, KAREN)) != ["Denied", "accepted"]


def accepted_note():
    (event,) = reader().query(AuditEvent).filter_by(action="accept", outcome="done")
    return event.detail


def test_an_acceptance_while_four_eyes_is_off_is_marked_in_the_audit(sqlite_app):
    with sqlite_app.app_context():
        world = factories.furnish(four_eyes=False)
        accept(world, send(world))
        assert (accepted_note()["four_eyes"], accepted_note()["own_work"]) == (False, False)


def test_with_four_eyes_on_nothing_is_marked(world):
    accept(world, send(world))
    assert "four_eyes" not in accepted_note()

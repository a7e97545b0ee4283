"""The way out of a stuck export (E19): reset what never left, withdraw what nobody posted, and nothing stays marked."""

import random

import pytest

from portal.db.audit import AuditEvent
from portal.db.budgets import BudgetLine, BudgetModification
from portal.db.exchange import ErpRequest, ErpStep
from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.submissions import BudgetTransaction
from portal.db.transactions import reader, transaction
from portal.domain.decisions import decide
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.facts import state_of
from portal.domain.vocabulary import Action, Decision, Phase, State
from portal.erp.contract import Withdrawn
from portal.services.budget_facts import read_facts
from portal.services.exchange import exchange, results, withdrawal_requests
from portal.services.intentions import ChangedMeanwhileError, InputError
from portal.services.submissions import stuck_exports
from tests.people import AKI, DANA, RUTH
from tests.sage_jobs import FIRST, GRID, SageJob, furnish, writing_step

WHY = "Sent with last year's prices"
S100, LABOR = ("2010.000", "4"), ("3100.000", "2")


@pytest.fixture
def job(plain_app):
    with plain_app.app_context():
        yield SageJob(furnish())


def facts(job):
    return read_facts(reader(), job.budget)


def state(job):
    return state_of(facts(job))


def withdraw(job, person=RUTH, reason=WHY, **more):
    stuck_exports.withdraw(job.world.actor(person, job.project), job.project, reason, **more)


def reset(job, person=RUTH, reason=WHY, **more):
    stuck_exports.reset(job.world.actor(person, job.project), job.project, reason, **more)


def answered(job, *, message="Moved to withdrawn."):
    with transaction() as session:
        request = withdrawal_requests.last_of(session, job.submission)
        request.state = "succeeded"
        results.apply(session, request, Withdrawn(message))
        return request.id


def marks(job):
    """Everything that says "the ERP holds it"."""
    budget = job.budget
    return (
        budget.first_exported_at,
        budget.origin_id,
        [line.exported_cents for line in reader().query(BudgetLine).filter_by(budget_id=budget.id)],
        reader().query(BudgetTransaction).filter(BudgetTransaction.exported_at.is_not(None)).count(),
        reader().query(BudgetModification).filter(BudgetModification.exported_by.is_not(None)).count(),
    )


def test_a_withdrawn_first_export_leaves_nothing_behind_and_may_be_imported_again(job):
    job.export(*FIRST)
    withdraw(job)
    assert facts(job).withdrawal_under_way
    assert job.phase == Phase.AWAITING_POSTING.value
    answered(job)
    assert state(job) is State.LOCKED
    assert marks(job) == (None, None, [None] * 4, 0, 0)
    assert (job.budget.import_disabled, job.budget.system_of_record) == (False, "undecided")
    assert (job.budget.last_decision, job.budget.last_decision_reason) == (Decision.RESET.value, WHY)
    assert job.budget.last_decision_by == job.world.id_of(RUTH)
    job.act(DANA, Action.UNLOCK)
    importing = decide(Action.IMPORT_FROM_ERP, job.world.actor(AKI, job.project), facts(job))
    assert "import_disabled" not in {denial.code for denial in importing.denials}


def test_no_step_of_a_withdrawn_export_counts_as_held(job):
    request_id = job.export(*FIRST)
    withdraw(job)
    answered(job)
    reader().rollback()
    assert {step.state for step in reader().query(ErpStep).filter_by(request_id=request_id)} == {"failed"}
    assert not facts(job).was_handed_out


def test_sender_and_approvers_are_told_why(job):
    job.export(*FIRST)
    withdraw(job)
    answered(job)
    reader().rollback()
    mails = reader().query(Mail).filter_by(kind="export_reset").all()
    readers = {reader().get_one(Person, mail.to_id).name for mail in mails}
    assert readers == {"Dana Whitfield", "Aki Sato", "Karen Boyle", "Ruth Adeyemi"}
    assert all(WHY in mail.text for mail in mails)


def test_the_act_is_in_the_audit_with_its_reason(job):
    job.export(*FIRST)
    withdraw(job)
    answered(job)
    reader().rollback()
    (event,) = reader().query(AuditEvent).filter_by(action="finish_withdrawal")
    assert (event.before, event.after, event.reason) == ("awaiting_posting", "locked", WHY)
    (order,) = reader().query(AuditEvent).filter_by(action="withdraw_export")
    assert (order.actor_name, order.reason) == ("Ruth Adeyemi", WHY)


def test_what_was_withdrawn_can_be_sent_posted_and_synced(job):
    job.export(*FIRST)
    withdraw(job)
    answered(job)
    job.export()
    assert job.submission.is_first
    job.post()
    assert state(job) is State.SYNCED


def test_a_withdrawn_update_gives_back_what_the_erp_held_before(job):
    job.export(*FIRST)
    job.post()
    before = marks(job)
    job.move(500_000)
    job.export()
    assert marks(job) != before
    withdraw(job)
    answered(job)
    assert marks(job) == before
    assert state(job) is State.CHANGES_PENDING
    assert (job.budget.import_disabled, job.budget.system_of_record) == (True, "portal")
    job.export()
    job.sync(GRID | {S100: 11_500_000, LABOR: 3_525_050}, originals=GRID)
    assert state(job) is State.SYNCED


def test_one_order_at_a_time_and_another_after_a_refusal(job):
    job.export(*FIRST)
    withdraw(job)
    with pytest.raises(Denied) as refused:
        withdraw(job)
    assert [denial.code for denial in refused.value.denials] == ["withdrawal_under_way"]
    with transaction() as session:
        request = withdrawal_requests.last_of(session, job.submission)
        request.state, request.messages = "failed", ["The grid of the job shows the amounts already."]
        results.apply_refusal(session, request, tuple(request.messages))
    assert job.phase == Phase.AWAITING_POSTING.value
    assert not facts(job).withdrawal_under_way
    withdraw(job)
    reader().rollback()
    keys = [row.business_key for row in reader().query(ErpRequest).filter_by(kind="withdraw_export")]
    assert [key.rpartition(":")[2] for key in keys] == ["1", "2"]


def test_amounts_that_showed_first_have_the_last_word(job):
    job.export(*FIRST)
    withdraw(job)
    job.post()
    request_id = answered(job)
    assert state(job) is State.SYNCED
    reader().rollback()
    assert "nothing was reset" in reader().get_one(ErpRequest, request_id).messages[-1]


@pytest.mark.parametrize("reason", ["", "no"])
def test_both_want_a_reason(job, reason):
    job.accept(*FIRST)
    with pytest.raises(InputError):
        reset(job, reason=reason)
    job.sync()
    with pytest.raises(Denied):
        withdraw(job, reason=WHY)


def test_resetting_what_never_left_stops_it_for_good(job):
    request_id = job.accept(*FIRST)
    reset(job)
    assert state(job) is State.LOCKED
    assert marks(job) == (None, None, [None] * 4, 0, 0)
    assert job.budget.import_disabled is False
    reader().rollback()
    assert reader().get_one(ErpRequest, request_id).state == "failed"
    assert exchange.claim(job.world.connection, "somebody") is None
    job.export()
    job.post()
    assert state(job) is State.SYNCED


@pytest.mark.parametrize("step", ["handed_out", "in_doubt", "needs_person", "succeeded"])
def test_what_left_is_not_reset(job, step):
    request_id = job.accept(*FIRST)
    with transaction() as session:
        session.add(writing_step(session.get_one(ErpRequest, request_id), 1, state=step))
    with pytest.raises(Denied) as refused:
        reset(job)
    assert [denial.code for denial in refused.value.denials] == ["already_handed_out"]
    assert job.phase == Phase.EXPORTING.value


def test_a_reading_step_that_is_out_finds_nobody_when_it_comes_back(job):
    request_id = job.accept(*FIRST)
    with transaction() as session:
        request = session.get_one(ErpRequest, request_id)
        session.add(
            writing_step(
                request, 1, mutates=False, state="handed_out", lease_owner="desk", wire_id=None, name="look"
            )
        )
    reset(job)
    reader().rollback()
    (step,) = reader().query(ErpStep).filter_by(request_id=request_id)
    assert (step.state, step.lease_owner) == ("failed", None)


def test_a_failed_export_is_retried_or_rejected_not_reset(job):
    request_id = job.accept(*FIRST)
    with transaction() as session:
        request = session.get_one(ErpRequest, request_id)
        request.state = "failed"
        results.apply_refusal(session, request, ("The code 2010.000 is not there.",))
    with pytest.raises(Denied) as refused:
        reset(job)
    assert [denial.code for denial in refused.value.denials] == ["retry_or_reject"]


@pytest.mark.parametrize("person", [DANA, AKI], ids=lambda person: person.name)
def test_it_takes_an_erp_admin_who_may_push(job, person):
    job.accept(*FIRST)
    with pytest.raises(Denied) as refused:
        reset(job, person)
    assert refused.value.status == FORBIDDEN
    reader().rollback()
    assert reader().query(AuditEvent).filter_by(action="reset_export", outcome="denied").count() == 1


def test_a_page_that_is_too_old_resets_nothing(job):
    job.accept(*FIRST)
    with pytest.raises(ChangedMeanwhileError):
        reset(job, seen_version=1)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_withdrawn_the_erp_ends_up_with_the_budget_to_the_cent(plain_sqlite_app, seed):
    """Appendix B: the sum of exported values per budget code equals the ERP's value for it."""
    chance = random.Random(seed)
    with plain_sqlite_app.app_context():
        job = SageJob(furnish())
        cells, originals, first = {}, {}, True
        wanted = dict(GRID)
        for _ in range(6):
            if not first:
                cents = chance.randrange(1, 400_000)
                job.move(cents)
                wanted = wanted | {S100: wanted[S100] - cents, LABOR: wanted[LABOR] + cents}
            for _ in range(chance.randrange(3)):
                job.export(*(() if hasattr(job, "lines") else FIRST))
                withdraw(job)
                answered(job)
            job.export(*(() if hasattr(job, "lines") else FIRST))
            job.sync(cells, originals=originals)
            assert job.phase == Phase.AWAITING_POSTING.value
            cells = dict(wanted)
            originals = dict(wanted) if first else originals
            job.sync(cells, originals=originals)
            assert state(job) is State.SYNCED
            first = False
            assert _exported(job) == wanted


def _exported(job):
    numbers = dict(zip(job.lines, [*GRID, ("1000.000", "3")], strict=True))
    found = {}
    for row in reader().query(BudgetTransaction).filter(BudgetTransaction.exported_at.is_not(None)):
        found[numbers[row.line_id]] = found.get(numbers[row.line_id], 0) + row.cents
    return {key: cents for key, cents in found.items() if cents}

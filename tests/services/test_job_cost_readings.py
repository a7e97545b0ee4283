"""What a read-back proves, keeps and shows: only amounts that were asked for after the export open a budget."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.exchange import ErpRequest, ErpStep
from portal.db.job_costs import JobCostReading, JobCostRow
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.people import machine
from portal.domain.vocabulary import Action, Phase
from portal.erp.contract import CostRow, Exported, JobCostsRead, UncodedCost
from portal.services.budgets.modifications import ModificationInput
from portal.services.exchange import export_requests, exports, readings, results
from portal.services.job_costs import job_costs
from portal.services.job_costs.baselines import current_reading
from portal.services.submissions.approvals import AcceptInput
from tests import factories
from tests.people import AKI, DANA


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        on_bell(lambda _bell: None)
        yield factories.furnish()


class Case:
    """A budget on its way, led by hand: no wire."""

    def __init__(self, world):
        self.world = world
        self.project = factories.make_project(world)
        self.items = {code: f"8000{row_id:04}-1" for code, row_id in world.codes.items()}

    @property
    def budget(self):
        reader().rollback()
        return factories.budget_of(self.project)

    @property
    def submission(self):
        return reader().get_one(Submission, self.budget.submission_id)

    def act(self, person, action, **more):
        return factories.act(self.world, self.project, person, action, **more)

    def send(self, *amounts):
        self.lines = factories.add_lines(self.world, self.project, DANA, *amounts) if amounts else self.lines
        if not self.budget.locked:
            self.act(DANA, Action.LOCK)
        self.act(DANA, Action.SEND)
        given = AcceptInput(self.submission.id, self.submission.content_hash, caution_read=True)
        return self.act(AKI, Action.ACCEPT, given=given)

    def exported(self, *amounts, warnings=()):
        request_id = self.send(*amounts)
        with transaction() as session:
            results.apply(session, session.get_one(ErpRequest, request_id), Exported("4C-1", tuple(warnings)))

    def read(self, *rows, asked=None, uncoded=(), total=None):
        """Bring a reading whose question left at `asked` (default: now)."""
        now = clock.now()
        with transaction() as session:
            project = session.get_one(Project, self.project)
            request = session.get_one(ErpRequest, readings.order_job_costs(session, project, None))
            request.memory = {"seen": True}
            session.add(
                ErpStep(
                    request_id=request.id,
                    connection_id=request.connection_id,
                    position=2,
                    name="read",
                    mutates=False,
                    content=b"",
                    body=b"",
                    state="succeeded",
                    handed_out_at=asked or now,
                )
            )
            session.flush()
            request.state = "succeeded"
            result = JobCostsRead(rows=rows, uncoded=tuple(uncoded), erp_total_cents=total)
            return job_costs.store(session, request, result, machine("QuickBooks Desktop")).id

    def row(self, code, original=0, change=0, cost=0):
        return CostRow(self.items[code], code, original_cents=original, change_cents=change, cost_cents=cost)


@pytest.fixture
def case(world):
    return Case(world)


def test_an_export_asks_for_its_own_proof(case):
    case.exported(("01-100", "L", 100))
    assert case.budget.phase == Phase.AWAITING_SYNC.value
    reader().rollback()
    assert [row.kind for row in reader().query(ErpRequest).order_by(ErpRequest.id)] == [
        "export_budget",
        "read_job_costs",
    ]


def test_amounts_that_are_there_open_the_budget(case):
    case.exported(("01-100", "L", 100), ("01-100", "M", 50), ("03-100", "L", 0))
    case.read(case.row("01-100", original=150))
    assert case.budget.phase == Phase.NONE.value
    assert case.submission.synced_at is not None
    assert case.submission.proof["checked"] == 2
    assert case.submission.proof["mismatch"] is False


def test_a_cent_too_few_keeps_it_closed_and_names_the_code(case):
    case.exported(("01-100", "L", 100), ("03-100", "L", 7))
    case.read(case.row("01-100", original=99), case.row("03-100", original=7))
    assert case.budget.phase == Phase.AWAITING_SYNC.value
    (difference,) = case.submission.proof["differences"]
    assert (difference["expected"], difference["found"]) == (100, 99)
    assert case.submission.proof["mismatch"] is True
    case.read(case.row("01-100", original=100), case.row("03-100", original=7))
    assert case.budget.phase == Phase.NONE.value


def test_a_missing_row_is_a_difference_of_the_whole_amount(case):
    case.exported(("01-100", "L", 100))
    case.read()
    (difference,) = case.submission.proof["differences"]
    assert difference["found"] is None


def test_a_reading_that_was_asked_for_before_the_export_proves_nothing(case):
    case.exported(("01-100", "L", 100))
    case.read(case.row("01-100", original=100), asked=clock.now() - timedelta(minutes=5))
    assert case.budget.phase == Phase.AWAITING_SYNC.value
    assert case.submission.proof == {}
    assert case.budget.last_synced_at is not None


def test_an_update_must_move_each_code_by_its_own_difference(case):
    case.exported(("01-100", "L", 100), ("03-100", "L", 7))
    case.read(case.row("01-100", original=100), case.row("03-100", original=7))
    case.read(case.row("01-100", original=120), case.row("03-100", original=7))
    case.act(DANA, Action.CREATE_MODIFICATION, given=ModificationInput(case.lines[0], case.lines[1], 30))
    case.exported()
    case.read(case.row("01-100", original=120, change=-30), case.row("03-100", original=7, change=29))
    (difference,) = case.submission.proof["differences"]
    assert (difference["expected"], difference["found"]) == (37, 36)
    case.read(
        case.row("01-100", original=120, change=-30),
        case.row("03-100", original=7, change=30),
        case.row("03-300", original=5),
    )
    assert case.budget.phase == Phase.NONE.value
    assert [(each["expected"], each["found"]) for each in case.submission.proof["drift"]] == [(0, 5)]


def test_a_reading_of_a_budget_that_awaits_nothing_is_only_kept(case):
    case.read(case.row("01-100", original=5, cost=3))
    assert case.budget.phase == Phase.NONE.value
    assert case.budget.last_synced_at is not None


def test_costs_without_a_code_are_kept_one_by_one(case):
    cost = UncodedCost("2026-11-02", "Bill", "77", "Cascade", "Tools", 1_250)
    reading = case.read(case.row("01-100", cost=100), uncoded=(cost,), total=1_350)
    reader().rollback()
    row = reader().get_one(JobCostReading, reading)
    assert row.uncoded == [
        {
            "date": "2026-11-02",
            "type": "Bill",
            "number": "77",
            "party": "Cascade",
            "memo": "Tools",
            "cents": 1_250,
        }
    ]
    assert row.erp_total_cents == 1_350


def test_an_item_of_nobody_has_a_row_without_a_code(case):
    reading = case.read(CostRow("unknown-1", "Design", cost_cents=5))
    reader().rollback()
    (row,) = reader().query(JobCostRow).filter_by(reading_id=reading)
    assert (row.cost_code_id, row.erp_name, row.cost_cents) == (None, "Design", 5)


def test_readings_do_not_pile_up(case):
    for number in range(job_costs.READINGS_KEPT + 3):
        last = case.read(case.row("01-100", cost=number))
    reader().rollback()
    assert reader().query(JobCostReading).count() == job_costs.READINGS_KEPT
    assert reader().query(JobCostRow).count() == job_costs.READINGS_KEPT
    assert current_reading(reader(), case.project).id == last
    assert reader().query(JobCostReading).filter_by(is_current=True).count() == 1


def order(case):
    with transaction() as session:
        return readings.order_job_costs(session, session.get_one(Project, case.project), None)


def test_a_reading_that_has_not_left_is_joined_and_hurried(case):
    first = order(case)
    with transaction() as session:
        session.get_one(ErpRequest, first).not_before += timedelta(hours=1)
    assert order(case) == first
    reader().rollback()
    assert reader().get_one(ErpRequest, first).not_before <= clock.now()


@pytest.mark.parametrize("state", ["handed_out", "in_doubt", "succeeded", "failed"])
def test_one_that_has_left_may_be_too_old_and_is_not_joined(case, state):
    first = order(case)
    with transaction() as session:
        session.get_one(ErpRequest, first).state = state
    assert order(case) != first


def test_a_project_without_a_job_has_nothing_to_read(world):
    unlinked = factories.make_project(world, "Other", "2", linked=False)
    with transaction() as session:
        assert readings.order_job_costs(session, session.get_one(Project, unlinked), None) is None


def test_lists_are_ordered_once(world):
    with transaction() as session:
        first = readings.order_lists(session, world.connection, None)
        assert readings.order_lists(session, world.connection, None) == first


def test_a_refused_export_fails_the_budget_and_can_be_repeated_under_the_same_key(case):
    request_id = case.send(("01-100", "L", 100))
    with transaction() as session:
        request = session.get_one(ErpRequest, request_id)
        key = request.business_key
        request.state, request.messages = "failed", ["No such job."]
        results.apply_refusal(session, request, ("No such job.",))
    assert case.budget.phase == Phase.EXPORT_FAILED.value
    assert case.act(AKI, Action.RETRY) == request_id
    reader().rollback()
    request = reader().get_one(ErpRequest, request_id)
    assert (request.state, request.messages, request.business_key) == ("queued", [], key)
    assert case.budget.phase == Phase.EXPORTING.value


def test_a_refusal_of_a_budget_that_waits_for_nothing_changes_nothing(case):
    request_id = case.send(("01-100", "L", 100))
    with transaction() as session:
        results.apply(session, session.get_one(ErpRequest, request_id), Exported("4C-1"))
        results.apply_refusal(session, session.get_one(ErpRequest, request_id), ("late",))
    assert case.budget.phase == Phase.AWAITING_SYNC.value


def test_the_task_of_an_export_is_its_frozen_copy(case):
    case.exported(("01-100", "L", 100), warnings=("Look there.",))
    submission = case.submission
    task = exports.task_of(reader(), submission)
    assert [(amount.code.code, amount.cents, amount.code.erp_id) for amount in task.amounts] == [
        ("01-100", 100, case.items["01-100"])
    ]
    assert (task.submission, task.accepted_by, task.origin_id) == (1, "Aki Sato", "4C-1")
    assert task.held == ()
    assert task.job.erp_id == "80000001-1"


def test_the_task_of_an_update_knows_what_was_exported_before(case):
    case.exported(("01-100", "L", 100), ("03-100", "L", 7))
    case.read(case.row("01-100", original=100), case.row("03-100", original=7))
    case.act(DANA, Action.CREATE_MODIFICATION, given=ModificationInput(case.lines[0], case.lines[1], 30))
    case.send()
    task = exports.task_of(reader(), case.submission)
    assert sorted(amount.cents for amount in task.amounts) == [-30, 30]
    assert sorted(amount.cents for amount in task.held) == [7, 100]


def test_a_rejected_submission_takes_its_waiting_request_along(case):
    request_id = case.send(("01-100", "L", 100))
    with transaction() as session:
        export_requests.withdraw(session, session.get_one(Submission, case.budget.submission_id))
    reader().rollback()
    assert reader().get_one(ErpRequest, request_id).state == "failed"
    with transaction() as session:
        export_requests.withdraw(session, session.get_one(Submission, case.budget.submission_id))

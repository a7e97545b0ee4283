"""The whole way without a portal: connector, sync agent, practice company, an accountant's hands, and back again."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from portal.agent.company.databases import Company as Watched
from portal.agent.company.entities import ENTITIES
from portal.agent.company.readings import Unreadable, records
from portal.agent.failures import PayloadError
from portal.agent.journal import Journal
from portal.agent.messages import Operation
from portal.agent.operations.desks import Desk as AgentDesk
from portal.erp.connectors.sage_100_contractor import CONNECTOR
from portal.erp.contract import (
    Answer,
    CreateJob,
    Exported,
    Finished,
    JobAwaited,
    Refused,
    Staged,
    Standing,
    Unknown,
    WithdrawExport,
    Withdrawn,
)
from portal.practice.armed_faults import ArmedFaults
from portal.practice.sage import budgets, cost_codes, faults, jobs, seeds
from portal.practice.sage.company import Company
from portal.practice.sage.desks import Desk
from tests.erp.sage_tasks import CODES, JOB, amount, export, update

NUMBER = int(JOB.erp_id)


def _no_sync(operation):
    raise PayloadError(f"No sync here: {operation.id}.")


class Chain:
    """One company with its desk, the agent beside it, and the connector at the other end of the line."""

    def __init__(self, folder):
        self.company = seeds.prepare(
            Company.open(folder / "company.sqlite3"), "Newtown Builders", only_types=True
        )
        with self.company.writing() as database:
            for code, known in CODES.items():
                cost_codes.enter(database, code, known.name)
            jobs.enter(database, JOB.erp_id, JOB.name, "4")
        (folder / "state").mkdir()
        self.drop = folder / "drop"
        self.drop.mkdir()
        self.desk = Desk(self.company, self.drop, ArmedFaults(folder / "desk.sqlite3", faults.SWITCHES))
        self.watched = Watched(f"sqlite:///{folder / 'company.sqlite3'}")
        self.agent = AgentDesk(self.watched, self.drop, Journal(folder / "state"), _no_sync)
        self.operations = 0

    def order(self, task, wire_id=None):
        """Start a task, let the agent carry it out, and read its answer."""
        step = CONNECTOR.start(task)
        self.operations += step.mutates
        wire_id = wire_id or f"{self.operations:022}"
        return CONNECTOR.proceed(
            task, step.name, {}, self.carry(CONNECTOR.envelope(step.content, wire_id), wire_id)
        )

    def ask(self, task, wire_id):
        answer = self.carry(CONNECTOR.status_query(wire_id), f"S-{wire_id}")
        return CONNECTOR.proceed(task, CONNECTOR.start(task).name, {}, replace(answer, asked=True))

    def carry(self, body, wire_id):
        told = json.loads(body)
        outcome = self.agent.carry_out(Operation(wire_id, told["Type"], told["Payload"]))
        return Answer(json.dumps(outcome.as_wire()).encode())

    def post(self, delivery, **more):
        """Import the sheet and press Post Entries."""
        sheet = next(name for name in delivery["Files"] if name.endswith(".csv"))
        self.desk.import_sheet(sheet)
        self.desk.post_entries(JOB.erp_id, **more)

    def staged(self):
        found = [each for entity in ENTITIES for each in records(self.watched, entity)]
        assert not [each for each in found if isinstance(each, Unreadable)]
        return [
            Staged(each.entity, each.key, n, each.fields)
            for n, each in enumerate(found, start=1)
            if each.job in {"", JOB.erp_id}
        ]

    def report(self):
        """(original, change) of each cell of the report that is not zero."""
        return {
            (row.erp_id, row.cost_type): (row.original_cents, row.change_cents)
            for row in CONNECTOR.job_costs(JOB, self.staged()).rows
        }


@pytest.fixture
def chain(tmp_path):
    made = Chain(tmp_path)
    yield made
    made.watched.close()
    made.company.close()


WRITTEN = {
    ("2010.000", "4"): (12_000_000, 0),
    ("3100.000", "1"): (4_550_000, 0),
    ("3100.000", "2"): (3_025_050, 0),
}


def delivered(turn):
    assert isinstance(turn, Finished), turn
    assert isinstance(turn.result, Exported)
    return turn.result.delivery


def test_the_worked_example_goes_there_and_comes_back(chain):
    delivery = delivered(chain.order(export()))
    assert (delivery["Number"], delivery["Rows"], delivery["Job"]) == ("B7-1", 3, "2019001")
    assert chain.report() == {}
    chain.post(delivery)
    assert chain.report() == WRITTEN
    second = delivered(chain.order(update()))
    assert chain.report() == WRITTEN
    chain.post(second)
    assert chain.report() == {
        **WRITTEN,
        ("2010.000", "4"): (12_000_000, -500_000),
        ("3100.000", "2"): (3_025_050, 500_000),
    }


def test_the_update_as_change_orders_comes_back_the_same(chain):
    chain.post(delivered(chain.order(export())))
    chain.post(delivered(chain.order(update(settings={"update_mode": "change_orders"}))))
    assert chain.report()["2010.000", "4"] == (12_000_000, -500_000)
    assert chain.report()["3100.000", "2"] == (3_025_050, 500_000)
    again = update(submission=3, standing=standing_of(chain))
    assert isinstance(chain.order(again), Finished)


def standing_of(chain):
    return tuple(
        Standing(code, original + change, cost_type)
        for (code, cost_type), (original, change) in chain.report().items()
    )


def test_a_forgotten_set_budget_is_seen(chain):
    chain.post(delivered(chain.order(export())), set_budget=False)
    assert CONNECTOR.job_costs(JOB, chain.staged()).witness["originals_set"] is False
    assert "Set Budget was not pressed" in CONNECTOR.budget(JOB, chain.staged()).problem


def test_a_budget_of_the_companys_own_types_alone_is_proved_too(chain):
    task = export(amount("2010.000", "SVC", 700))
    chain.post(delivered(chain.order(task)))
    assert chain.report() == {("2010.000", "6"): (700, 0)}


def test_drift_stops_an_update_and_names_the_cell(chain):
    chain.post(delivered(chain.order(export())))
    with chain.company.writing() as database:
        budgets.edit(database, NUMBER, 0, Decimal("2010.000"), 4, Decimal("131500.00"))
    refused = chain.order(update())
    assert isinstance(refused, Refused)
    assert "2010.000 Subcontract: expected 120,000.00, found 131,500.00" in refused.messages[0]


def test_a_first_export_takes_the_place_of_a_budget_only_where_it_may(chain):
    with chain.company.writing() as database:
        budgets.edit(database, NUMBER, 0, Decimal("1000.000"), 5, Decimal("5.00"))
    refused = chain.order(export(beside_others=False))
    assert isinstance(refused, Refused)
    assert refused.messages[-1] == "If ours may replace it, tick “put ours in its place” and retry."
    chain.post(delivered(chain.order(export(beside_others=True))))
    assert chain.report() == WRITTEN


def test_a_code_that_sage_does_not_have_is_refused_in_a_sentence(chain):
    unknown = replace(CODES["2010.000"], erp_id="9990.000")
    refused = chain.order(export(amount("2010.000", "S", 5, link=unknown)))
    assert refused == Refused(("Cost code 9990.000 is not in Sage. Enter it in 6-5 Cost Codes, then retry.",))


def test_a_lost_answer_is_asked_for_and_read_the_same(chain):
    first = chain.order(export(), wire_id="w" * 22)
    assert chain.ask(export(), "w" * 22) == first
    assert chain.order(export(), wire_id="w" * 22) == first
    assert chain.ask(export(), "v" * 22) == Unknown()


def test_a_withdrawn_sheet_is_gone_and_never_comes_again(chain):
    delivery = delivered(chain.order(export(), wire_id="w" * 22))
    turn = chain.order(WithdrawExport(JOB, "w" * 22, delivery))
    assert isinstance(turn.result, Withdrawn)
    assert not list(chain.drop.glob("6-2*"))
    assert chain.ask(export(), "w" * 22) == Unknown()


def test_a_posted_sheet_is_not_withdrawn(chain):
    delivery = delivered(chain.order(export(), wire_id="w" * 22))
    chain.post(delivery)
    refused = chain.order(WithdrawExport(JOB, "w" * 22, delivery))
    assert isinstance(refused, Refused)
    assert "already shows the amounts" in refused.messages[0]


def test_a_job_waits_for_a_person_and_comes_with_the_lists(chain):
    task = CreateJob(replace(JOB, erp_id="", name="Harbor View"), number="2020014")
    assert isinstance(chain.order(task).result, JobAwaited)
    with chain.company.writing() as database:
        jobs.enter(database, "2020014", "Harbor View", "4")
    found = {record.erp_id: record for record in CONNECTOR.lists(chain_lists(chain)) if record.kind == "job"}
    assert found["2020014"].full_name == "2020014 Harbor View"
    taken = chain.order(replace(task, number=JOB.erp_id))
    assert isinstance(taken, Refused)


def chain_lists(chain):
    names = ("job", "phase", "cost_code", "cost_type")
    found = [each for entity in ENTITIES if entity.name in names for each in records(chain.watched, entity)]
    return [Staged(each.entity, each.key, 1, each.fields) for each in found]


def test_lists_of_a_real_company_are_read_whole(chain):
    kinds = [record.kind for record in CONNECTOR.lists(chain_lists(chain))]
    assert (kinds.count("item"), kinds.count("cost_type"), kinds.count("job")) == (3, 9, 1)

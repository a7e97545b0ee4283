"""The portal's connector and the practice company, document by document, without the wire between them."""

import itertools

import pytest
from lxml import etree

from portal.erp.connectors.quickbooks_desktop import CONNECTOR
from portal.erp.connectors.quickbooks_desktop.answers import read_answer
from portal.erp.connectors.quickbooks_desktop.companies import read_company
from portal.erp.contract import (
    Amount,
    Answer,
    Code,
    CreateCodes,
    CreateJob,
    ExportBudget,
    Finished,
    Job,
    ReadJobCosts,
    ReadLists,
    Step,
)
from portal.practice.quickbooks import desk, snapshots
from portal.practice.quickbooks.openings import facts
from portal.practice.quickbooks.processor import process
from tests.practice.bodies import JOB


@pytest.fixture
def play(company, schema):
    """Play a task to its end. `before` is called with each step's name before the step runs."""
    numbers = itertools.count(1)

    def play(task, before=lambda _name: None):
        turn = CONNECTOR.start(task)
        while isinstance(turn, Step):
            before(turn.name)
            wire_id = f"w{next(numbers)}" if turn.mutates else None
            text = CONNECTOR.envelope(turn.content, wire_id).decode("ascii")
            schema.assertValid(etree.fromstring(text.encode()))
            hresult, response = process(company, text)
            turn = CONNECTOR.proceed(task, turn.name, turn.memory, Answer(response.encode(), hresult))
        return turn

    return play


@pytest.fixture
def settings(play, company):
    said = facts(company, "{90a44fb7-33d9-4815-ac85-ac86a7e7d1eb}")
    lists = play(ReadLists()).result
    ids = {record.full_name: record.erp_id for record in lists.records if record.kind == "account"}
    return {
        "income_account": ids["Construction Income"],
        "expense_account": ids["Job Materials"],
        "company": {"non_taxable_code": read_company(read_answer(said)).non_taxable_code},
    }


@pytest.fixture
def exported(play, settings, company):
    """Maple St 116 created, its codes created, its budget exported once."""
    smith = next(one for one in snapshots.whole(company)["customers"] if one["full_name"] == "Smith")
    job = Job(number="116", name="Maple St 116", parent_erp_id=smith["list_id"])
    made = play(CreateJob(job, settings))
    assert isinstance(made, Finished), made
    job = Job(
        "116", "Maple St 116", made.result.record.erp_id, made.result.record.full_name, smith["list_id"]
    )
    codes = (Code(1, "01-100", "Site work"), Code(2, "02-220", "Demolition"))
    made = play(CreateCodes(codes, settings))
    assert isinstance(made, Finished), made
    codes = tuple(
        Code(c.id, c.code, c.name, made.result.records[c.id].erp_id, made.result.records[c.id].full_name)
        for c in codes
    )
    amounts = (amount(1, codes[0], 18_000_00), amount(2, codes[1], 7_250_00))
    task = ExportBudget(job, 7, 1, 1, "Aki Sato", "2026-06-09", amounts, settings=settings)
    turn = play(task)
    assert isinstance(turn, Finished), turn
    assert turn.result.warnings == ()
    return task, turn.result.origin_id, codes


def amount(number, code, cents, kind="original_estimate"):
    return Amount(number, number, code, "4", "Subcontract", code.name, kind, cents)


def update(exported, settings):
    task, origin, codes = exported
    changes = (
        amount(3, codes[0], -500_00, "approved_estimate_changes"),
        amount(4, codes[1], 500_00, "approved_estimate_changes"),
    )
    return ExportBudget(task.job, 7, 2, 2, "Aki Sato", "2026-06-19", changes, origin, task.amounts, settings)


def test_maple_street_arrives_once(company, exported, play):
    found = snapshots.estimates(company, JOB)
    assert [(line["item"], line["amount"]) for line in found[0]["lines"]] == [
        ("01-100", "18000.00"),
        ("02-220", "7250.00"),
    ]
    assert (len(found), found[0]["total"]) == (1, "25250.00")


def test_costs_come_back(company, exported, play, settings):
    task, origin, codes = exported
    desk.enter_bill(company, vendor="Orozco Electric", job=JOB, item="01-100", amount="1200.50")
    desk.enter_bill(company, vendor="Orozco Electric", job=JOB, account="Job Materials", amount="40")
    desk.enter_time(company, worker="Ben Okafor", job=JOB, item="02-220", hours="2", rate="50")
    turn = play(ReadJobCosts(task.job, origin, codes, settings))
    assert isinstance(turn, Finished), turn
    rows = {row.erp_name: (row.original_cents, row.cost_cents) for row in turn.result.rows if row.erp_name}
    assert rows == {"01-100": (18_000_00, 1_200_50), "02-220": (7_250_00, 100_00)}
    assert [one.cents for one in turn.result.uncoded] == [40_00]


def test_an_update_adds_only_what_is_new(company, exported, play, settings):
    turn = play(update(exported, settings))
    assert isinstance(turn, Finished), turn
    found = snapshots.estimates(company, JOB)
    assert [line["amount"] for line in found[0]["lines"]] == ["18000.00", "7250.00", "-500.00", "500.00"]
    assert len(found) == 1


def test_an_edit_in_between_is_noticed_and_nothing_is_doubled(company, exported, play, settings):
    _task, origin, _codes = exported
    edits = iter([True])

    def edit(name):
        if "change" in name.lower() or "mod" in name.lower() or "extend" in name.lower():
            for _ in edits:
                desk.edit_estimate(company, origin, line=lines()[0]["txn_line_id"], description="By hand")

    def lines():
        return snapshots.estimates(company, JOB)[0]["lines"]

    turn = play(update(exported, settings), edit)
    assert isinstance(turn, Finished), turn
    assert [line["amount"] for line in lines()] == ["18000.00", "7250.00", "-500.00", "500.00"]
    assert next(edits, None) is None, "the edit did happen"


def test_a_priced_item_does_not_change_the_amount(company, exported, play, settings):
    task, _origin, _codes = exported
    cleanup = next(one for one in snapshots.whole(company)["items"] if one["full_name"] == "Cleanup")
    code = Code(3, "Cleanup", "Cleanup", cleanup["list_id"], "Cleanup")
    turn = play(
        ExportBudget(
            task.job, 8, 3, 1, "Aki Sato", "2026-06-09", (amount(9, code, 100_00),), settings=settings
        )
    )
    assert isinstance(turn, Finished), turn
    found = next(one for one in snapshots.estimates(company, JOB) if one["txn_id"] == turn.result.origin_id)
    assert (found["subtotal"], found["total"]) == ("100.00", "100.00")

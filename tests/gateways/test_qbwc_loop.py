"""The product: a budget leaves, QuickBooks holds it once, its job costs come back and open the budget again."""

from portal.db.job_costs import JobCostRow
from portal.db.submissions import Submission
from portal.db.transactions import reader
from portal.domain.vocabulary import Phase
from portal.services.job_costs.baselines import current_reading
from tests.practice.cost_bodies import bill, on_account, on_item


def test_lists_come_in(loop):
    outcome = loop.read_lists()
    assert outcome.ended == "done", outcome
    assert "Smith:Garage 2025" in loop.records("job")
    assert "Construction Income" in loop.records("account")
    assert "Site visit" in loop.records("item")
    assert loop.connection.company["name"] == "Halden & Rowe Builders"
    assert loop.connection.company["non_taxable_code"] == "Non"
    assert loop.connection.last_lists_at is not None
    assert loop.connection.last_contact_at is not None


def test_the_job_and_its_items_are_made(loop):
    loop.prepare()
    assert loop.project.erp_job_name == "Smith:Maple St 116"
    assert {request.state for request in loop.requests()} == {"succeeded"}
    loop.read_lists()
    assert loop.records("item")["03-100"].detail["two_sided"] is True


def test_a_budget_goes_out_and_opens_when_its_amounts_are_back(loop):
    loop.prepare()
    loop.budget_lines(("01-100", "L", 1_800_000), ("03-100", "M", 725_050), ("03-100", "L", -5_000))
    loop.send()
    loop.accept()
    outcome = loop.desk.run()
    assert outcome.ended == "done", outcome
    (estimate,) = loop.desk.estimates()
    assert [line[:2] for line in estimate["lines"]] == [
        ("01-100", "18000.00"),
        ("03-100", "-50.00"),
        ("03-100", "7250.50"),
    ]
    assert (estimate["subtotal"], estimate["total"]) == ("25200.50", "25200.50")
    assert loop.budget.phase == Phase.NONE.value, loop.requests()[-1].messages
    assert loop.budget.origin_id == estimate["id"]
    assert reader().query(Submission).one().synced_at is not None


def test_an_update_sends_only_what_is_new(loop):
    loop.prepare()
    first, second = loop.budget_lines(("01-100", "L", 1_800_000), ("03-100", "M", 725_050))
    loop.send()
    loop.accept()
    loop.desk.run()
    loop.modify(first, second, 500_000)
    loop.send()
    loop.accept()
    outcome = loop.desk.run()
    assert outcome.ended == "done", outcome
    (estimate,) = loop.desk.estimates()
    assert [line[:2] for line in estimate["lines"]] == [
        ("01-100", "18000.00"),
        ("03-100", "7250.50"),
        ("01-100", "-5000.00"),
        ("03-100", "5000.00"),
    ]
    assert estimate["lines"][2][2].startswith("Change 2: Labor: Site office; ")
    assert estimate["subtotal"] == "25250.50"
    assert "submission 2, revision" in estimate["memo"]
    assert loop.budget.phase == Phase.NONE.value
    assert loop.budget.locked


def test_costs_come_back_by_code_and_those_without_one_are_named(loop):
    loop.prepare()
    loop.budget_lines(("01-100", "L", 1_800_000))
    loop.send()
    loop.accept()
    loop.desk.run()
    loop.desk.ask(
        bill(
            on_account("Other Job Costs", "12.50"),
            on_item("01-100", "<Quantity>4</Quantity><Cost>300.125</Cost>"),
        )
    )
    loop.check_now()
    loop.desk.run()
    reading = current_reading(reader(), loop.project_id)
    rows = reader().query(JobCostRow).filter_by(reading_id=reading.id).all()
    assert [(row.erp_name, row.original_cents, row.cost_cents) for row in rows] == [
        ("01-100", 1_800_000, 120_050)
    ]
    assert [(cost["cents"], cost["party"]) for cost in reading.uncoded] == [(1_250, "Cascade Ready Mix")]
    assert reading.erp_total_cents == 121_300
    assert reading.witness["actual_cents"] == 121_300
    assert reading.witness["estimated_cents"] == 1_800_000

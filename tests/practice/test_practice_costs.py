"""Bills, checks, journal entries and time: what they cost a job."""

from decimal import Decimal

import pytest

from portal.practice.quickbooks import desk, snapshots
from tests.practice.bodies import JOB
from tests.practice.cost_bodies import bill, detail, on_account, on_item, table


def test_a_bill_adds_up(costs):
    first = costs[0][0]
    assert first.findtext("AmountDue") == "1213.00"
    assert [one.findtext("Amount") for one in first.iter("ExpenseLineRet", "ItemLineRet")] == [
        "12.50",
        "1200.50",
    ]


def test_checks_and_journal_entries_cost_too(ask, maple):
    check = (
        "<CheckAddRq><CheckAdd><AccountRef><FullName>Checking</FullName></AccountRef>"
        "<PayeeEntityRef><FullName>Bright Plumbing</FullName></PayeeEntityRef><RefNumber>1001</RefNumber>"
        + on_item("01-100", "<Amount>80.00</Amount>")
        + "</CheckAdd></CheckAddRq>"
    )
    side = "<{0}><AccountRef><FullName>{1}</FullName></AccountRef><Amount>{2}</Amount>{3}</{0}>"
    job = f"<EntityRef><FullName>{JOB}</FullName></EntityRef>"
    entry = (
        "<JournalEntryAddRq><JournalEntryAdd>"
        + side.format("JournalDebitLine", "Job Labor", "20.00", job)
        + side.format("JournalCreditLine", "Job Labor", "5.00", job)
        + side.format("JournalCreditLine", "Checking", "15.00", "")
        + "</JournalEntryAdd></JournalEntryAddRq>"
    )
    assert [one.get("statusCode") for one in ask(check + entry)] == ["0", "0"]
    rows = table(ask(detail())[0])
    assert [(row["Type"], row["Amount"]) for row in rows] == [
        ("Check", "80.00"),
        ("General Journal", "20.00"),
        ("General Journal", "-5.00"),
    ]
    assert ask(entry.replace("15.00", "16.00"))[0].get("statusCode") == "3030"
    found = ask(
        "<JournalEntryQueryRq><IncludeLineItems>true</IncludeLineItems></JournalEntryQueryRq><CheckQueryRq/>"
    )
    assert [len(one) for one in found] == [1, 1]
    assert len(found[0][0].findall("JournalCreditLine")) == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (bill(on_account("No such account", "1.00")), "3140"),
        (bill(on_item("No such item", "<Amount>1.00</Amount>")), "3140"),
        (bill("<ExpenseLineAdd><Amount>1.00</Amount></ExpenseLineAdd>"), "3270"),
        (bill("<ItemLineAdd><Amount>1.00</Amount></ItemLineAdd>"), "3150"),
        (bill(on_account("Checking", "1.00"), vendor="Smith"), "3140"),
    ],
)
def test_bills_are_refused(ask, maple, body, code):
    assert ask(body)[0].get("statusCode") == code


def test_bills_are_found_by_when_they_changed(ask, costs):
    query = (
        "<BillQueryRq><ModifiedDateRangeFilter><FromModifiedDate>2020-01-01</FromModifiedDate>"
        "</ModifiedDateRangeFilter><IncludeLineItems>true</IncludeLineItems></BillQueryRq>"
    )
    assert [len(one.findall("ItemLineRet")) for one in ask(query)[0]] == [1, 1, 1]


def test_what_the_desk_enters_reaches_the_reports(ask, maple, company):
    desk.enter_bill(
        company, vendor="Orozco Electric", job=JOB, item="01-100", amount="1,000.00", memo="Panel"
    )
    desk.enter_bill(company, vendor="Orozco Electric", job=JOB, account="Job Materials", amount="10")
    desk.enter_time(company, worker="Ben Okafor", job=JOB, item="02-220", hours="7.5", rate="40.00")
    desk.enter_journal(
        company, job=JOB, account="Job Labor", credit_account="Checking", amount="5.25", item="01-100"
    )
    rows = table(ask(detail())[0])
    assert [(row["Type"], row.get("Item"), row["Amount"]) for row in rows] == [
        ("Bill", "01-100", "1000.00"),
        ("Bill", None, "10.00"),
        ("Paycheck", "02-220", "300.00"),
        ("General Journal", "01-100", "5.25"),
    ]
    costs = snapshots.job_costs(company, JOB)
    assert sum(Decimal(row["cost"]) for row in costs) == Decimal("1315.25")
    assert len(ask("<TimeTrackingQueryRq/>")[0]) == 1


@pytest.mark.parametrize("amount", ["1.005", "NaN", "Infinity", "a lot", ""])
def test_the_desk_refuses_what_is_no_amount(company, maple, amount):
    with pytest.raises(desk.DeskError, match="is no amount"):
        desk.enter_bill(company, vendor="Orozco Electric", job=JOB, account="Job Materials", amount=amount)

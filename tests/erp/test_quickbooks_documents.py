"""Every document we build is valid by Intuit's schema, passes our own check, and carries exact amounts."""

import datetime as dt
from string import printable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from portal.domain.money import MAX_CENTS
from portal.erp.connectors.quickbooks_desktop import accounts, companies, customers, estimates, items, reports
from portal.erp.connectors.quickbooks_desktop.amounts import read_amount
from portal.erp.connectors.quickbooks_desktop.grammar import check_document
from portal.erp.connectors.quickbooks_desktop.message_sets import (
    write_clear_state,
    write_mutation,
    write_queries,
    write_status_query,
)
from portal.erp.connectors.quickbooks_desktop.stored_estimates import StoredEstimate, StoredLine
from portal.erp.connectors.quickbooks_desktop.texts import fold

GUID = "{57F3B9B1-86F1-4fcc-B1EE-566DE1813D20}"
JOB = "80000035-1785958998"
WIRE_ID = "p7-12-3-a1b2c3d4e5f6g7h"
HEADER = estimates.EstimateHeader(
    customer_list_id=JOB,
    txn_date=dt.date(2026, 11, 22),
    ref_number=estimates.estimate_ref_number(46_656),
    memo=estimates.estimate_memo(submission=2, revision=7, accepted_by="Aki Sat\u014d"),
    tax_code="Non",
    external_guid=GUID,
)
STORED = StoredEstimate(
    txn_id="4C-1415942229",
    edit_sequence="1415942229",
    ref_number="B1000",
    customer_list_id=JOB,
    customer_full_name="Owner:Hall",
    txn_date="2026-01-01",
    memo="",
    is_active=True,
    external_guid="",
    subtotal_cents=0,
    total_cents=0,
    lines=(
        StoredLine("4E-1", "I", "03", "", 100),
        StoredLine("4F-1", "G", "kit", "", 5, is_group=True, members=(StoredLine("50-1", "I", "03", "", 5),)),
        StoredLine("51-1", "", "", "Thank you", 0),
    ),
)
QUERIES = {
    "customers, first": [customers.list_customers()],
    "customers, next": [customers.list_customers(iterator_id=GUID, per_poll=50)],
    "customers by name": [customers.find_customers("Owner:Hall", "B\u00fcro & S\u00f6hne")],
    "service items": [items.list_service_items(), items.list_service_items(iterator_id=GUID)],
    "items by name": [items.find_items("03-100", "Division:03-200")],
    "accounts": [accounts.list_accounts()],
    "estimate by id": [estimates.find_estimate(STORED.txn_id)],
    "estimates by number": [estimates.find_estimates_by_ref_number("B1000")],
    "estimates of a job": [estimates.list_estimates_of_job(JOB)],
    "costs": [reports.ask_for_costs(JOB, account_type) for account_type in reports.COST_ACCOUNT_TYPES],
    "witness": [reports.ask_for_estimates_against_actuals(JOB)],
    "company": list(companies.ask_for_company(GUID)),
}
ADDRESS = customers.Address(("1 Yard Rd", "Gate 2"), "Ayr", "QLD", "4807")
MUTATIONS = {
    "job": customers.add_customer(
        "Hall", parent_list_id=JOB, address=ADDRESS, description="d" * 300, external_guid=GUID
    ),
    "top-level job": customers.add_customer("Hall"),
    "item": items.add_service_item(
        "03-100",
        description="Concrete, 30 MPa \u2264 50 m\u00b3",
        income_account="80000001-1",
        expense_account="80000002-1",
        parent_list_id="80000003-1",
        tax_code="Non",
        external_guid=GUID,
    ),
    "item without tax": items.add_service_item(
        "03-100", description="", income_account="80000001-1", expense_account="80000002-1"
    ),
    "estimate": estimates.add_estimate(HEADER, [estimates.EstimateLine("I-1", "Concrete", -1)]),
    "change": estimates.extend_estimate(
        STORED, [estimates.EstimateLine("I-1", "CO 4", 250_00)], memo="m", tax_code="Non"
    ),
}


def inside(document: bytes) -> etree._Element:
    return etree.fromstring(document)[0]


@pytest.mark.parametrize("name", QUERIES)
def test_each_query_is_valid_and_carries_no_wire_id(name, assert_valid):
    document = write_queries(*QUERIES[name])
    check_document(document)
    assert_valid(document)
    assert "newMessageSetID" not in inside(document).attrib
    assert [request.get("requestID") for request in inside(document)] == [
        str(number) for number in range(1, len(QUERIES[name]) + 1)
    ]


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_change_is_valid_alone_and_under_its_wire_id(name, assert_valid):
    document = write_mutation(MUTATIONS[name], message_set_id=WIRE_ID)
    check_document(document)
    assert_valid(document)
    assert document.isascii()
    assert document.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<?qbxml version="13.0"?>\n<QBXML>')
    assert inside(document).get("newMessageSetID") == WIRE_ID
    assert len(inside(document)) == 1


def test_the_same_request_gives_the_same_bytes():
    for request in MUTATIONS.values():
        assert write_mutation(request, message_set_id="x") == write_mutation(request, message_set_id="x")


def test_the_recovery_sets_are_empty_and_named_as_quickbooks_wants(assert_valid):
    for document, names in (
        (write_status_query(WIRE_ID), {"newMessageSetID", "oldMessageSetID"}),
        (write_clear_state(WIRE_ID), {"oldMessageSetID"}),
    ):
        check_document(document)
        assert_valid(document)
        message_set = inside(document)
        assert len(message_set) == 0
        assert {name for name, value in message_set.attrib.items() if value == WIRE_ID} == names


def test_an_estimate_says_what_it_is_and_names_things_by_id():
    (estimate,) = inside(write_mutation(MUTATIONS["estimate"], message_set_id="x"))[0]
    assert estimate.findtext("RefNumber") == "B1000"
    assert estimate.findtext("Memo") == (
        "Internal cost budget, do not invoice; submission 2, revision 7, accepted by Aki Sato"
    )
    assert estimate.findtext("IsToBeEmailed") == "false"
    line = estimate.find("EstimateLineAdd")
    assert [(child.tag, child.findtext("*") or child.text) for child in line] == [
        ("ItemRef", "I-1"),
        ("Desc", "Concrete"),
        ("Rate", "-0.01"),
        ("SalesTaxCodeRef", "Non"),
        ("MarkupRatePercent", "0"),
    ]


def test_a_change_keeps_every_stored_line_bare_and_in_order_and_adds_at_the_end():
    (change,) = inside(write_mutation(MUTATIONS["change"], message_set_id="x"))[0]
    assert (change.findtext("TxnID"), change.findtext("EditSequence")) == (
        STORED.txn_id,
        STORED.edit_sequence,
    )
    lines = [child for child in change if "Line" in child.tag]
    assert [(line.tag, line.findtext("TxnLineID"), len(line)) for line in lines] == [
        ("EstimateLineMod", "4E-1", 1),
        ("EstimateLineGroupMod", "4F-1", 1),
        ("EstimateLineMod", "51-1", 1),
        ("EstimateLineMod", "-1", 6),
    ]


@pytest.mark.parametrize(
    ("budget_id", "number"), [(0, "B0"), (35, "BZ"), (36, "B10"), (36**10 - 1, "B" + "Z" * 10)]
)
def test_the_number_of_an_estimate_is_its_budget_in_base_36(budget_id, number):
    assert estimates.estimate_ref_number(budget_id) == number
    assert len(number) <= 11


LINES = st.lists(
    st.builds(
        estimates.EstimateLine,
        item_list_id=st.from_regex(r"[0-9A-F]{1,8}-[0-9]{1,10}", fullmatch=True),
        description=st.text(max_size=60),
        cents=st.integers(-MAX_CENTS, MAX_CENTS),
    ),
    min_size=1,
    max_size=8,
)


@given(lines=LINES, memo=st.text(min_size=1, max_size=50), update=st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_lines_make_a_valid_document_with_exact_amounts(assert_valid, lines, memo, update):
    header = estimates.EstimateHeader(JOB, dt.date(2026, 1, 1), "B1", fold(memo) or "m", None)
    request = (
        estimates.extend_estimate(STORED, lines, memo=memo, tax_code="Non")
        if update
        else estimates.add_estimate(header, lines)
    )
    document = write_mutation(request, message_set_id="x")
    check_document(document)
    assert_valid(document)
    sent = [
        element for element in inside(document).iter("EstimateLineAdd", "EstimateLineMod") if len(element) > 1
    ]
    assert [read_amount(element.findtext("Rate")) for element in sent] == [line.cents for line in lines]
    assert [element.findtext("Desc") or "" for element in sent] == [fold(line.description) for line in lines]


@given(name=st.text(printable.replace(":", ""), min_size=1, max_size=31).filter(fold), description=st.text())
@settings(max_examples=150, deadline=None)
def test_any_name_makes_a_valid_item_and_job(assert_valid, name, description):
    item = items.add_service_item(name, description=description, income_account="1-1", expense_account="2-1")
    for request in (item, customers.add_customer(name, description=description)):
        document = write_mutation(request, message_set_id="x")
        check_document(document)
        assert_valid(document)
        assert inside(document).findtext(".//Name") == fold(name)


@pytest.mark.parametrize("letters", [1, 200])
def test_the_memo_names_submission_revision_and_approver_within_its_field(letters):
    memo = estimates.estimate_memo(submission=2, revision=7, accepted_by="A" * letters)
    assert memo == (
        f"Internal cost budget, do not invoice; submission 2, revision 7, accepted by {'A' * letters}"
    )
    assert len(estimates.estimate_memo(submission=2, revision=7, accepted_by="A" * 9_000)) <= 4_095

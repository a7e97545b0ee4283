"""What travels to the sync agent: exact documents, checked member by member before they may."""

import json
from dataclasses import replace

import pytest

from portal.erp.connectors.sage_100_contractor import CONNECTOR
from portal.erp.connectors.sage_100_contractor.operations import as_document
from portal.erp.contract import (
    CreateCodes,
    CreateJob,
    Job,
    ReadJobCosts,
    ReadLists,
    Refused,
    SyncCompany,
    WithdrawExport,
)
from tests.erp.sage_tasks import JOB, export, payload, update

WIRE_ID = "0123456789abcdef012345"
NEW = Job(
    "P-77", "Newtown Apartments", address="18 Newtown Rd ", city="Vancouver", region="WA", postal_code="98660"
)
WITHDRAWAL = WithdrawExport(
    JOB, WIRE_ID, {"Files": ["6-2 Budget 2019001 B7-1 x.xlsx", "x.csv"], "Hash": "ab"}
)


def test_a_budget_travels_as_one_exact_document():
    step = CONNECTOR.start(update())
    assert (step.name, step.mutates) == ("write_budget", True)
    assert CONNECTOR.envelope(step.content, WIRE_ID) == (
        b'{"Payload":{"AcceptedBy":"Aki Sato","AcceptedOn":"2026-11-22","Cells":['
        b'{"CostCode":"1000.000","CostType":"5","Delta":"0.00","Description":"General conditions","Expected":"0.00",'
        b'"Phase":"0"},'
        b'{"CostCode":"2010.000","CostType":"4","Delta":"-5000.00","Description":"Earthwork","Expected":"120000.00",'
        b'"Phase":"0"},'
        b'{"CostCode":"3100.000","CostType":"1","Delta":"0.00","Description":"Concrete formwork",'
        b'"Expected":"45500.00","Phase":"0"},'
        b'{"CostCode":"3100.000","CostType":"2","Delta":"5000.00","Description":"Concrete formwork",'
        b'"Expected":"30250.50","Phase":"0"}],'
        b'"Job":"2019001","Mode":"update","Reference":"B7-2","Replace":false,"Revision":2,"Submission":2,'
        b'"Title":"Newtown Apartments"},'
        b'"Type":"WriteBudget"}'
    )


def test_a_withdrawal_names_the_operation_that_wrote_and_its_files():
    assert CONNECTOR.start(WITHDRAWAL).mutates
    assert payload(WITHDRAWAL) == {
        "OperationId": WIRE_ID,
        "Job": "2019001",
        "Files": ["6-2 Budget 2019001 B7-1 x.xlsx", "x.csv"],
    }


def test_a_job_travels_with_the_typed_number():
    assert payload(CreateJob(NEW, number="2019002")) == {
        "Number": "2019002",
        "Name": "Newtown Apartments",
        "ShortName": "Newtown Apartments",
        "Address": "18 Newtown Rd",
        "City": "Vancouver",
        "State": "WA",
        "ZipCode": "98660",
    }
    assert len(payload(CreateJob(replace(NEW, name="x" * 75), number="1"))["ShortName"]) == 30


def test_a_sync_only_reads():
    step = CONNECTOR.start(SyncCompany(31, "month", "deep", "2019001"))
    assert (step.name, step.mutates) == ("sync", False)
    assert json.loads(CONNECTOR.envelope(step.content, None)) == {
        "Type": "Sync",
        "Payload": {"RunId": 31, "DateRange": "month", "Depth": "deep", "Job": "2019001"},
    }


def test_a_question_asks_for_one_operation_and_nothing_need_be_forgotten():
    assert json.loads(CONNECTOR.status_query(WIRE_ID)) == {
        "Type": "Status",
        "Payload": {"OperationId": WIRE_ID},
    }
    assert CONNECTOR.clear_state(WIRE_ID) is None


@pytest.mark.parametrize("task", [ReadLists(), ReadJobCosts(JOB), CreateCodes(())])
def test_what_sage_is_not_asked_for_is_refused_with_the_way_to_go(task):
    turn = CONNECTOR.start(task)
    assert isinstance(turn, Refused)
    assert turn.messages[0].endswith(".")


@pytest.mark.parametrize("task", [export(), WITHDRAWAL, CreateJob(NEW, number="1")])
def test_what_writes_needs_an_id_and_what_reads_has_none(task):
    with pytest.raises(ValueError, match="must have an id"):
        CONNECTOR.envelope(CONNECTOR.start(task).content, None)
    with pytest.raises(ValueError, match="must not have an id"):
        CONNECTOR.envelope(CONNECTOR.start(SyncCompany(1)).content, WIRE_ID)


WRONG = [
    ("Job", None, "Job is missing"),
    ("Job", "", "Job must be a job number"),
    ("Job", "02019", "Job must be a job number"),
    ("Mode", "second", "Mode must be one of first, update, change_orders"),
    ("Reference", "B7", "Reference must be a reference"),
    ("Replace", "yes", "Replace must be yes or no"),
    ("Title", "x" * 76, "Title must be a text of 0 to 75 characters"),
    ("AcceptedOn", "22.11.2026", "AcceptedOn must be a date"),
    ("Cells", [], "Cells must be a list of at least one cell"),
    ("Cells", [7], "whose content must be an object"),
    ("Surprise", "x", "Surprise is unknown"),
]
WRONG_CELLS = [
    ("Phase", "", "Phase must be a phase number"),
    ("CostCode", "2010", "CostCode must be a cost code"),
    ("CostType", "10", "CostType must be one of"),
    ("CostType", "", "CostType must be one of"),
    ("Delta", "1,000.00", "Delta must be an amount"),
    ("Delta", "1000.0", "Delta must be an amount"),
    ("Delta", 1000, "Delta must be an amount"),
    ("Delta", "100000000.00", "Delta must be an amount"),
    ("Expected", None, "Expected is missing"),
    ("Description", "x" * 51, "Description must be a text of 0 to 50 characters"),
]


def _with(whole, name, value):
    return {**whole, name: value} if value is not None else {key: whole[key] for key in whole if key != name}


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_document_that_does_not_hold_is_not_sent(name, value, sentence):
    content = as_document("WriteBudget", _with(payload(export()), name, value))
    with pytest.raises(ValueError, match=sentence):
        CONNECTOR.envelope(content, WIRE_ID)


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG_CELLS)
def test_a_cell_that_does_not_hold_is_not_sent(name, value, sentence):
    whole = payload(export())
    whole["Cells"][2] = _with(whole["Cells"][2], name, value)
    with pytest.raises(ValueError, match=rf"a cell \(3\) whose {sentence}"):
        CONNECTOR.envelope(as_document("WriteBudget", whole), WIRE_ID)


def test_one_cell_twice_is_not_sent():
    whole = payload(export())
    whole["Cells"].append(whole["Cells"][0])
    with pytest.raises(ValueError, match=r"the cell 0 1000\.000 5 twice"):
        CONNECTOR.envelope(as_document("WriteBudget", whole), WIRE_ID)


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("Withdraw", {"OperationId": "", "Job": "1", "Files": []}, "OperationId must be"),
        ("Withdraw", {"OperationId": "a", "Job": "1", "Files": "x"}, "Files must be"),
        ("WriteJob", {**payload(CreateJob(NEW, number="1")), "Number": "0"}, "Number must be"),
        ("WriteJob", {**payload(CreateJob(NEW, number="1")), "Name": ""}, "Name must be"),
        ("WriteJob", {**payload(CreateJob(NEW, number="1")), "Address": "a\nb\nc"}, "Address must be"),
        ("Drop", {}, "knows no operation Drop"),
    ],
)
def test_other_operations_are_checked_as_well(kind, given, sentence):
    with pytest.raises(ValueError, match=sentence):
        CONNECTOR.envelope(as_document(kind, given), WIRE_ID)


@pytest.mark.parametrize(
    ("name", "value"),
    [("DateRange", "decade"), ("Depth", "abyss"), ("RunId", "1"), ("RunId", True), ("Job", "x")],
)
def test_a_sync_asks_only_for_what_there_is(name, value):
    given = {"RunId": 1, "DateRange": "all", "Depth": "deep", "Job": "", name: value}
    with pytest.raises(ValueError, match=f"In the operation Sync {name} must be"):
        CONNECTOR.envelope(as_document("Sync", given), None)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"Type":"Sync"}', b'{"Type":"Sync","Payload":{},"More":1}', b"\xff"]
)
def test_what_is_no_operation_is_not_sent(content):
    with pytest.raises(ValueError, match=r"not JSON|a Type and a Payload"):
        CONNECTOR.envelope(content, None)


def test_the_sheet_names_submission_revision_and_approver():
    told = payload(export(submission=12, revision=3, accepted_by="Aki Sato"))
    assert (told["Submission"], told["Revision"], told["AcceptedBy"]) == (12, 3, "Aki Sato")
    assert told["Reference"].endswith("-12")

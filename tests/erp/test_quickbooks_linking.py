"""Jobs and items: looked for first, taken over where they fit, created once, refused with a sentence."""

from dataclasses import replace

import pytest

from portal.erp.contract import (
    CodesCreated,
    CreateCodes,
    CreateJob,
    Finished,
    Job,
    JobCreated,
    Record,
    Refused,
    TryLater,
)
from tests.erp.wire_answers import CODES, SETTINGS, answer, go, requests, said

NEW_JOB = Job(
    number="2026001",
    name="Maple St 116",
    full_name="Smith",
    parent_erp_id="7A-1",
    address="116 Maple St",
    city="Portland",
    region="OR",
    postal_code="97202",
)
JOB_TASK = CreateJob(NEW_JOB, SETTINGS)
CODE_TASK = CreateCodes(tuple(replace(code, erp_id="", erp_name="") for code in CODES.values()), SETTINGS)
NONE = answer(said("CustomerQuery", code=500, message="not found"))
NO_ITEMS = answer(said("ItemQuery", code=500, message="not found"))


def customer(parent="7A-1", active="true"):
    return (
        "<CustomerRet><ListID>8C-1</ListID><Name>Maple St 116</Name><FullName>Smith:Maple St 116</FullName>"
        f"<IsActive>{active}</IsActive><ParentRef><ListID>{parent}</ListID></ParentRef></CustomerRet>"
    )


def item(name, *, list_id=None, active="true", sides="SalesAndPurchase", kind="ItemService"):
    return (
        f"<{kind}Ret><ListID>{list_id or name + '-1'}</ListID><Name>{name.rpartition(':')[2]}</Name>"
        f"<FullName>{name}</FullName><IsActive>{active}</IsActive><{sides}></{sides}></{kind}Ret>"
    )


CREATED = Finished(
    JobCreated(Record("job", "8C-1", "Maple St 116", "Smith:Maple St 116", detail={"parent_erp_id": "7A-1"}))
)


def test_a_job_is_made_below_its_customer_with_its_address(assert_valid):
    look, add, end = go(JOB_TASK, NONE, answer(said("CustomerAdd", customer()), status=0), check=assert_valid)
    assert requests(look)[0].findtext("FullName") == "Smith:Maple St 116"
    body = requests(add)[0][0]
    assert body.findtext("Name") == "Maple St 116"
    assert body.findtext("ParentRef/ListID") == "7A-1"
    assert body.findtext("BillAddress/Addr1") == "116 Maple St"
    assert body.findtext("JobDesc") == "2026001"
    assert end == CREATED


def test_a_customer_at_the_top_has_no_parent(assert_valid):
    task = CreateJob(Job(number="1", name="Maple St 116"), SETTINGS)
    look, add = go(task, NONE, check=assert_valid)
    assert requests(look)[0].findtext("FullName") == "Maple St 116"
    assert requests(add)[0].find("CustomerAdd/ParentRef") is None
    assert requests(add)[0].find("CustomerAdd/BillAddress") is None


def test_a_job_of_that_name_and_parent_is_taken_over():
    assert go(JOB_TASK, answer(said("CustomerQuery", customer())))[-1] == CREATED


def test_an_inactive_one_must_be_activated():
    *_, end = go(JOB_TASK, answer(said("CustomerQuery", customer(active="false"))))
    assert isinstance(end, Refused)
    assert "Make it active there" in end.messages[0]


TAKEN = answer(
    said("CustomerAdd", code=3100, message='The name "Maple St 116" of the list element is already in use.')
)


def test_a_name_in_use_is_looked_up_and_taken_over_when_it_is_the_job():
    turns = go(JOB_TASK, NONE, TAKEN, answer(said("CustomerQuery", customer())))
    assert turns[-1] == CREATED


def test_a_name_in_use_by_somebody_else_is_refused():
    *_, end = go(JOB_TASK, NONE, TAKEN, NONE)
    assert isinstance(end, Refused)
    assert "already in use" in end.messages[0]
    assert "Rename the project" in end.messages[-1]


def test_jobs_meet_pauses_and_refusals():
    assert isinstance(go(JOB_TASK, answer(said("CustomerQuery", code=3175, message="In use.")))[-1], TryLater)
    assert isinstance(go(JOB_TASK, NONE, answer(said("CustomerAdd", code=3180, message="x")))[-1], TryLater)
    assert isinstance(go(JOB_TASK, NONE, answer(said("CustomerAdd", code=3130, message="x")))[-1], Refused)
    assert go(JOB_TASK, NONE, answer(said("CustomerAdd")))[-1].name == "look"


def test_codes_are_looked_up_together_and_added_one_by_one(assert_valid):
    turns = go(
        CODE_TASK,
        NO_ITEMS,
        answer(said("ItemServiceAdd", item("01-100")), status=0),
        answer(said("ItemServiceAdd", item("03-100")), status=0),
        check=assert_valid,
    )
    look, first, second, end = turns
    assert [name.text for name in requests(look)[0].iterfind("FullName")] == ["01-100", "03-100"]
    body = requests(first)[0][0]
    assert body.findtext("Name") == "01-100"
    assert body.findtext("SalesTaxCodeRef/FullName") == "Non"
    assert body.findtext("SalesAndPurchase/IncomeAccountRef/ListID") == "A1-1"
    assert body.findtext("SalesAndPurchase/ExpenseAccountRef/ListID") == "A2-1"
    assert body.findtext("SalesAndPurchase/PurchaseDesc") == "Site office"
    assert [len(requests(step)) for step in (first, second)] == [1, 1]
    assert isinstance(end.result, CodesCreated)
    assert {key: record.erp_id for key, record in end.result.records.items()} == {
        1: "01-100-1",
        2: "03-100-1",
    }


def test_items_below_a_parent_are_looked_for_and_made_there(assert_valid):
    task = CreateCodes(CODE_TASK.codes, {**SETTINGS, "parent_item": "9P-1", "parent_item_name": "Costs"})
    look, add = go(task, NO_ITEMS, check=assert_valid)
    assert [name.text for name in requests(look)[0].iterfind("FullName")] == ["Costs:01-100", "Costs:03-100"]
    assert requests(add)[0].findtext("ItemServiceAdd/ParentRef/ListID") == "9P-1"


def test_what_is_there_is_taken_over_and_only_the_rest_is_added():
    turns = go(CODE_TASK, answer(said("ItemQuery", item("03-100", list_id="X-1"), code=500, message="x")))
    assert requests(turns[-1])[0].findtext("ItemServiceAdd/Name") == "01-100"
    *_, end = go(CODE_TASK, answer(said("ItemQuery", item("03-100", list_id="X-1") + item("01-100"))))
    assert end.result.records[2].erp_id == "X-1"
    assert end.result.records[2].detail["two_sided"] is True


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (item("01-100", active="false"), "is inactive in QuickBooks. Activate it there."),
        (item("01-100", sides="SalesOrPurchase"), "or map the cost code 01-100 to another item."),
    ],
)
def test_an_item_that_does_not_fit_is_left_to_a_person(found, sentence):
    *_, end = go(CODE_TASK, answer(said("ItemQuery", found, code=500, message="x")))
    assert isinstance(end, Refused)
    assert sentence in end.messages[0]


ITEM_TAKEN = answer(said("ItemServiceAdd", code=3100, message='The name "01-100" is already in use.'))


def test_an_item_name_in_use_is_looked_up_and_taken_over():
    turns = go(CODE_TASK, NO_ITEMS, ITEM_TAKEN, answer(said("ItemQuery", item("01-100"))))
    assert requests(turns[-2])[0].findtext("FullName") == "01-100"
    assert len(requests(turns[-2])[0].findall("FullName")) == 1
    assert requests(turns[-1])[0].findtext("ItemServiceAdd/Name") == "03-100"


def test_an_item_name_in_use_that_cannot_be_found_is_refused_with_its_code():
    *_, end = go(CODE_TASK, NO_ITEMS, ITEM_TAKEN, NO_ITEMS)
    assert isinstance(end, Refused)
    assert end.messages[1] == "This concerns the cost code 01-100 Site office."


def test_codes_meet_pauses_and_refusals():
    assert isinstance(go(CODE_TASK, answer(said("ItemQuery", code=3175, message="x")))[-1], TryLater)
    refused = answer(said("ItemServiceAdd", code=3270, message="Missing posting account."))
    *_, end = go(CODE_TASK, NO_ITEMS, refused)
    assert end.messages[:2] == (
        "QuickBooks: Missing posting account. (status 3270)",
        "This concerns the cost code 01-100 Site office.",
    )
    turns = go(CODE_TASK, NO_ITEMS, answer(said("ItemServiceAdd")))
    assert requests(turns[-1])[0].findtext("FullName") == "01-100"


def test_many_codes_are_looked_up_in_portions():
    codes = tuple(replace(CODE_TASK.codes[0], id=n, code=f"{n:02}-100") for n in range(1, 151))
    task = CreateCodes(codes, SETTINGS)
    first, second, add = go(task, NO_ITEMS, NO_ITEMS)
    assert len(requests(first)[0].findall("FullName")) == 100
    assert len(requests(second)[0].findall("FullName")) == 50
    assert add.name == "add"


def test_after_an_answer_was_lost_in_quickbooks_codes_are_looked_up_anew():
    turns = go(CODE_TASK, NO_ITEMS, answer(status=9002))
    assert len(requests(turns[-1])[0].findall("FullName")) == 2

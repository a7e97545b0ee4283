"""Customers and jobs, items, accounts, classes, vendors: names, parents, queries, iterators."""

import re

import pytest

from tests.practice.bodies import item


def customer(name, parent="", more=""):
    above = f"<ParentRef><FullName>{parent}</FullName></ParentRef>" if parent else ""
    return f"<CustomerAddRq><CustomerAdd><Name>{name}</Name>{above}{more}</CustomerAdd></CustomerAddRq>"


def code(answers):
    return [one.get("statusCode") for one in answers]


def test_a_job_is_a_customer_below_another(ask):
    added = ask(customer("Maple St 116", "Smith", "<JobStatus>InProgress</JobStatus>"))[0][0]
    assert added.findtext("FullName") == "Smith:Maple St 116"
    assert added.findtext("Sublevel") == "1"
    assert added.findtext("ParentRef/FullName") == "Smith"
    assert re.fullmatch(r"8[0-9A-F]{7}-\d{10}", added.findtext("ListID"))
    assert re.fullmatch(r"\d{10}", added.findtext("EditSequence"))
    assert added.findtext("JobStatus") == "InProgress"


def test_names_are_one_list_over_customers_and_vendors(ask):
    answer = ask(customer("cascade ready mix"))[0]
    assert answer.get("statusCode") == "3100"
    assert (
        answer.get("statusMessage") == 'The name "cascade ready mix" of the list element is already in use.'
    )
    vendor = "<VendorAddRq><VendorAdd><Name>Smith</Name></VendorAdd></VendorAddRq>"
    assert code(ask(vendor)) == ["3100"]
    assert code(ask(customer("Pump House", "Smith"))) == ["0"], (
        "the same job name below another customer is free"
    )
    assert code(ask(customer("Pump House", "Smith"))) == ["3100"]


def test_a_parent_must_be_there(ask):
    answer = ask(customer("Job", "Nobody"))[0]
    assert answer.get("statusCode") == "3130"
    assert answer.get("statusMessage").startswith(
        'There is an invalid reference to a parent "Nobody" in the Customers list.  QuickBooks error message: '
    )


def test_five_levels_and_no_more(ask):
    parent = "Smith"
    for level in range(1, 5):
        assert code(ask(customer(f"L{level}", parent))) == ["0"]
        parent += f":L{level}"
    assert code(ask(customer("L5", parent))) == ["3130"]


def test_a_colon_is_no_part_of_a_name(ask):
    assert code(ask(item("03:300"))) == ["3090"]


@pytest.mark.parametrize(
    ("query", "status", "count"),
    [
        ("<FullName>Smith</FullName>", "0", 1),
        ("<FullName>smith</FullName>", "0", 1),
        ("<FullName>Smith</FullName><FullName>Nobody</FullName>", "500", 1),
        ("<ListID>80000001-1</ListID>", "500", 0),
        ("<NameFilter><MatchCriterion>StartsWith</MatchCriterion><Name>harbor</Name></NameFilter>", "0", 3),
        ("<NameFilter><MatchCriterion>EndsWith</MatchCriterion><Name>house</Name></NameFilter>", "0", 1),
        ("<NameFilter><MatchCriterion>Contains</MatchCriterion><Name>zzz</Name></NameFilter>", "1", 0),
        ("<NameRangeFilter><FromName>N</FromName><ToName>O</ToName></NameRangeFilter>", "0", 1),
        ("<FromModifiedDate>2099-01-01</FromModifiedDate>", "1", 0),
        ("<ToModifiedDate>2000-01-01T00:00:00+00:00</ToModifiedDate>", "1", 0),
        ("<FromModifiedDate>2020-1-2</FromModifiedDate><ToModifiedDate>2099-1-1</ToModifiedDate>", "0", 10),
        ("<FromModifiedDate>2020-13-45</FromModifiedDate>", "3020", 0),
        ("<ActiveStatus>InactiveOnly</ActiveStatus>", "1", 0),
        (
            "<TotalBalanceFilter><Operator>Equal</Operator><Amount>0.00</Amount></TotalBalanceFilter>",
            "1030",
            0,
        ),
    ],
)
def test_customers_are_found(ask, query, status, count):
    answer = ask(f"<CustomerQueryRq>{query}</CustomerQueryRq>")[0]
    assert (answer.get("statusCode"), len(answer)) == (status, count)


def test_an_iterator_gives_a_long_list_in_parts_and_dies_with_the_session(ask, company):
    first = ask('<CustomerQueryRq iterator="Start"><MaxReturned>4</MaxReturned></CustomerQueryRq>')[0]
    assert (len(first), first.get("iteratorRemainingCount")) == (4, "6")
    more = (
        f'<CustomerQueryRq iterator="Continue" iteratorID="{first.get("iteratorID")}">'
        "<MaxReturned>4</MaxReturned></CustomerQueryRq>"
    )
    second, third = ask(more)[0], ask(more)[0]
    assert [second.get("iteratorRemainingCount"), third.get("iteratorRemainingCount")] == ["2", "0"]
    names = [one.findtext("FullName") for part in (first, second, third) for one in part]
    assert len(names) == len(set(names)) == 10
    stop = f'<CustomerQueryRq iterator="Stop" iteratorID="{first.get("iteratorID")}"/>'
    assert code(ask(stop)) == ["0"]
    assert code(ask(more)) == ["3120"]
    company.iterators.clear()
    assert code(ask('<CustomerQueryRq iterator="Start"/>')) == ["3150"]


def test_counts_come_without_records_when_only_they_are_wanted(ask):
    answer = ask('<CustomerQueryRq metaData="MetaDataOnly"/>')[0]
    assert (answer.get("retCount"), len(answer)) == ("10", 0)
    assert len(ask("<CustomerQueryRq><MaxReturned>3</MaxReturned></CustomerQueryRq>")[0]) == 3


def test_an_item_has_two_sides_and_is_taxable_unless_told(ask):
    first, second = ask(item("03-100") + item("03-200", more=""))
    assert first.findtext(".//SalesTaxCodeRef/FullName") == "Non"
    assert second.findtext(".//SalesTaxCodeRef/FullName") == "Tax"
    assert first.findtext(".//SalesAndPurchase/ExpenseAccountRef/FullName") == "Job Materials"


def test_a_side_without_its_account_has_nowhere_to_post(ask):
    half = item("03-100").replace(
        "<ExpenseAccountRef><FullName>Job Materials</FullName></ExpenseAccountRef>", ""
    )
    assert code(ask(half)) == ["3270"]


def test_an_item_is_changed_only_with_its_current_edit_sequence(ask):
    added = ask(item("03-100"))[0][0]
    change = (
        "<ItemServiceModRq><ItemServiceMod><ListID>{}</ListID><EditSequence>{}</EditSequence>{}</ItemServiceMod>"
        "</ItemServiceModRq>"
    )
    list_id, sequence = added.findtext("ListID"), added.findtext("EditSequence")
    changed = ask(change.format(list_id, sequence, "<Name>03-101</Name><IsActive>false</IsActive>"))[0][0]
    assert (changed.findtext("FullName"), changed.findtext("IsActive")) == ("03-101", "false")
    assert int(changed.findtext("EditSequence")) > int(sequence)
    stale = ask(change.format(list_id, sequence, "<Name>03-102</Name>"))[0]
    assert stale.get("statusMessage") == "The provided edit sequence is out-of-date."
    assert stale.findtext("ItemServiceRet/FullName") == "03-101"
    side = "<SalesAndPurchaseMod><SalesPrice>12.5</SalesPrice></SalesAndPurchaseMod>"
    priced = ask(change.format(list_id, changed.findtext("EditSequence"), side))[0][0]
    assert priced.findtext("SalesAndPurchase/ExpenseAccountRef/FullName") == "Job Materials"


def test_items_below_a_parent_follow_its_name(ask):
    parent = ask(item("03"))[0][0]
    below = item("300", "<ParentRef><FullName>03</FullName></ParentRef>")
    assert ask(below)[0].findtext(".//FullName") == "03:300"
    ask(
        f"<ItemServiceModRq><ItemServiceMod><ListID>{parent.findtext('ListID')}</ListID>"
        f"<EditSequence>{parent.findtext('EditSequence')}</EditSequence><Name>33</Name></ItemServiceMod>"
        "</ItemServiceModRq>"
    )
    assert code(ask("<ItemQueryRq><FullName>33:300</FullName></ItemQueryRq>")) == ["0"]


def test_inactive_items_are_found_by_name_only(ask):
    added = ask(item("03-100", more="<IsActive>false</IsActive>"))[0][0]
    named = f"<ItemQueryRq><ListID>{added.findtext('ListID')}</ListID></ItemQueryRq>"
    assert len(ask(named)[0]) == 1
    assert "03-100" not in [one.findtext("FullName") for one in ask("<ItemServiceQueryRq/>")[0]]


def test_accounts_and_classes(ask, company):
    added = ask(
        "<AccountAddRq><AccountAdd><Name>Site Costs</Name><AccountType>CostOfGoodsSold</AccountType>"
        "</AccountAdd></AccountAddRq>"
    )[0]
    assert added.findtext("AccountRet/AccountType") == "CostOfGoodsSold"
    costs = ask("<AccountQueryRq><AccountType>CostOfGoodsSold</AccountType></AccountQueryRq>")[0]
    assert "Site Costs" in [one.findtext("Name") for one in costs]
    assert code(ask("<ClassAddRq><ClassAdd><Name>Labor</Name></ClassAdd></ClassAddRq><ClassQueryRq/>")) == [
        "0",
        "0",
    ]
    company.set_setting("IsUsingClassTracking", "false")
    assert code(ask("<ClassAddRq><ClassAdd><Name>Material</Name></ClassAdd></ClassAddRq>")) == ["3250"]

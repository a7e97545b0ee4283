"""Answers are read leniently: what matters is found wherever it stands, and amounts are exact."""

import random
import re

import pytest

from portal.erp.connectors.quickbooks_desktop.accounts import read_accounts
from portal.erp.connectors.quickbooks_desktop.answers import read_answer
from portal.erp.connectors.quickbooks_desktop.companies import read_company
from portal.erp.connectors.quickbooks_desktop.customers import Customer, read_customers
from portal.erp.connectors.quickbooks_desktop.items import read_items
from portal.erp.connectors.quickbooks_desktop.reports import read_report
from portal.erp.connectors.quickbooks_desktop.stored_estimates import (
    own_estimates,
    read_estimates,
    read_recovery,
)
from portal.erp.xml import WireError

OK = 'requestID="1" statusCode="0" statusSeverity="Info" statusMessage="Status OK"'
OWNER = "{57F3B9B1-86F1-4fcc-B1EE-566DE1813D20}"


def answer(inside: str, attributes: str = "") -> bytes:
    text = f'<?xml version="1.0" ?>\n<QBXML>\n<QBXMLMsgsRs{attributes}>\n{inside}\n</QBXMLMsgsRs>\n</QBXML>\n'
    return text.encode()


ESTIMATES = answer(
    f"""<EstimateQueryRs {OK}><EstimateRet>
    <TxnID>4C-1415942229</TxnID><TimeCreated>2026-01-01T10:00:00-08:00</TimeCreated>
    <EditSequence>1415942229</EditSequence><TxnNumber>7</TxnNumber>
    <CustomerRef><ListID>80000035-1785958998</ListID><FullName>Owner:Hall</FullName></CustomerRef>
    <TxnDate>2026-01-01</TxnDate><RefNumber>B1000</RefNumber><IsActive>true</IsActive>
    <Subtotal>1250.25</Subtotal><SalesTaxTotal>100.00</SalesTaxTotal><TotalAmount>1350.25</TotalAmount>
    <Memo>Internal cost budget &amp; more</Memo>
    <EstimateLineRet><TxnLineID>4E-1</TxnLineID><ItemRef><ListID>I-1</ListID><FullName>03:03-100</FullName></ItemRef>
      <Desc>Concrete</Desc><Rate>1300.25</Rate><Amount>1300.25</Amount></EstimateLineRet>
    <EstimateLineGroupRet><TxnLineID>50-1</TxnLineID><ItemGroupRef><ListID>G-1</ListID><FullName>Kit</FullName>
      </ItemGroupRef><IsPrintItemsInGroup>false</IsPrintItemsInGroup><TotalAmount>-50.00</TotalAmount>
      <EstimateLineRet><TxnLineID>51-1</TxnLineID><Amount>-50.00</Amount></EstimateLineRet></EstimateLineGroupRet>
    <EstimateLineRet><TxnLineID>52-1</TxnLineID><Desc>Thank you</Desc></EstimateLineRet>
    </EstimateRet></EstimateQueryRs>"""
)


def test_an_estimate_is_read_with_every_line_in_order(assert_valid):
    assert_valid(ESTIMATES)
    (response,) = read_answer(ESTIMATES).responses
    assert (response.kind, response.request_id, response.status_code) == ("EstimateQuery", "1", 0)
    (estimate,) = read_estimates(response)
    assert (estimate.txn_id, estimate.edit_sequence) == ("4C-1415942229", "1415942229")
    assert (estimate.subtotal_cents, estimate.total_cents) == (125_025, 135_025)
    assert estimate.customer_full_name == "Owner:Hall"
    assert estimate.memo == "Internal cost budget & more"
    assert [(line.txn_line_id, line.is_group, line.cents) for line in estimate.lines] == [
        ("4E-1", False, 130_025),
        ("50-1", True, -5_000),
        ("52-1", False, 0),
    ]
    assert [line.txn_line_id for line in estimate.plain_lines()] == ["4E-1", "51-1", "52-1"]
    assert sum(line.cents for line in estimate.plain_lines()) == estimate.subtotal_cents
    assert estimate.lines[0].item_list_id == "I-1"
    assert estimate.lines[0].item_full_name == "03:03-100"


def test_own_estimates_carry_our_number_and_lie_on_our_job():
    found = read_estimates(read_answer(ESTIMATES).responses[0])
    assert own_estimates(found, ref_number="B1000", customer_list_id="80000035-1785958998") == found
    assert own_estimates(found, ref_number="B1000", customer_list_id="other") == ()
    assert own_estimates(found, ref_number="B100", customer_list_id="80000035-1785958998") == ()


def test_order_and_unknown_elements_do_not_matter():
    document = answer(
        f"<CustomerQueryRs {OK} iteratorRemainingCount='12' iteratorID='{{x}}' new='1'><CustomerRet>"
        "<Future><Deep/></Future><FullName>Owner:Hall</FullName><ListID>8-1</ListID><Name>Hall</Name>"
        "<ParentRef><ListID>7-1</ListID></ParentRef></CustomerRet><Surprise/></CustomerQueryRs>"
    )
    (response,) = read_answer(document).responses
    assert (response.iterator_id, response.iterator_remaining) == ("{x}", 12)
    assert read_customers(response) == (Customer("8-1", "Hall", "Owner:Hall", "7-1", True, ""),)  # noqa: FBT003


def test_status_and_recovery_of_a_set_are_read(assert_valid):
    document = answer(
        '<EstimateAddRs requestID="1" statusCode="0" statusSeverity="Info" statusMessage="Status OK">'
        "<ErrorRecovery><TxnID>4C-1</TxnID><EditSequence>99</EditSequence></ErrorRecovery></EstimateAddRs>",
        ' newMessageSetID="abc" messageSetStatusCode="600"',
    )
    assert_valid(document)
    read = read_answer(document)
    assert (read.message_set_id, read.message_set_status) == ("abc", 600)
    assert read_recovery(read.responses[0]) == ("4C-1", "99")


def test_a_set_without_recovery_has_no_status():
    read = read_answer(answer(""))
    assert (read.message_set_status, read.responses) == (None, ())
    assert read_recovery(read_answer(ESTIMATES).responses[0]) == ("", "")


def test_a_refusal_keeps_quickbooks_own_words_and_the_current_estimate():
    refused = ESTIMATES.replace(b"EstimateQueryRs", b"EstimateModRs").replace(
        OK.encode(),
        b'requestID="" statusCode="3200" statusSeverity="Error" '
        b'statusMessage="The provided edit sequence is out-of-date. "',
    )
    (response,) = read_answer(refused).responses
    assert (response.status_code, response.severity, response.request_id) == (3200, "Error", "")
    assert response.message == "The provided edit sequence is out-of-date. "
    assert read_estimates(response)[0].edit_sequence == "1415942229"


def test_items_of_every_type_are_read(assert_valid):
    document = answer(
        f"<ItemQueryRs {OK}><ItemServiceRet><ListID>1-1</ListID><Name>03-100</Name><FullName>03:03-100</FullName>"
        "<IsActive>false</IsActive><ParentRef><ListID>9-1</ListID></ParentRef><SalesAndPurchase/></ItemServiceRet>"
        "<ItemNonInventoryRet><ListID>2-1</ListID><Name>Pipe</Name><FullName>Pipe</FullName><SalesOrPurchase/>"
        "</ItemNonInventoryRet></ItemQueryRs>"
    )
    assert_valid(document)
    service, pipe = read_items(read_answer(document).responses[0])
    assert (service.full_name, service.parent_list_id, service.is_active) == ("03:03-100", "9-1", False)
    assert (service.is_two_sided, pipe.is_two_sided) == (True, False)
    assert (service.item_type, pipe.item_type) == ("ItemService", "ItemNonInventory")


def test_accounts_say_what_they_are_good_for(assert_valid):
    document = answer(
        f"<AccountQueryRs {OK}><AccountRet><ListID>1-1</ListID><Name>Job costs</Name><FullName>Job costs</FullName>"
        "<AccountType>CostOfGoodsSold</AccountType><AccountNumber>5000</AccountNumber></AccountRet>"
        "<AccountRet><ListID>2-1</ListID><FullName>Sales</FullName><AccountType>Income</AccountType></AccountRet>"
        "</AccountQueryRs>"
    )
    assert_valid(document)
    costs, sales = read_accounts(read_answer(document).responses[0])
    assert (costs.number, costs.takes_costs, costs.takes_income) == ("5000", True, False)
    assert (sales.takes_costs, sales.takes_income) == (False, True)


COMPANY = answer(
    f"""<HostQueryRs {OK}><HostRet><ProductName>QuickBooks Enterprise</ProductName>
    <SupportedQBXMLVersion>12.0</SupportedQBXMLVersion><SupportedQBXMLVersion>13.0</SupportedQBXMLVersion>
    </HostRet></HostQueryRs>
    <CompanyQueryRs {OK}><CompanyRet><IsSampleCompany>false</IsSampleCompany><CompanyName>Bay Builders</CompanyName>
    <DataExtRet><OwnerID>{OWNER}</OwnerID><DataExtName>FileID</DataExtName><DataExtType>STR255TYPE</DataExtType>
    <DataExtValue>{{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}}</DataExtValue></DataExtRet></CompanyRet></CompanyQueryRs>
    <PreferencesQueryRs {OK}><PreferencesRet><JobsAndEstimatesPreferences><IsUsingEstimates>true</IsUsingEstimates>
    <IsUsingProgressInvoicing>false</IsUsingProgressInvoicing>
    <IsPrintingItemsWithZeroAmounts>false</IsPrintingItemsWithZeroAmounts></JobsAndEstimatesPreferences>
    <SalesTaxPreferences><DefaultNonTaxableSalesTaxCodeRef><FullName>Non</FullName>
    </DefaultNonTaxableSalesTaxCodeRef></SalesTaxPreferences></PreferencesRet></PreferencesQueryRs>"""
)


def test_the_company_is_known_by_name_and_by_the_id_we_left_in_it():
    company = read_company(read_answer(COMPANY))
    assert company.name == "Bay Builders"
    assert company.file_id_for(OWNER) == "{90a44fb5-33d9-4815-ac85-bc87a7e7d1eb}"
    assert company.file_id_for("{00000000-0000-0000-0000-000000000000}") is None
    assert company.understands_us
    assert (company.uses_estimates, company.uses_class_tracking, company.is_sample) == (True, None, False)
    assert company.non_taxable_code == "Non"


def test_an_old_quickbooks_does_not_understand_us():
    company = read_company(read_answer(COMPANY.replace(b"13.0", b"11.0")))
    assert not company.understands_us
    assert read_company(read_answer(answer(""))).understands_us


def test_control_characters_in_a_memo_do_not_lose_the_answer():
    document = ESTIMATES.replace(b"Internal", b"In&#x0B;ter&#0;nal &#233;&#x141;")
    (estimate,) = read_estimates(read_answer(document).responses[0])
    assert estimate.memo == "In ter nal \u00e9\u0141 cost budget & more"
    assert read_answer(document.decode()).responses[0].status_code == 0
    assert read_answer(ESTIMATES.decode().encode("utf-16")) == read_answer(ESTIMATES)


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<QBXML/>",
        b"<html><body>proxy</body></html>",
        answer("<HostQueryRs/>"),
        answer('<HostQueryRs statusCode="abc"/>'),
        answer("", ' messageSetStatusCode=""'),
        ESTIMATES.replace(b"1300.25</Amount>", b"1300.255</Amount>"),
        ESTIMATES.replace(b"1250.25", b"1.2e3"),
    ],
)
def test_what_cannot_be_trusted_is_a_wire_error(document):
    with pytest.raises(WireError):
        read_estimates(read_answer(document).responses[0])


READERS = (read_estimates, read_customers, read_items, read_accounts, read_recovery, read_report)


def _mutated(dice: random.Random, document: bytes) -> bytes:
    """Break a document where it has structure: drop, double, rename or empty a tag, an attribute or a text."""
    parts = re.split(rb"(<[^>]*>)", document)
    for _ in range(dice.randint(1, 5)):
        place = dice.randrange(len(parts))
        parts[place : place + 1] = dice.choice(
            [
                [],
                [parts[place]] * 2,
                [parts[place], dice.choice(parts)],
                [parts[place].replace(b"0", dice.choice([b"", b"x", b"-", b"9" * 30, b"\xff"]))],
                [parts[place].swapcase()],
            ]
        )
    return b"".join(parts)


def test_mutated_answers_are_read_or_refused_and_nothing_else():
    dice, read = random.Random(5), 0
    for _ in range(4_000):
        try:
            answered = read_answer(_mutated(dice, dice.choice([ESTIMATES, COMPANY])))
            read_company(answered)
            for response in answered.responses:
                for reader in READERS:
                    reader(response)
                    read += 1
        except WireError:
            continue
    assert read > 500

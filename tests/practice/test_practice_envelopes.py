"""What QuickBooks refuses before it runs anything, and how a set goes on or stops after a failure."""

import pytest

from portal.practice.quickbooks.processor import process
from tests.practice.bodies import document, item

QUERY = "<HostQueryRq/>"
CUSTOMER = "<CustomerAddRq><CustomerAdd><Name>{}</Name></CustomerAdd></CustomerAddRq>"


@pytest.mark.parametrize(
    ("text", "hresult"),
    [
        ("", "0x80040400"),
        ("<QBXML", "0x80040400"),
        (document(QUERY).replace('<?qbxml version="13.0"?>', ""), "0x80040400"),
        (document(QUERY).replace("13.0", "16.0"), "0x80040423"),
        (document(QUERY, "rollbackOnError"), "0x80040413"),
        (document(QUERY, "sometimes"), "0x80040400"),
        (document(QUERY).replace(' onError="stopOnError"', ""), "0x80040400"),
        (document(QUERY, responseData="some"), "0x80040400"),
        (document(QUERY, colour="red"), "0x80040400"),
        (document("<UnheardOfRq/>"), "0x80040400"),
        (document(CUSTOMER.format("Müller")), "0x80040400"),
        (document('<HostQueryRq metaData="MetaDataOnly"/>'), "0x80040400"),
        (document('<CustomerQueryRq iterator="Perhaps"/>'), "0x80040400"),
        (document("<CustomerQueryRq><MaxReturned>0</MaxReturned></CustomerQueryRq>"), "0x80040400"),
        (
            document("<CustomerAddRq>text<CustomerAdd><Name>A</Name></CustomerAdd></CustomerAddRq>"),
            "0x80040400",
        ),
        (document("<CustomerAddRq><CustomerAdd/></CustomerAddRq>"), "0x80040400"),
        (document(CUSTOMER.format("A</Name><Colour>red</Colour><Name>")), "0x80040400"),
        (document(CUSTOMER.format('<b x="1"/>')), "0x80040400"),
        (document(CUSTOMER.format("A").replace("<Name>", '<Name x="1">')), "0x80040400"),
        ('<!DOCTYPE QBXML [<!ENTITY a "b">]>' + document(QUERY).split("?>", 1)[1], "0x80040400"),
    ],
)
def test_the_whole_set_is_refused(text, hresult, refused):
    assert refused(text) == hresult


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("JobStatus", "Running"),
        ("JobStartDate", "2026-02-30"),
        ("JobStartDate", "22.11.2026"),
        ("IsActive", "yes"),
        ("ExternalGUID", "{1234}"),
    ],
)
def test_words_and_formats_of_values_count_too(field, value, refused):
    order = ["IsActive", "JobStatus", "JobStartDate", "ExternalGUID"]
    assert field in order
    body = (
        f"<CustomerAddRq><CustomerAdd><Name>A</Name><{field}>{value}</{field}></CustomerAdd></CustomerAddRq>"
    )
    assert refused(document(body)) == "0x80040400"


@pytest.mark.parametrize("amount", ["88250.5", "1,000.00", "1e3", "NaN", "12345678901234.00", "\u0661.00"])
def test_an_amount_in_another_form_is_refused(amount, refused, maple):
    reference = "<FullName>Cascade Ready Mix</FullName>"
    text = amount.encode("ascii", "xmlcharrefreplace").decode()
    line = f"<ExpenseLineAdd><AccountRef><FullName>Checking</FullName></AccountRef><Amount>{text}</Amount>"
    body = (
        f"<BillAddRq><BillAdd><VendorRef>{reference}</VendorRef>{line}</ExpenseLineAdd></BillAdd></BillAddRq>"
    )
    assert refused(document(body)) == "0x80040400"


def test_one_misplaced_element_stops_good_requests_beside_it(company, ask):
    wrong = (
        "<CustomerAddRq><CustomerAdd><IsActive>true</IsActive><Name>B</Name></CustomerAdd></CustomerAddRq>"
    )
    assert process(company, document(CUSTOMER.format("A") + wrong)) == ("0x80040400", "")
    named = ask("<CustomerQueryRq><FullName>A</FullName></CustomerQueryRq>")[0]
    assert (named.get("statusCode"), named.get("statusSeverity")) == ("500", "Warn")


def test_a_numeric_reference_is_how_other_letters_travel(ask):
    assert ask(CUSTOMER.format("M&#252;ller"))[0].findtext("CustomerRet/Name") == "Müller"
    assert ask(CUSTOMER.format("Snow &#9731; Co"))[0].findtext("CustomerRet/Name") == "Snow ? Co"


def test_stop_on_error_leaves_the_rest_unprocessed_and_keeps_what_came_before(ask):
    answers = ask(CUSTOMER.format("First") + CUSTOMER.format("A:B") + CUSTOMER.format("Last"))
    assert [one.get("statusCode") for one in answers] == ["0", "3090", "3231"]
    assert answers[2].get("statusMessage") == "The request has not been processed."
    after = ask("<CustomerQueryRq><FullName>First</FullName><FullName>Last</FullName></CustomerQueryRq>")[0]
    assert [one.findtext("FullName") for one in after] == ["First"]


def test_continue_on_error_goes_on(ask):
    answers = ask(CUSTOMER.format("A:B") + CUSTOMER.format("Last"), "continueOnError")
    assert [one.get("statusCode") for one in answers] == ["3090", "0"]


def test_a_failing_request_leaves_nothing_behind(ask):
    half = item("99-1").replace("Job Materials", "No such account")
    assert ask(half)[0].get("statusCode") == "3140"
    assert ask("<ItemQueryRq><FullName>99-1</FullName></ItemQueryRq>")[0].get("statusCode") == "500"


def test_request_ids_come_back_and_long_ones_are_refused(ask):
    answers = ask('<HostQueryRq requestID="7"/><HostQueryRq/>')
    assert [one.get("requestID") for one in answers] == ["7", ""]
    assert ask(f'<HostQueryRq requestID="{"9" * 51}"/>')[0].get("statusCode") == "1060"


def test_a_text_that_is_too_long_fails_its_request_only(ask):
    answers = ask(CUSTOMER.format("N" * 42) + CUSTOMER.format("Good"), "continueOnError")
    assert [one.get("statusCode") for one in answers] == ["3070", "0"]
    assert answers[0].get("statusMessage") == f'The string "{"N" * 42}" in the field "Name" is too long.'


def test_host_company_and_preferences_answer(ask):
    host, company, preferences = ask("<HostQueryRq/><CompanyQueryRq/><PreferencesQueryRq/>")
    assert [one.text for one in host.iter("SupportedQBXMLVersion")][-1] == "13.0"
    assert company.findtext(".//CompanyName") == "Halden & Rowe Builders"
    assert preferences.findtext(".//IsUsingEstimates") == "true"
    only = ask("<CompanyQueryRq><IncludeRetElement>CompanyName</IncludeRetElement></CompanyQueryRq>")[0][0]
    assert [part.tag for part in only] == ["CompanyName"]

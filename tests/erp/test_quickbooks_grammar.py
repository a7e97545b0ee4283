"""The last look before a document travels: what would fail the whole set is named, element by element."""

import datetime as dt

import pytest

from portal.erp.connectors.quickbooks_desktop import accounts, customers, estimates
from portal.erp.connectors.quickbooks_desktop.grammar import DocumentError, check_document
from portal.erp.connectors.quickbooks_desktop.message_sets import (
    PROLOG,
    Request,
    wrap,
    write_mutation,
    write_queries,
    write_requests,
    write_status_query,
)

HEADER = estimates.EstimateHeader("8-1", dt.date(2026, 1, 1), "B1", "memo", "Non")
LINES = [estimates.EstimateLine("1-1", "a", 100), estimates.EstimateLine("2-1", "b", 200)]
ESTIMATE = write_mutation(estimates.add_estimate(HEADER, LINES), message_set_id="id")
QUERY = write_queries(customers.list_customers())


def test_the_untouched_documents_pass():
    check_document(ESTIMATE)
    check_document(QUERY)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (b'<?qbxml version="13.0"?>', b"", "heading"),
        (b"<Memo>memo", "<Memo>B\u00fcro".encode(), "beyond 7 bits"),
        (b"</QBXML>", b"", "not well-formed"),
        (b"QBXMLMsgsRq", b"QBXMLMsgsRs", "not one QBXMLMsgsRq"),
        (b"stopOnError", b"rollbackOnError", "onError stopOnError"),
        (b'"id"', b'"' + b"x" * 24 + b'"', "1 to 23 characters"),
        (b' newMessageSetID="id"', b"", "under a message set id"),
        (b' requestID="1"', b"", "requestID"),
        (b"EstimateAddRq", b"InvoiceAddRq", "queries carries no message set id"),
        (b"<TxnDate>2026-01-01</TxnDate>", b"", "EstimateAdd/TxnDate is missing"),
        (b"2026-01-01", b"01/01/2026", 'TxnDate holds "01/01/2026" where a date'),
        (
            b"<RefNumber>B1<",
            b"<RefNumber>B12345678901<",
            "RefNumber has 12 characters; QuickBooks holds at most 11",
        ),
        (b"<IsToBeEmailed>false", b"<IsToBeEmailed>true", "IsToBeEmailed"),
        (b"<Rate>1.00</Rate>", b"<Rate>1.0</Rate>", r"EstimateLineAdd\[1\]/Rate holds"),
        (b"<Rate>2.00</Rate>", b"", r"EstimateLineAdd\[2\]/Rate is missing"),
        (b"<Rate>2.00</Rate>", b"<Rate>2.00</Rate><Amount>2.00</Amount>", "may not hold Amount"),
        (b"<Desc>a</Desc><Rate>1.00</Rate>", b"<Rate>1.00</Rate><Desc>a</Desc>", "Desc stands too late"),
        (b"<Memo>memo</Memo>", b"<Memo>memo</Memo><Memo>memo</Memo>", "Memo stands more often than once"),
        (b"<Memo>memo</Memo>", b"<Memo><b/></Memo>", "Memo holds elements"),
        (b"<Memo>memo</Memo>", b"<Memo></Memo>", "Memo holds"),
        (b"<Memo>", b'<Memo lang="en">', "Memo carries attributes"),
        (b"<EstimateAdd>", b"<EstimateAdd>loose", "holds text between"),
        (b"<MarkupRatePercent>0<", b"<MarkupRatePercent>10<", "MarkupRatePercent holds"),
        (b"<EstimateAddRq ", b'<EstimateAddRq iterator="Start" ', "carries attributes"),
    ],
)
def test_what_quickbooks_would_refuse_is_named(old, new, sentence):
    assert old in ESTIMATE
    with pytest.raises(DocumentError, match=sentence):
        check_document(ESTIMATE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'iterator="Start"', b'iterator="Stop"'),
        (b'iterator="Start"', b'iterator="Continue"'),
        (b'iterator="Start"', b'iterator="Start" metaData="MetaDataOnly"'),
        (b"<MaxReturned>500</MaxReturned>", b""),
        (b"<MaxReturned>500<", b"<MaxReturned>0<"),
        (b"<MaxReturned>", b"<FullName>x</FullName><MaxReturned>"),
        (b"<ActiveStatus>ActiveOnly", b"<ActiveStatus>Active"),
        (b"QBXMLMsgsRq on", b'QBXMLMsgsRq newMessageSetID="x" on'),
    ],
)
def test_queries_are_looked_at_too(old, new):
    assert old in QUERY
    with pytest.raises(DocumentError):
        check_document(QUERY.replace(old, new, 1))


def test_two_changes_never_share_a_set():
    both = write_requests(customers.add_customer("A"), customers.add_customer("B"))
    with pytest.raises(DocumentError, match="send it alone"):
        check_document(wrap(both, message_set_id="x"))
    with pytest.raises(DocumentError, match="send it alone"):
        check_document(
            wrap(write_requests(accounts.list_accounts(), customers.add_customer("A")), message_set_id="x")
        )


def test_a_name_with_a_colon_is_refused_although_the_schema_would_take_it(assert_valid):
    document = write_mutation(customers.add_customer("A:B"), message_set_id="x")
    assert_valid(document)
    with pytest.raises(DocumentError, match="a name without a colon"):
        check_document(document)


def test_an_empty_set_is_only_for_asking():
    with pytest.raises(DocumentError, match="holds no request"):
        check_document(wrap(b""))
    filled = write_status_query("x").replace(
        b"></QBXMLMsgsRq>", b"><HostQueryRq requestID='1'/></QBXMLMsgsRq>"
    )
    with pytest.raises(DocumentError, match="no requests of its own"):
        check_document(filled)


def test_one_of_the_alternatives_is_needed():
    with pytest.raises(DocumentError, match="exactly one of"):
        check_document(write_queries(Request("EstimateQuery", [("IncludeLineItems", "true")])))


def test_requests_of_a_set_are_told_apart():
    twice = write_requests(accounts.list_accounts()) * 2
    with pytest.raises(DocumentError, match="same requestID"):
        check_document(wrap(twice))


@pytest.mark.parametrize(
    "document", [b"", PROLOG, PROLOG + b"<QBXML/>", PROLOG + b"<QBXML><QBXMLMsgsRq/></QBXML>"]
)
def test_no_document_at_all_is_an_error_with_a_sentence(document):
    with pytest.raises(DocumentError):
        check_document(document)


def test_a_request_that_we_never_send_is_refused():
    with pytest.raises(DocumentError, match="InvoiceQueryRq is not a request"):
        check_document(write_queries(Request("InvoiceQuery", [])))

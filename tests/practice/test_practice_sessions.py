"""The Web Connector against a service on a real socket: order of calls and special answers."""

import pytest
from lxml import etree

from tests.practice.bodies import document
from tests.practice.soap_services import CONNECTOR_PASSWORD, envelope

QUERY = document("<HostQueryRq/>")
OPENING = ["serverVersion", "clientVersion", "authenticate"]


def test_a_whole_session(serve, run, schema):
    service = serve(sendRequestXML=[QUERY, QUERY], receiveResponseXML=["50", "100"])
    outcome = run(service)
    assert service.names() == [
        *OPENING,
        "sendRequestXML",
        "receiveResponseXML",
        "sendRequestXML",
        "receiveResponseXML",
        "closeConnection",
    ]
    assert (outcome.ended, outcome.exchanges, outcome.message) == ("done", 2, "Finished")
    facts = service.sent("sendRequestXML", "strHCPResponse")
    assert facts[1] == ""
    root = etree.fromstring(facts[0].encode())
    schema.assertValid(root)
    assert root.findtext(".//CompanyName") == "Halden & Rowe Builders"
    assert root.findtext(".//DataExtRet/DataExtValue") == "{57f3b9b6-86f1-4fcc-b1ff-966de1813d20}"
    assert root.findtext(".//IsUsingEstimates") == "true"
    assert service.sent("sendRequestXML", "qbXMLMajorVers") == ["13", "13"]
    assert service.sent("sendRequestXML", "strCompanyFileName")[0].endswith("Halden & Rowe Builders.qbw")
    answer = etree.fromstring(service.sent("receiveResponseXML", "response")[0].encode())
    schema.assertValid(answer)
    assert service.sent("receiveResponseXML", "ticket") == ["{ticket}", "{ticket}"]


def test_it_speaks_as_the_web_connector_does(serve, run):
    service = serve(sendRequestXML=QUERY)
    run(service)
    assert service.bodies[0].endswith(
        '<soap:Body><serverVersion xmlns="http://developer.intuit.com/" /></soap:Body></soap:Envelope>'
    )
    assert "<receiveResponseXML xmlns=" in service.bodies[4]
    assert "&lt;QBXML&gt;" in service.bodies[4]
    headers = service.headers[2]
    assert headers["SOAPAction"] == '"http://developer.intuit.com/authenticate"'
    assert headers["Content-Type"] == "text/xml; charset=utf-8"
    assert headers["User-Agent"].startswith(
        "Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol"
    )


@pytest.mark.parametrize(("word", "ended"), [("none", "nothing"), ("busy", "busy"), ("nvu", "refused")])
def test_authenticate_may_end_it(serve, run, word, ended):
    service = serve(authenticate=["t", word, "30", "120"])
    outcome = run(service)
    assert service.names() == OPENING
    assert (outcome.ended, outcome.wait_seconds, outcome.every_seconds) == (ended, 30, 120)
    assert outcome.is_ok == (word != "nvu")


def test_the_service_may_refuse_this_version(serve, run):
    service = serve(clientVersion="E:Too old")
    assert run(service).message == "Too old"
    assert service.names() == OPENING[:2]
    assert run(serve(clientVersion="W:Old", authenticate=["t", "none"])).ended == "nothing"


def test_no_request_and_an_error_ends_it(serve, run):
    service = serve(getLastError="The budget is gone.")
    outcome = run(service)
    assert service.names() == [*OPENING, "sendRequestXML", "getLastError", "closeConnection"]
    assert (outcome.ended, outcome.message) == ("error", "The budget is gone.")


def test_noop_pauses_and_asks_again(serve, run):
    service = serve(sendRequestXML=["", "", QUERY], getLastError="NoOp")
    assert run(service).ended == "done"
    assert run.pauses == [5.0, 5.0]


def test_a_negative_answer_asks_for_the_error(serve, run):
    service = serve(sendRequestXML=QUERY, receiveResponseXML="-1", getLastError="Not what we expected.")
    outcome = run(service)
    assert service.names()[-3:] == ["receiveResponseXML", "getLastError", "closeConnection"]
    assert (outcome.ended, outcome.message) == ("error", "Not what we expected.")


def test_a_set_that_was_not_run_is_reported_with_its_hresult(serve, run):
    service = serve(sendRequestXML=document("<NoSuchRq/>"))
    run(service)
    _, given = service.calls[4]
    assert (given["response"], given["hresult"]) == ("", "0x80040400")
    assert given["message"] == "QuickBooks found an error when parsing the provided XML text stream."


def test_the_service_may_ask_for_another_file(serve, run):
    service = serve(authenticate=["t", "D:\\Elsewhere.qbw"])
    assert run(service).ended == "closed"
    assert service.calls[-1][1]["hresult"] == "0x8004040A"
    own = "c:\\users\\public\\documents\\intuit\\quickbooks\\company files\\halden & rowe builders.qbw"
    assert run(serve(authenticate=["t", own], sendRequestXML=QUERY)).ended == "done"


def test_the_file_remembers_one_file_id_per_owner(serve, run):
    run(serve(sendRequestXML=QUERY))
    service = serve(sendRequestXML=QUERY)
    outcome = run(service, FileID="{00000000-0000-0000-0000-000000000001}")
    assert outcome.message.startswith("QBWC1039")
    assert "sendRequestXML" not in service.names()


@pytest.mark.parametrize(
    ("operation", "raw", "words"),
    [
        (
            "authenticate",
            (200, envelope("authenticate", ["t", ""], member="urn:wrong")),
            "Index Out Of Range",
        ),
        (
            "authenticate",
            (200, envelope("authenticate", ["t", ""], namespace="urn:wrong")),
            "Object reference not set",
        ),
        ("serverVersion", (200, "no xml"), "not XML"),
        ("sendRequestXML", (500, "<f><faultstring>Broken</faultstring></f>"), "Broken"),
        ("receiveResponseXML", (200, envelope("receiveResponseXML", "many")), "is not a number"),
        ("clientVersion", (503, "away"), "503"),
    ],
)
def test_a_service_that_breaks_the_contract(serve, run, operation, raw, words):
    service = serve(sendRequestXML=QUERY)
    service.raw[operation] = raw
    outcome = run(service)
    assert outcome.ended == "error"
    assert words in outcome.message


def test_a_service_that_is_away(serve, run):
    service = serve()
    service.close()
    outcome = run(service)
    assert outcome.ended == "error"
    assert "cannot be reached" in outcome.message


def test_the_log_never_holds_the_password(serve, run, tmp_path):
    run(serve(sendRequestXML=QUERY))
    run(serve(authenticate=["t", "nvu"]))
    text = (tmp_path / "QWCLog.txt").read_text()
    assert "authenticate()" in text
    assert CONNECTOR_PASSWORD not in text

"""The Web Connector against a service on a real socket: order of calls, special answers, faults."""

import pytest
from lxml import etree

from portal.practice.quickbooks.connector import run_session
from portal.practice.quickbooks.faults import Faults, arm_from_text
from portal.practice.quickbooks.logs import Log
from portal.practice.quickbooks.qwc import QwcError, parse_qwc, read_qwc
from tests.practice.bodies import MAPLE_LINES, document, estimate
from tests.practice.soap_services import Service, envelope, qwc_text

PASSWORD = "correct horse battery"
QUERY = document("<HostQueryRq/>")
OPENING = ["serverVersion", "clientVersion", "authenticate"]


@pytest.fixture
def serve(request):
    """Start a scripted service."""

    def serve(**script):
        service = Service(**script)
        request.addfinalizer(service.close)
        return service

    return serve


@pytest.fixture
def faults(tmp_path):
    return Faults(tmp_path / "desk.sqlite")


@pytest.fixture
def run(company, faults, tmp_path):
    """Run one session against a service; returns its outcome."""

    def run(service, **changes):
        qwc = parse_qwc(qwc_text(service.url, **changes).encode())
        run.log = Log(tmp_path / "QWCLog.txt")
        run.pauses = []
        return run_session(qwc, PASSWORD, company, run.log, faults, run.pauses.append)

    return run


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


def test_a_closed_company_file(serve, run, faults):
    faults.arm("company_closed")
    service = serve()
    assert run(service).ended == "closed"
    assert service.names() == [*OPENING, "connectionError"]
    assert service.calls[-1][1]["hresult"] == "0x80040403"
    faults.arm("company_closed")
    service = serve(connectionError="", sendRequestXML=QUERY)
    assert run(service).ended == "done", "an empty answer means: try the open file"


def test_the_service_may_ask_for_another_file(serve, run):
    service = serve(authenticate=["t", "D:\\Elsewhere.qbw"])
    assert run(service).ended == "closed"
    assert service.calls[-1][1]["hresult"] == "0x8004040A"
    own = "c:\\users\\public\\documents\\intuit\\quickbooks\\company files\\halden & rowe builders.qbw"
    assert run(serve(authenticate=["t", own], sendRequestXML=QUERY)).ended == "done"


def test_another_company_is_another_file(serve, run, faults, company):
    faults.arm("wrong_company")
    body = document("<CustomerAddRq><CustomerAdd><Name>Astray</Name></CustomerAdd></CustomerAddRq>")
    service = serve(sendRequestXML=body)
    run(service)
    facts = service.sent("sendRequestXML", "strHCPResponse")[0]
    assert "Halden Family Ranch" in facts
    assert "DataExtValue" not in facts
    assert company.row("SELECT 1 FROM records WHERE name = 'Astray'") is None
    assert (company.path.parent / "another-company.qbw").exists()


def test_the_file_remembers_one_file_id_per_owner(serve, run):
    run(serve(sendRequestXML=QUERY))
    service = serve(sendRequestXML=QUERY)
    outcome = run(service, FileID="{00000000-0000-0000-0000-000000000001}")
    assert outcome.message.startswith("QBWC1039")
    assert "sendRequestXML" not in service.names()


def test_a_dialog_box_stands_open(serve, run, faults, company):
    faults.arm("modal_dialog")
    service = serve(
        sendRequestXML=document("<CustomerAddRq><CustomerAdd><Name>A</Name></CustomerAdd></CustomerAddRq>")
    )
    run(service)
    assert service.sent("receiveResponseXML", "hresult") == ["0x80040414"]
    assert company.row("SELECT 1 FROM records WHERE name = 'A'") is None


def test_an_answer_is_lost_although_the_request_ran(serve, run, faults, company):
    faults.arm("answer_lost", match="CustomerAdd")
    service = serve(
        sendRequestXML=document("<CustomerAddRq><CustomerAdd><Name>A</Name></CustomerAdd></CustomerAddRq>")
    )
    assert run(service).ended == "lost"
    assert service.names()[-1] == "sendRequestXML"
    assert company.row("SELECT 1 FROM records WHERE name = 'A'") is not None


def test_an_answer_is_delivered_twice_or_late(serve, run, faults):
    arm_from_text(faults, "answer_twice, slow:1:0.05")
    service = serve(sendRequestXML=QUERY)
    assert run(service).ended == "done"
    assert service.names().count("receiveResponseXML") == 2
    assert len(set(service.sent("receiveResponseXML", "response"))) == 1
    assert faults.armed() == []


def test_estimates_are_off_for_one_session(serve, run, faults, maple):
    faults.arm("estimates_off")
    body = document(estimate(*MAPLE_LINES))
    service = serve(sendRequestXML=body)
    run(service)
    assert "<IsUsingEstimates>false" in service.sent("sendRequestXML", "strHCPResponse")[0]
    assert 'statusCode="3250"' in service.sent("receiveResponseXML", "response")[0]
    service = serve(sendRequestXML=body)
    run(service)
    assert 'statusCode="0"' in service.sent("receiveResponseXML", "response")[0]


def test_somebody_edits_the_estimate_in_between(serve, run, faults, ask, maple):
    added = ask(estimate(*MAPLE_LINES))[0][0]
    faults.arm("edit_between")
    change = document(
        f"<EstimateModRq><EstimateMod><TxnID>{added.findtext('TxnID')}</TxnID>"
        f"<EditSequence>{added.findtext('EditSequence')}</EditSequence><Memo>New</Memo></EstimateMod></EstimateModRq>"
    )
    service = serve(sendRequestXML=change)
    run(service)
    response = service.sent("receiveResponseXML", "response")[0]
    assert 'statusCode="3200"' in response
    assert "Edited by hand" in response


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
    assert PASSWORD not in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"AppURL": "http://portal.example/qbwc", "AppSupport": "http://portal.example/"}, "must be https"),
        ({"AppSupport": "http://elsewhere.example/"}, "same host"),
        ({"OwnerID": ""}, "lacks OwnerID"),
        ({"AppURL": "qbwc"}, "must be a web address"),
        ({"Style": "RPC"}, "Document"),
    ],
)
def test_a_qwc_file_that_cannot_be_added(change, words):
    with pytest.raises(QwcError, match=words):
        parse_qwc(qwc_text("http://localhost:8000/qbwc", **change).encode())


def test_qwc_schedules(tmp_path):
    seconds = qwc_text("http://localhost/qbwc", "<RunEveryNSeconds>15</RunEveryNSeconds>")
    assert parse_qwc(seconds.encode()).every_seconds == 15
    assert parse_qwc(qwc_text("http://localhost/qbwc").encode()).every_seconds == 300
    with pytest.raises(QwcError, match="not a number"):
        parse_qwc(qwc_text("http://localhost/qbwc", "<RunEveryNSeconds>x</RunEveryNSeconds>").encode())
    with pytest.raises(QwcError, match="cannot be read"):
        read_qwc(tmp_path / "nothing.qwc")
    with pytest.raises(QwcError, match="not well-formed"):
        parse_qwc(b"<QBWCXML>")
    with pytest.raises(QwcError, match="must be QBWCXML"):
        parse_qwc(b"<Q/>")


def test_faults_are_counted_down_and_matched(faults):
    faults.arm("modal_dialog", 2, match="Estimate")
    assert faults.strikes("modal_dialog", "<HostQueryRq/>") is None
    assert faults.strikes("modal_dialog", "<EstimateAddRq/>").times == 2
    assert faults.strikes("modal_dialog", "<EstimateAddRq/>").times == 1
    assert faults.strikes("modal_dialog", "<EstimateAddRq/>") is None
    faults.arm("modal_dialog", -1)
    assert all(faults.strikes("modal_dialog") for _ in range(3))
    faults.arm("modal_dialog", 0)
    assert faults.armed() == []
    for wrong in (("nothing", 1), ("slow", 1), ("modal_dialog", -2)):
        with pytest.raises(ValueError, match=r"fault|seconds|times"):
            faults.arm(*wrong)

"""The Web Connector's door over a real socket: its protocol's answers, and nothing else, whatever is sent."""

import http.client
import re
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pytest
import zeep
from sqlalchemy.exc import OperationalError

from portal.db.people import SignedInSession
from portal.db.transactions import reader
from portal.erp.contract import Answer
from portal.practice.quickbooks.openings import facts
from portal.practice.quickbooks.processor import process
from portal.services.exchange import connector_sessions
from tests.people import PHRASE

NAMESPACE = "http://developer.intuit.com/"
CAPTURED = (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>'
    '<{operation} xmlns="http://developer.intuit.com/">{parts}</{operation}></soap:Body></soap:Envelope>'
)


def post(url, body, **headers):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.request("POST", "/qbwc", body, {"Content-Type": "text/xml; charset=utf-8", **headers})
    answer = connection.getresponse()
    found = answer.status, answer.read(), dict(answer.getheaders())
    connection.close()
    return found


def envelope(operation, **parameters):
    parts = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parameters.items())
    return CAPTURED.format(operation=operation, parts=parts).encode()


def call(url, operation, **parameters):
    status, body, _ = post(
        url,
        envelope(operation, **parameters),
        SOAPAction=f'"{NAMESPACE}{operation}"',
        **{
            "User-Agent": "Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)"
        },
    )
    assert status == 200, body
    assert f'<{operation}Response xmlns="{NAMESPACE}">'.encode() in body
    if operation == "authenticate":
        return re.findall(r"<string>([^<]*)</string>|<string/>", body.decode())
    found = re.search(rf"<{operation}Result>(.*)</{operation}Result>", body.decode(), re.DOTALL)
    return found[1] if found else ""


def test_a_browser_is_told_what_this_is(sqlite_loop):
    client = http.client.HTTPConnection(urlsplit(sqlite_loop.desk.url).netloc)
    client.request("GET", "/qbwc")
    answer = client.getresponse()
    assert answer.status == 200
    assert b"QuickBooks Web Connector" in answer.read()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    client.close()


@pytest.mark.parametrize("query", ["wsdl", "WSDL", "wsdl="])
def test_it_describes_itself(sqlite_loop, query):
    client = http.client.HTTPConnection(urlsplit(sqlite_loop.desk.url).netloc)
    client.request("GET", f"/qbwc?{query}")
    answer = client.getresponse()
    assert b'<soap:address location="http://localhost/qbwc"/>' in answer.read()
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    client.close()


def talk(loop, send, receive):
    """Drive a session to its end by hand: `send` and `receive` are the two calls; returns the documents."""
    introduction, documents = facts(loop.desk.company, loop.connection.owner_guid), []
    while True:
        document = send(introduction)
        introduction = ""
        if not document:
            return documents
        documents.append(document)
        hresult, response = process(loop.desk.company, document)
        assert hresult == ""
        if int(receive(response)) == 100:
            return documents


def test_zeep_from_intuits_contract_drives_a_whole_session(loop, shared_dir):
    loop.order_lists()
    with zeep.Client(str(shared_dir / "qbxml" / "QBWebConnectorSvc.wsdl")) as client:
        service = client.create_service(next(iter(client.wsdl.bindings)), f"{loop.desk.url}/qbwc")
        assert service.serverVersion() == "1.0"
        assert not service.clientVersion(strVersion="34.0.10010.91")
        ticket, word = service.authenticate(strUserName=loop.connection.username, strPassword=PHRASE)
        assert not word
        documents = talk(
            loop,
            lambda introduction: service.sendRequestXML(
                ticket=ticket,
                strHCPResponse=introduction,
                strCompanyFileName="C:\\a.qbw",
                qbXMLCountry="US",
                qbXMLMajorVers=13,
                qbXMLMinorVers=0,
            ),
            lambda response: service.receiveResponseXML(
                ticket=ticket, response=response, hresult="", message=""
            ),
        )
        assert not service.getLastError(ticket=ticket)
        assert service.closeConnection(ticket=ticket) == "OK: 1 request done."
    assert [re.findall(r"<(\w+QueryRq) ", document) for document in documents] == [
        ["CustomerQueryRq", "ItemServiceQueryRq", "AccountQueryRq"]
    ]
    assert "Smith:Garage 2025" in loop.records("job")


def test_bodies_as_the_real_web_connector_sends_them_drive_a_whole_session(sqlite_loop, assert_valid):
    loop = sqlite_loop
    loop.order_lists()
    url = loop.desk.url
    assert call(url, "serverVersion") == "1.0"
    assert call(url, "serverVersion", strVersion="2.0") == "1.0"
    assert call(url, "clientVersion", strVersion="34.0.10010.91") == ""
    ticket, word = call(url, "authenticate", strUserName=loop.connection.username, strPassword=PHRASE)
    assert word == ""
    documents = talk(
        loop,
        lambda introduction: unescaped(
            call(url, "sendRequestXML", ticket=ticket, strHCPResponse=introduction, qbXMLMajorVers="13")
        ),
        lambda response: call(
            url, "receiveResponseXML", ticket=ticket, response=response, hresult="", message=""
        ),
    )
    for document in documents:
        assert_valid(document.encode())
        assert document.startswith('<?xml version="1.0" encoding="utf-8"?>\n<?qbxml version="13.0"?>')
    assert call(url, "closeConnection", ticket=ticket) == "OK: 1 request done."
    assert call(url, "closeConnection", ticket=ticket) == "OK: 1 request done."


def unescaped(text):
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


@pytest.mark.parametrize(
    ("name", "password", "word"),
    [("", "", "nvu"), ("nobody", PHRASE, "nvu"), ("NAME", "wrong", "nvu"), ("NAME", PHRASE, "none")],
)
def test_who_may_not_or_need_not_enter(sqlite_loop, name, password, word):
    name = name.replace("NAME", sqlite_loop.connection.username)
    ticket, said = call(sqlite_loop.desk.url, "authenticate", strUserName=name, strPassword=password)
    assert said == word
    assert len(ticket) == 38


def test_a_second_caller_is_told_to_come_back(sqlite_loop):
    sqlite_loop.order_lists()
    who = {"strUserName": sqlite_loop.connection.username, "strPassword": PHRASE}
    call(sqlite_loop.desk.url, "authenticate", **who)
    assert call(sqlite_loop.desk.url, "authenticate", **who)[1] == "busy"


def test_unknown_tickets_get_the_protocols_own_answers(sqlite_loop):
    url = sqlite_loop.desk.url
    assert call(url, "sendRequestXML", ticket="{x}") == ""
    assert call(url, "receiveResponseXML", ticket="{x}", response="<QBXML/>") == "-1"
    assert "unknown to the portal" in call(url, "getLastError", ticket="{x}")
    assert call(url, "connectionError", ticket="{x}", hresult="0x80040408", message="m") == "done"
    assert call(url, "closeConnection", ticket="{x}") == "OK"
    assert call(url, "closeConnection") == "OK"
    assert call(url, "getInteractiveURL", wcTicket="{x}", sessionID="1") == ""
    assert call(url, "interactiveDone", wcTicket="{x}") == ""
    assert call(url, "interactiveRejected", wcTicket="{x}", reason="r") == ""


def test_a_connection_error_is_told_with_advice(sqlite_loop):
    sqlite_loop.order_lists()
    url = sqlite_loop.desk.url
    ticket, _ = call(url, "authenticate", strUserName=sqlite_loop.connection.username, strPassword=PHRASE)
    assert call(url, "connectionError", ticket=ticket, hresult="0x80040408", message="Not running.") == "done"
    assert sqlite_loop.connection.last_problem == (
        "Not running. (0x80040408) Start QuickBooks and open the company file. "
        "The portal tries again at the next update."
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<nonsense/>",
        b"GET / HTTP/1.1",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        envelope("dropTable"),
        envelope("serverVersion") + envelope("serverVersion"),
        b"\x00\x01\x02",
    ],
)
def test_a_body_that_is_no_call_is_a_soap_fault(sqlite_loop, body):
    status, answer, headers = post(sqlite_loop.desk.url, body)
    assert status == 500
    assert b"<soap:Fault>" in answer
    assert b"root:" not in answer
    assert headers["Content-Type"] == "text/xml; charset=utf-8"


def test_other_methods_and_cookies_find_nothing_here(sqlite_loop):
    parts = urlsplit(sqlite_loop.desk.url)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request("DELETE", "/qbwc")
    assert connection.getresponse().status == 405
    connection.close()
    status, _, headers = post(sqlite_loop.desk.url, envelope("serverVersion"), Cookie="portal=abc; x=y")
    assert status == 200
    assert "Set-Cookie" not in headers
    assert reader().query(SignedInSession).count() == 0


def test_only_who_holds_a_ticket_may_send_much(sqlite_loop):
    url = sqlite_loop.desk.url
    large = "<QBXML>" + "x" * (3 * 1024 * 1024) + "</QBXML>"
    status, answer, _ = post(url, envelope("receiveResponseXML", ticket="{nobody}", response=large))
    assert (status, b"Only an open session may send so much." in answer) == (413, True)
    stranger = "{" + "0" * 8 + "-0000-0000-0000-" + "0" * 12 + "}"
    assert post(url, envelope("receiveResponseXML", ticket=stranger, response=large))[0] == 413
    sqlite_loop.order_lists()
    ticket, _ = call(url, "authenticate", strUserName=sqlite_loop.connection.username, strPassword=PHRASE)
    call(
        url,
        "sendRequestXML",
        ticket=ticket,
        strHCPResponse=facts(sqlite_loop.desk.company, sqlite_loop.connection.owner_guid),
    )
    assert call(url, "receiveResponseXML", ticket=ticket, response=large, hresult="", message="") == "-1"
    assert "could not be read" in call(url, "getLastError", ticket=ticket)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OperationalError("s", {}, Exception("database is locked")), 503, b"database is busy"),
        (RuntimeError("secret detail"), 500, b"Tell its administrator the number"),
    ],
)
def test_trouble_of_ours_is_a_polite_fault(sqlite_loop, monkeypatch, error, status, words):
    def broken(*_arguments):
        raise error

    monkeypatch.setattr(connector_sessions, "close", broken)
    found, answer, _ = post(sqlite_loop.desk.url, envelope("closeConnection", ticket="t"))
    assert (found, words in answer) == (status, True)
    assert b"secret detail" not in answer


def test_an_hresult_reaches_the_connector_as_an_error(sqlite_loop, monkeypatch):
    heard = []
    monkeypatch.setattr(
        connector_sessions, "take_answer", lambda ticket, answer: heard.append((ticket, answer)) or 1
    )
    call(
        sqlite_loop.desk.url,
        "receiveResponseXML",
        ticket="t",
        response="",
        hresult=" 0x80040414 ",
        message="Dialog",
    )
    assert heard == [("t", Answer(b"", "0x80040414", "Dialog"))]

"""SOAP: calls as the Web Connector writes them, and bodies that are none."""

import random
import time

import pytest
from lxml import etree

from portal.erp.xml import WireError
from portal.gateways.soap import NAMESPACE, Call, read_call, write_fault, write_result

ANSWER = '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs><HostQueryRs requestID="" statusCode="0"/></QBXMLMsgsRs></QBXML>'


def captured(operation: str, inside: str) -> bytes:
    """The form in which .NET writes a call: the operation in a default namespace, documents escaped."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><soap:Envelope '
        'xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
        f'<soap:Body><{operation} xmlns="{NAMESPACE}"{f">{inside}</{operation}>" if inside else " />"}'
        "</soap:Body></soap:Envelope>"
    ).encode()


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


SEND = captured(
    "sendRequestXML",
    f"<ticket>{{t}}</ticket><strHCPResponse>{escaped(ANSWER)}</strHCPResponse>"
    "<strCompanyFileName>C:\\books\\a.qbw</strCompanyFileName><qbXMLCountry>US</qbXMLCountry>"
    "<qbXMLMajorVers>13</qbXMLMajorVers><qbXMLMinorVers>0</qbXMLMinorVers>",
)


def test_a_captured_call_is_read_to_the_last_argument():
    call = read_call(SEND)
    assert call.operation == "sendRequestXML"
    assert call.text("ticket") == "{t}"
    assert call.text("strHCPResponse") == ANSWER
    assert call.text("strCompanyFileName") == "C:\\books\\a.qbw"
    assert (call.number("qbXMLMajorVers"), call.number("qbXMLMinorVers")) == (13, 0)
    assert call.text("absent") == ""
    assert call.number("ticket") is None


def test_server_version_is_taken_with_and_without_its_argument():
    assert read_call(captured("serverVersion", "")) == Call("serverVersion", {})
    with_argument = read_call(captured("serverVersion", "<strVersion>34</strVersion>"))
    assert with_argument.text("strVersion") == "34"


def test_prefixes_headers_and_unknown_children_do_not_matter():
    body = (
        b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:q="http://developer.intuit.com/">'
        b"<e:Header><x/></e:Header><e:Body><q:closeConnection><q:extra>1</q:extra>"
        b"<q:ticket>abc</q:ticket><q:ticket>second</q:ticket></q:closeConnection></e:Body></e:Envelope>"
    )
    assert read_call(body).text("ticket") == "abc"


def test_an_array_argument_is_read_member_by_member():
    call = read_call(captured("getLastError", "<ticket><string>a</string><string>b</string></ticket>"))
    assert call.text("ticket") == "a\nb"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<a/>",
        b"{}",
        captured("dropTables", ""),
        captured("serverVersion", "").replace(b"soap:Body", b"soap:Boby"),
        captured("serverVersion", "").replace(b"</soap:Body>", b"<clientVersion/></soap:Body>"),
        b"<!DOCTYPE a><a/>",
    ],
)
def test_what_is_no_call_is_a_wire_error(body):
    with pytest.raises(WireError):
        read_call(body)


def test_a_result_stands_in_the_contracts_namespace_and_nowhere_else():
    document = etree.fromstring(write_result("authenticate", ["ticket", "", "60"]))
    members = document.findall(f".//{{{NAMESPACE}}}authenticateResult/{{{NAMESPACE}}}string")
    assert [member.text or "" for member in members] == ["ticket", "", "60"]
    assert b' xmlns="http://developer.intuit.com/"' in write_result("getLastError", "x")


def test_a_document_travels_as_escaped_text():
    written = write_result("sendRequestXML", ANSWER)
    assert b"&lt;QBXML&gt;" in written
    assert b"CDATA" not in written
    result = etree.fromstring(written).find(f".//{{{NAMESPACE}}}sendRequestXMLResult")
    assert result is not None
    assert result.text == ANSWER


def test_results_survive_characters_that_xml_cannot_hold():
    assert b"a b" in write_result("getLastError", "a\x00b")
    assert b"no &lt;such&gt; call" in write_fault("no <such> call")
    assert etree.fromstring(write_fault("x")).find(".//faultcode").text == "soap:Client"


def _mutated(dice: random.Random, seed: bytes) -> bytes:
    body = bytearray(seed)
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(body))
        match dice.randrange(5):
            case 0:
                body[place] = dice.randrange(256)
            case 1:
                del body[place : place + dice.randrange(1, 40)]
            case 2:
                body[place:place] = body[place : place + dice.randrange(1, 60)]
            case 3:
                other = dice.randrange(len(body))
                body[place : place + 8], body[other : other + 8] = (
                    body[other : other + 8],
                    body[place : place + 8],
                )
            case _:
                body[place:place] = dice.choice(
                    [b"<!DOCTYPE x>", b"&#0;", b"<a>" * 60, b"]]>", b"\xef\xbb\xbf", b"xmlns=''"]
                )
        body = body or bytearray(b"<")
    return bytes(body)


def test_mutated_bodies_give_a_call_or_a_wire_error_and_nothing_else():
    dice, read, slowest = random.Random(11), 0, 0.0
    seeds = [SEND, captured("authenticate", "<strUserName>u</strUserName><strPassword>p</strPassword>")]
    for _ in range(4_000):
        body = _mutated(dice, dice.choice(seeds))
        started = time.perf_counter()
        try:
            call = read_call(body)
        except WireError:
            continue
        finally:
            slowest = max(slowest, time.perf_counter() - started)
        read += 1
        assert all(isinstance(call.text(name), str) for name in call.arguments)
    assert 50 < read < 4_000
    assert slowest < 1

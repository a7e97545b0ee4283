"""An independent SOAP client, made from Intuit's contract and from ours, drives every operation over a socket."""

import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import zeep

from portal.erp.xml import WireError
from portal.gateways.soap import CONTENT_TYPE, read_call, write_fault, write_result
from portal.gateways.soap_contract import OPERATIONS, wsdl

RESULTS = {
    "serverVersion": "1.0",
    "clientVersion": "W:old",
    "authenticate": ["ticket-1", "", "60", "120"],
    "sendRequestXML": '<?xml version="1.0"?><QBXML>\u00e9 & <a/></QBXML>',
    "receiveResponseXML": 42,
    "connectionError": "done",
    "getLastError": "NoOp",
    "closeConnection": "OK",
    "getInteractiveURL": "",
    "interactiveDone": "",
    "interactiveRejected": "",
}
ARGUMENTS = {
    "clientVersion": {"strVersion": "34.0.10010.91"},
    "authenticate": {"strUserName": "portal", "strPassword": "pass <word> & more"},
    "sendRequestXML": {
        "ticket": "t",
        "strHCPResponse": "<QBXML/>",
        "strCompanyFileName": "C:\\a.qbw",
        "qbXMLCountry": "US",
        "qbXMLMajorVers": 13,
        "qbXMLMinorVers": 0,
    },
    "receiveResponseXML": {"ticket": "t", "response": "<QBXML>\u0141</QBXML>", "hresult": "", "message": ""},
    "connectionError": {"ticket": "t", "hresult": "0x80040408", "message": "Could not start QuickBooks."},
    "getLastError": {"ticket": "t"},
    "closeConnection": {"ticket": "t"},
    "getInteractiveURL": {"wcTicket": "t", "sessionID": "s"},
    "interactiveDone": {"wcTicket": "t"},
    "interactiveRejected": {"wcTicket": "t", "reason": "r"},
}


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def endpoint():
    """A tiny service on a real socket; yields (url, calls as they were read)."""
    calls = []

    def service(environ, start_response):
        if environ["REQUEST_METHOD"] == "GET":
            start_response("200 OK", [("Content-Type", CONTENT_TYPE)])
            return [wsdl(environ["test.url"]).encode()]
        try:
            call = read_call(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        except WireError as error:
            start_response("500 Internal Server Error", [("Content-Type", CONTENT_TYPE)])
            return [write_fault(str(error))]
        calls.append(call)
        start_response("200 OK", [("Content-Type", CONTENT_TYPE)])
        return [write_result(call.operation, RESULTS[call.operation])]

    server = make_server("127.0.0.1", 0, service, server_class=_Server, handler_class=_Silent)
    url = f"http://127.0.0.1:{server.server_port}/qbwc"
    server.base_environ["test.url"] = url
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield url, calls
    server.shutdown()
    server.server_close()
    thread.join()


def _plain(result):
    """Zeep gives None for an empty text."""
    return [member or "" for member in result] if isinstance(result, list) else result or ""


def _drive(client: zeep.Client, service, calls: list) -> set[str]:
    done = set()
    for operation in client.wsdl.bindings[next(iter(client.wsdl.bindings))].all():
        arguments = ARGUMENTS.get(operation, {})
        result = _plain(service[operation](**arguments))
        assert result == RESULTS[operation]
        assert calls[-1].operation == operation
        assert {name: str(value) for name, value in arguments.items() if value != ""} == {
            name: value for name, value in calls[-1].arguments.items() if value != ""
        }
        done.add(operation)
    return done


def test_zeep_from_our_own_description_drives_every_operation(endpoint):
    url, calls = endpoint
    with zeep.Client(f"{url}?wsdl") as client:
        assert _drive(client, client.service, calls) == set(OPERATIONS)


def test_zeep_from_intuits_contract_drives_every_operation(endpoint, shared_dir):
    url, calls = endpoint
    with zeep.Client(str(shared_dir / "qbxml" / "QBWebConnectorSvc.wsdl")) as client:
        binding = next(iter(client.wsdl.bindings))
        done = _drive(client, client.create_service(binding, url), calls)
    assert done == {name for name in OPERATIONS if "nteractive" not in name}


def test_zeep_understands_a_fault(endpoint):
    url, _ = endpoint
    with zeep.Client(f"{url}?wsdl") as client:
        response = client.transport.post(url, b"<nonsense/>", {})
        with pytest.raises(zeep.exceptions.Fault, match="no SOAP envelope"):
            client.service._binding.process_reply(
                client, client.service._binding.get("getLastError"), response
            )

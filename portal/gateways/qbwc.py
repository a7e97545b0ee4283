"""The door of the QuickBooks Web Connector: its contract's operations, one short function each.

It is the SOAP client and calls whenever it likes; whatever it sends, the answer is one of the contract or, for a body
that is no call at all, a SOAP fault. Source: QuickBooks Web Connector Programmer's Guide, "Web service methods".
"""

import logging
import re
import secrets
from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, Response, current_app, g, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from portal.erp.connectors.quickbooks_desktop.hresults import advise_hresult
from portal.erp.contract import Answer
from portal.erp.xml import WireError
from portal.gateways.soap import CONTENT_TYPE, Call, read_call, write_fault, write_result
from portal.gateways.soap_contract import wsdl
from portal.services.exchange import connector_sessions
from portal.settings import Settings

PATH = "/qbwc"
"""Where the Web Connector finds it; written into the .qwc file."""
SMALL = 2 * 1024 * 1024
LARGEST = 64 * 1024 * 1024
"""Whole reports come back in one answer; only who holds a ticket may send more than SMALL."""
OUR_VERSION = "1.0"
_HELLO = (
    "This address is for the QuickBooks Web Connector. Download the .qwc file from the connection's page in the "
    "portal and open it in the Web Connector.\n"
)
_TICKET = re.compile(rb"<(?:\w+:)?ticket>\s*(\{[0-9a-fA-F-]{36}\})\s*<")
_HEAD = 4096
_NAMES = {"refused": "nvu", "busy": "busy", "nothing": "none"}

_log = logging.getLogger(__name__)
blueprint = Blueprint("qbwc", __name__)


@blueprint.get(PATH)
def describe() -> Response:
    """The WSDL for `?wsdl`, otherwise a line for whoever looks with a browser."""
    if any(name.lower() == "wsdl" for name in request.args):
        return Response(wsdl(f"{_settings().base_url}{PATH}"), content_type=CONTENT_TYPE)
    return Response(_HELLO, content_type="text/plain; charset=utf-8")


@blueprint.post(PATH)
def call() -> Response:
    """One operation of the contract."""
    try:
        asked = read_call(_body())
    except WireError as error:
        return _fault(str(error), 500)
    g.operation = asked.operation
    result = OPERATIONS[asked.operation](asked)
    return Response(write_result(asked.operation, result), content_type=CONTENT_TYPE)


@blueprint.errorhandler(Exception)
def trouble(error: Exception) -> Response:
    """Whatever goes wrong is a fault with a sentence: the Web Connector shows it and comes again."""
    if isinstance(error, HTTPException):
        return _fault(error.description or error.name, error.code or 500)
    if isinstance(error, OperationalError):
        _log.warning("database not available: %s", error.orig)
        return _fault("The portal's database is busy. The Web Connector tries again at its next update.", 503)
    number = secrets.token_hex(4)
    _log.error("unforeseen %s at %s", number, PATH, exc_info=error)
    return _fault(f"Something went wrong in the portal. Tell its administrator the number {number}.", 500)


def _server_version(_call: Call) -> str:
    return OUR_VERSION


def _accept(_call: Call) -> str:
    """Empty lets the Web Connector go on; interactive mode is not used."""
    return ""


def _authenticate(call: Call) -> Sequence[str]:
    opening = connector_sessions.open_session(
        call.text("strUserName"), call.text("strPassword"), request.remote_addr or "", _settings().busy_time
    )
    if not opening.ticket:
        return ("{" + "0" * 8 + "-0000-0000-0000-" + "0" * 12 + "}", _NAMES[opening.verdict])
    return (opening.ticket, opening.company_file)


def _send(call: Call) -> str:
    document = connector_sessions.next_document(
        call.text("ticket"),
        call.text("strHCPResponse").encode(),
        ask_first=not _settings().unsafe_resend,
    )
    return document.decode("ascii") if document is not None else ""


def _receive(call: Call) -> int:
    code = call.text("hresult").strip()
    answer = Answer(call.text("response").encode(), code, call.text("message"))
    return connector_sessions.take_answer(call.text("ticket"), answer)


def _connection_error(call: Call) -> str:
    trouble = advise_hresult(call.text("hresult"))
    said = call.text("message").strip() or "QuickBooks could not be reached."
    connector_sessions.note_trouble(call.text("ticket"), f"{said} (0x{trouble.code}) {trouble.advice}")
    return "done"


def _last_error(call: Call) -> str:
    return connector_sessions.last_error(call.text("ticket"))


def _close(call: Call) -> str:
    return connector_sessions.close(call.text("ticket"))


OPERATIONS: Mapping[str, Callable[[Call], str | int | Sequence[str]]] = {
    "serverVersion": _server_version,
    "clientVersion": _accept,
    "authenticate": _authenticate,
    "sendRequestXML": _send,
    "receiveResponseXML": _receive,
    "connectionError": _connection_error,
    "getLastError": _last_error,
    "closeConnection": _close,
    "getInteractiveURL": _accept,
    "interactiveDone": _accept,
    "interactiveRejected": _accept,
}


def _body() -> bytes:
    """The body, when it is small or its sender holds a ticket. Raises RequestEntityTooLarge."""
    request.max_content_length = LARGEST
    if (request.content_length or 0) <= SMALL:
        return request.get_data(cache=False)
    head = request.stream.read(_HEAD)
    ticket = _TICKET.search(head)
    if ticket is None or not connector_sessions.is_living(ticket.group(1).decode()):
        raise RequestEntityTooLarge("Only an open session may send so much.")
    return head + request.stream.read()


def _fault(sentence: str, status: int) -> Response:
    return Response(write_fault(sentence), status=status, content_type=CONTENT_TYPE)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["portal_settings"]
    return settings

"""A small portal for the Web Connector's tests: real sockets, the contract's operations, scripted answers."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

from lxml import etree

NAMESPACE = "http://developer.intuit.com/"
CONNECTOR_PASSWORD = "correct horse battery"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


class Service:
    """Answers from its script; remembers every call as (operation, parameters)."""

    def __init__(self, **script):
        self.calls = []
        self.headers = []
        self.bodies = []
        self.script = {
            "serverVersion": "1.0",
            "clientVersion": "",
            "authenticate": ["{ticket}", ""],
            "sendRequestXML": "",
            "receiveResponseXML": "100",
            "connectionError": "done",
            "getLastError": "",
            "closeConnection": "Finished",
            **script,
        }
        self.raw = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/qbwc"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def names(self):
        return [name for name, _ in self.calls]

    def sent(self, operation, parameter):
        return [given[parameter] for name, given in self.calls if name == operation]

    def answer(self, operation, given):
        """The scripted answer: a value, a list of values to take in turn, or a function of the parameters."""
        found = self.script[operation]
        if callable(found):
            return found(given)
        if isinstance(found, list) and operation != "authenticate":
            return found.pop(0) if len(found) > 1 else found[0]
        return found

    def _handler(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                element = etree.fromstring(body).find(f"{{{SOAP}}}Body")[0]
                operation = etree.QName(element).localname
                given = {etree.QName(part).localname: part.text or "" for part in element}
                service.calls.append((operation, given))
                service.headers.append(dict(self.headers))
                service.bodies.append(body.decode())
                status, text = service.raw.get(operation) or (
                    200,
                    envelope(operation, service.answer(operation, given)),
                )
                raw = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/xml; charset=utf-8")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_):
                pass

        return Handler


def envelope(operation, result, namespace=NAMESPACE, member=NAMESPACE):
    if isinstance(result, list):
        inner = "".join(f'<string xmlns="{member}">{escape(part)}</string>' for part in result)
    else:
        inner = escape(result)
    return (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><{operation}Response xmlns="{namespace}">'
        f"<{operation}Result>{inner}</{operation}Result></{operation}Response></s:Body></s:Envelope>"
    )


def qwc_text(url, every="<RunEveryNMinutes>5</RunEveryNMinutes>", **changes):
    values = {
        "AppName": "Budget Portal",
        "AppID": "",
        "AppURL": url,
        "AppDescription": "Budgets",
        "AppSupport": url + "?support",
        "UserName": "connector",
        "OwnerID": "{90a44fb7-33d9-4815-ac85-ac86a7e7d1eb}",
        "FileID": "{57f3b9b6-86f1-4fcc-b1ff-966de1813d20}",
        "QBType": "QBFS",
        **changes,
    }
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
    return f'<?xml version="1.0"?><QBWCXML>{inner}<Scheduler>{every}</Scheduler></QBWCXML>'

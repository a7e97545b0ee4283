"""One Web Connector session over a long queue of accepted budgets, durably stored, beside the fsync floor.

Run: `python tests/bench/web_connector.py [queued ...]`, by default 500 and 2000. Each budget is looked for and then
added: two qbXML requests of two SOAP calls each. A process of its own serves; this one answers as QuickBooks would,
without executing anything. Goal: at least 200 qbXML requests a second, and no slower at 2,000 queued.
"""

import http.client
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from html import escape, unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402 - the path comes first

from portal.db import migrate, tables  # noqa: E402
from portal.db.base import database  # noqa: E402
from portal.db.submissions import Submission  # noqa: E402
from portal.db.transactions import prepare, reader, transaction  # noqa: E402
from portal.domain.vocabulary import Action  # noqa: E402
from portal.services.exchange import exchange  # noqa: E402
from portal.services.people import passwords  # noqa: E402
from portal.services.submissions.approvals import AcceptInput  # noqa: E402
from portal.services.sync import schedules  # noqa: E402
from portal.settings import Settings  # noqa: E402
from tests import factories  # noqa: E402
from tests.people import AKI, DANA, PHRASE  # noqa: E402

CODES = (("01-100", "L"), ("03-100", "M"), ("03-300", "S"))
SOAP = (
    '<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
)
NAMESPACE = "http://developer.intuit.com/"
INTRODUCTION = (
    '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs><CompanyQueryRs requestID="1" statusCode="0" statusSeverity="Info" '
    'statusMessage="Status OK"><CompanyRet><CompanyName>Bench</CompanyName></CompanyRet></CompanyQueryRs>'
    "</QBXMLMsgsRs></QBXML>"
)
_RESULT = re.compile(rb"Result>(.*?)</", re.DOTALL)
_STRING = re.compile(rb"<string>(.*?)</string>")
_LINE = re.compile(r"<ListID>([^<]+)</ListID></ItemRef>(?:<Desc>[^<]*</Desc>)?<Rate>([^<]+)</Rate>")


def settings_in(folder):
    return Settings(
        data_dir=folder,
        database_url=os.environ.get("DATABASE_URL", f"sqlite:///{folder / 'portal.sqlite3'}"),
        redis_url="redis://127.0.0.1:1",
        base_url="http://localhost",
        secret_key="bench",
    )


def fill(settings, count):
    """`count` accepted budgets of three lines each, planned; returns the connection's user name."""
    assert tables
    migrate.upgrade(settings)
    app = Flask("bench")
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    database.init_app(app)
    with app.app_context():
        prepare(database.engine)
        world = factories.furnish(four_eyes=False)
        for number in range(count):
            accept_one(world, number)
        exchange.plan_due()
        with transaction() as session:
            connection = session.get_one(factories.ErpConnection, world.connection)
            connection.password_hash = passwords.hash_phrase(PHRASE)
            for schedule in schedules.of(session, connection.id):
                schedule.minutes = 0
        name = connection.username
        database.engine.dispose()
    return name


def accept_one(world, number):
    project = factories.make_project(world, f"Project {number}", f"{number + 1}")
    with transaction() as session:
        session.get_one(factories.Project, project).erp_job_id = f"8{number:07}-1"
    factories.add_lines(
        world,
        project,
        DANA,
        *((code, kind, 1000 + number + place) for place, (code, kind) in enumerate(CODES)),
    )
    for action in (Action.LOCK, Action.SEND):
        factories.act(world, project, DANA, action)
    submission = reader().get_one(Submission, factories.budget_of(project).submission_id)
    given = AcceptInput(submission.id, submission.content_hash, caution_read=True)
    factories.act(world, project, AKI, Action.ACCEPT, given=given)


class Portal:
    """The SOAP client: one kept-alive connection."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def call(self, operation, **parameters):
        parts = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parameters.items())
        body = f'{SOAP}<{operation} xmlns="{NAMESPACE}">{parts}</{operation}></soap:Body></soap:Envelope>'
        self.connection.request("POST", "/qbwc", body.encode(), {"Content-Type": "text/xml; charset=utf-8"})
        answer = self.connection.getresponse()
        raw = answer.read()
        assert answer.status == 200, raw
        if operation == "authenticate":
            return [part.decode() for part in _STRING.findall(raw)]
        found = _RESULT.search(raw)
        return unescape(found[1].decode()) if found else ""


def quickbooks(document):
    """What QuickBooks would answer; an estimate echoes its lines."""
    if "<EstimateAdd>" in document:
        return added(document)
    set_id = re.search(r'MessageSetID="([^"]+)"', document)
    heading = f' newMessageSetID="{set_id[1]}" messageSetStatusCode="0"' if set_id else ""
    answers = "".join(
        f'<{kind}Rs requestID="{number}" statusCode="1" statusSeverity="Info" statusMessage="none">'
        f"{REPORT if 'Report' in kind else ''}</{kind}Rs>"
        for kind, number in re.findall(r'<(\w+)Rq requestID="(\d+)"', document)
    )
    return f'<?xml version="1.0" ?><QBXML><QBXMLMsgsRs{heading}>{answers}</QBXMLMsgsRs></QBXML>'


REPORT = "<ReportRet><ReportTitle>Costs</ReportTitle></ReportRet>"


def added(document):
    lines = _LINE.findall(document)
    rows = "".join(
        f"<EstimateLineRet><TxnLineID>{number:X}-1</TxnLineID><ItemRef><ListID>{item}</ListID></ItemRef>"
        f"<Amount>{rate}</Amount></EstimateLineRet>"
        for number, (item, rate) in enumerate(lines, 1)
    )
    number = re.search(r"<RefNumber>([^<]+)", document)[1]
    subtotal = sum(Decimal(rate) for _, rate in lines)
    return (
        '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs messageSetStatusCode="0"><EstimateAddRs requestID="1" '
        f'statusCode="0" statusSeverity="Info" statusMessage="Status OK"><EstimateRet><TxnID>{number}-1</TxnID>'
        f"<RefNumber>{number}</RefNumber><Subtotal>{subtotal}</Subtotal>{rows}</EstimateRet></EstimateAddRs>"
        "</QBXMLMsgsRs></QBXML>"
    )


def session(port, username, count):
    """Run until every budget is added; returns seconds and how many qbXML requests that took."""
    portal = Portal(port)
    ticket, _file = portal.call("authenticate", strUserName=username, strPassword=PHRASE)
    introduction, exchanges, adds = INTRODUCTION, 0, 0
    started = time.perf_counter()
    while adds < count:
        document = portal.call(
            "sendRequestXML",
            ticket=ticket,
            strHCPResponse=introduction,
            qbXMLMajorVers="13",
            qbXMLMinorVers="0",
        )
        introduction = ""
        assert document, portal.call("getLastError", ticket=ticket)
        progress = portal.call("receiveResponseXML", ticket=ticket, response=quickbooks(document), hresult="")
        assert int(progress) > 0, portal.call("getLastError", ticket=ticket)
        exchanges += 1
        adds += "<EstimateAdd>" in document
    seconds = time.perf_counter() - started
    portal.call("closeConnection", ticket=ticket)
    return seconds, exchanges


def fsync_floor(folder, commits):
    """Seconds for as many commits of one small row, synchronous FULL, as the session makes."""
    floor = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
    floor.execute("PRAGMA journal_mode=WAL")
    floor.execute("PRAGMA synchronous=FULL")
    floor.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB)")
    started = time.perf_counter()
    for _number in range(commits):
        floor.execute("BEGIN IMMEDIATE")
        floor.execute("INSERT INTO rows (body) VALUES (?)", (b"x" * 400,))
        floor.execute("COMMIT")
    floor.close()
    return time.perf_counter() - started


def serve(folder, port):
    environment = {
        **os.environ,
        "PORTAL_DATA": str(folder),
        "DATABASE_URL": settings_in(folder).database_url,
        "REDIS_URL": "redis://127.0.0.1:1",
        "PORTAL_BASE_URL": f"http://localhost:{port}",
    }
    command = [sys.executable, "-m", "portal", "web", "--port", str(port)]
    quiet = subprocess.DEVNULL  # without a Redis every bell is lost, and says so
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    for _ in range(200):
        try:
            Portal(port).call("serverVersion")
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise RuntimeError("The portal does not start.")


def measure(count, port):
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        username = fill(settings_in(folder), count)
        server = serve(folder, port)
        try:
            seconds, exchanges = session(port, username, count)
        finally:
            server.terminate()
            server.wait()
        floor = fsync_floor(folder, 2 * exchanges)
    rate = exchanges / seconds
    print(
        f"{count:>5} queued: {exchanges} qbXML requests in {seconds:.2f} s = {rate:.0f}/s; "
        f"fsync floor {floor:.2f} s = {exchanges / floor:.0f}/s; ratio {seconds / floor:.1f}"
    )


if __name__ == "__main__":
    for place, queued in enumerate(map(int, sys.argv[1:] or ["500", "2000"])):
        measure(queued, 18_140 + place)

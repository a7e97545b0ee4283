"""Ten thousand broken bodies at the Web Connector's door: faults with sentences, no hang, nothing changed."""

import random
import time

import pytest

from portal.db.exchange import ErpConnection, ErpStep
from portal.db.transactions import reader
from portal.services.exchange import exchange
from tests.gateways.test_qbwc import envelope
from tests.people import PHRASE
from tests.practice.bodies import MAPLE_LINES, estimate

BODIES = 10_000
TOKENS = (
    b"<", b">", b"&", b"</", b"/>", b"<!--", b"<![CDATA[", b"<!DOCTYPE a>", b"&lt;", b"&#0;", b"\x00", b"\xff\xfe",
    b"<soap:Body>", b"<ticket>", b"xmlns", b'encoding="utf-16"', b"\xc3\x28", b"9" * 40, b"-1", b"<a>" * 60,
)  # fmt: skip


def mutate(dice, body):
    """One to four changes: cut, double, swap, spoil, or put a token in."""
    found = bytearray(body)
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(found) + 1)
        end = min(len(found), place + dice.randint(1, 40))
        kind = dice.randrange(5)
        if kind == 0:
            del found[place:end]
        elif kind == 1:
            found[place:place] = found[place:end]
        elif kind == 2:
            found[place:place] = dice.choice(TOKENS)
        elif kind == 3 and place < len(found):
            found[place] = dice.randrange(256)
        else:
            found = found[place:] + found[:place]
    return bytes(found)


@pytest.fixture
def open_ticket(sqlite_loop, sqlite_app):
    """A session with a document handed out: the most that a broken answer could spoil."""
    sqlite_loop.order_lists()
    client = sqlite_app.test_client()
    name = sqlite_loop.connection.username
    ticket = str(
        client.post("/qbwc", data=envelope("authenticate", strUserName=name, strPassword=PHRASE)).data
    )
    return ticket[ticket.index("{") : ticket.index("}") + 1]


@pytest.mark.slow
def test_ten_thousand_broken_bodies(sqlite_app, sqlite_loop, open_ticket, monkeypatch):
    dice = random.Random(20261122)
    answer = (
        '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs><CustomerQueryRs requestID="1" statusCode="0" '
        f'statusSeverity="Info" statusMessage="OK">{estimate(*MAPLE_LINES)}</CustomerQueryRs></QBXMLMsgsRs></QBXML>'
    )
    seeds = [
        envelope("serverVersion"),
        envelope("sendRequestXML", ticket=open_ticket, strHCPResponse=answer, qbXMLMajorVers="13"),
        envelope("receiveResponseXML", ticket="{other}", response=answer, hresult="", message=""),
        envelope("receiveResponseXML", ticket="{other}", response="", hresult="0x80040414", message="m"),
        envelope("connectionError", ticket="{other}", hresult="x", message="m"),
        envelope("getLastError", ticket=open_ticket),
    ]
    statuses: dict[int, int] = {}
    slowest = 0.0
    client = sqlite_app.test_client()
    for _ in range(BODIES):
        body = mutate(dice, dice.choice(seeds))
        started = time.perf_counter()
        found = client.post("/qbwc", data=body, content_type="text/xml; charset=utf-8")
        slowest = max(slowest, time.perf_counter() - started)
        statuses[found.status_code] = statuses.get(found.status_code, 0) + 1
        if found.status_code == 500:
            assert b"<soap:Fault>" in found.data
            assert b"Tell its administrator" not in found.data, body
    print(f"{BODIES} bodies: {statuses}, slowest {slowest * 1000:.0f} ms")
    assert set(statuses) <= {200, 500}
    assert slowest < 2
    assert reader().query(ErpStep).count() == 0
    assert reader().query(ErpConnection).one().company == {}
    assert exchange.plan_due() == 1


def test_broken_answers_to_a_real_question_leave_it_in_doubt_or_answered_and_never_crash(
    sqlite_app, sqlite_loop, open_ticket, caplog
):
    """Structure-aware: the qbXML inside is broken, the envelope is not."""
    dice = random.Random(7)
    client = sqlite_app.test_client()
    good = (
        '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs><CustomerQueryRs requestID="1" statusCode="0" statusSeverity="Info" '
        'statusMessage="OK"><CustomerRet><ListID>1-1</ListID><Name>A</Name><FullName>A</FullName></CustomerRet>'
        "</CustomerQueryRs></QBXMLMsgsRs></QBXML>"
    )
    for _ in range(300):
        broken = mutate(dice, good.encode()).decode("latin-1").replace("\x00", " ")
        broken = "".join(letter if letter.isprintable() else " " for letter in broken)
        found = client.post("/qbwc", data=envelope("receiveResponseXML", ticket=open_ticket, response=broken))
        assert found.status_code in {200, 500}
        assert b"Tell its administrator" not in found.data
        client.post("/qbwc", data=envelope("sendRequestXML", ticket=open_ticket, strHCPResponse=""))
    assert "Traceback" not in caplog.text

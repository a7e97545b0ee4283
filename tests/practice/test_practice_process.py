"""The process itself: starting, stopping, being killed at the worst moment, and going on afterwards."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.practice.bodies import document
from tests.practice.running_desks import ROOT, Desk
from tests.practice.soap_services import Service, qwc_text

ADD = "<CustomerAddRq><CustomerAdd><Name>{}</Name></CustomerAdd></CustomerAddRq>"


@pytest.fixture
def start(tmp_path, request):
    def start(*arguments, **variables):
        desk = Desk(tmp_path / "desk", *arguments, **variables)
        request.addfinalizer(lambda: desk.process.stdout.closed or desk.end(signal.SIGKILL))
        return desk

    return start


@pytest.fixture
def portal(tmp_path):
    """A service that asks for one customer, with a message set id, then a status check."""
    service = Service(sendRequestXML=document(ADD.format("Kept"), newMessageSetID="a1"))
    (tmp_path / "portal.qwc").write_text(qwc_text(service.url))
    service.arguments = ("--qwc", str(tmp_path / "portal.qwc"), "--password-env", "PRACTICE_PASSWORD")
    yield service
    service.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_when_it_is_ready_and_stops_cleanly(start, number):
    desk = start("--company", "Other Builders", "--empty")
    assert desk.line.startswith("ready: http://127.0.0.1:")
    found = desk.company()
    assert found["settings"]["CompanyName"] == "Other Builders"
    assert (found["customers"], bool(found["accounts"])) == ([], True)
    assert desk.end(number) == 0
    assert desk.errors == ""


def test_it_polls_by_itself_and_stays_up_while_the_portal_is_away(start, portal):
    desk = start(*portal.arguments)
    for _ in range(100):
        if "closeConnection" in portal.names():
            break
        time.sleep(0.05)
    assert portal.names()[:3] == ["serverVersion", "clientVersion", "authenticate"]
    assert portal.sent("authenticate", "strPassword") == ["secret words"]
    portal.close()
    assert desk.post("/api/update-selected")["ended"] == "error"
    assert desk.company()["customers"]
    assert "secret words" not in json.dumps(desk.ask("GET", "/api/log"))
    assert desk.end() == 0


@pytest.mark.parametrize(
    ("fault", "is_there"), [("kill_after_execute", True), ("kill_before_execute", False)]
)
def test_killed_with_a_request_in_hand_it_goes_on_and_knows_what_ran(start, portal, fault, is_there):
    desk = start(*portal.arguments, "--no-schedule", "--fault", fault)
    with pytest.raises((OSError, HTTPException)):
        desk.post("/api/update-selected")
    assert desk.end() == -signal.SIGKILL
    assert "receiveResponseXML" not in portal.names()
    desk = start(*portal.arguments, "--no-schedule")
    assert ("Kept" in [one["full_name"] for one in desk.company()["customers"]]) == is_there
    portal.script["sendRequestXML"] = document("", newMessageSetID="a1", oldMessageSetID="a1")
    desk.post("/api/update-selected")
    assert ('statusCode="0"' in portal.sent("receiveResponseXML", "response")[-1]) == is_there
    portal.script["sendRequestXML"] = document(ADD.format("Kept"), newMessageSetID="a1")
    assert desk.post("/api/update-selected")["is_ok"]
    names = [one["full_name"] for one in desk.company()["customers"]]
    assert names.count("Kept") == 1
    assert desk.end() == 0


def test_a_kill_at_any_moment_leaves_a_whole_file(start, portal, tmp_path):
    for round_ in range(6):
        desk = start(*portal.arguments, "--no-schedule")
        portal.script["sendRequestXML"] = [
            document(ADD.format(f"R{round_}-{n}"), newMessageSetID=f"r{round_}n{n}") for n in range(200)
        ]
        portal.script["receiveResponseXML"] = "50"
        with pytest.raises(TimeoutError):
            desk.ask("POST", "/api/update-selected", {}, timeout=0.1 + 0.03 * round_)
        desk.end(signal.SIGKILL)
    database = sqlite3.connect(tmp_path / "desk" / "company.qbw")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept = {row[0] for row in database.execute("SELECT message_set_id FROM message_sets")}
    added = {row[0] for row in database.execute("SELECT name FROM records WHERE name LIKE 'R_-%'")}
    database.close()
    assert {name.lower().replace("-", "n") for name in added} == kept
    assert added


def test_it_dies_with_the_process_that_started_it(tmp_path):
    script = textwrap.dedent(f"""
        import subprocess, sys
        desk = subprocess.Popen([sys.executable, "-m", "portal.practice", "quickbooks", "--data", {str(tmp_path)!r},
                                 "--port", "0", "--die-with-parent"], stdout=subprocess.PIPE, text=True)
        desk.stdout.readline()
        print(desk.pid, flush=True)
        sys.stdin.read()
    """)
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    parent.stdin.close()
    for _ in range(100):
        if not is_running(pid):
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("it outlived its parent")


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--qwc", "x.qwc"), "--password-env"),
        (("--fault", "flood"), 'There is no fault "flood"'),
        (("--fault", "slow"), "how many seconds"),
    ],
)
def test_it_says_why_it_cannot_start(start, arguments, words):
    desk = start(*arguments)
    assert desk.end() == 2
    assert words in desk.errors


def test_a_taken_port_is_said(start, tmp_path, portal):
    command = [sys.executable, "-m", "portal.practice", "quickbooks", "--data", str(tmp_path / "second")]
    port = str(portal.server.server_port)
    found = subprocess.run(
        [*command, "--port", port], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert (found.returncode, f"cannot use port {port}" in found.stderr) == (2, True)
    unknown = subprocess.run(
        [sys.executable, "-m", "portal.practice", "abacus"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (unknown.returncode, unknown.stderr) == (
        2,
        "Say which practice company: quickbooks, sage, identity.\n",
    )

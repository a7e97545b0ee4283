"""The process itself: started, asked through the walk's client, killed at the worst moment, and on PostgreSQL."""

import signal
import sqlite3
import subprocess
import sys

import pytest

from portal.demo.acts.desks import DeskUnreachableError
from portal.demo.acts.sage_desks import DeskRefusedError, SageDesk
from tests.practice.running_desks import ROOT
from tests.practice.sage.sheet_texts import EXAMPLE, HARBOR, NEWTOWN, sheet

NAME = "6-2 Budget 2019001 B7-1 op1.csv"


class Running:
    """A practice company as its own process, with its first line read."""

    def __init__(self, folder, *arguments):
        self.folder = folder
        self.ready = folder / "sage.ready"
        command = [sys.executable, "-m", "portal.practice", "sage", "--data", str(folder / "data")]
        where = ["--port", "0", "--drop", str(folder / "drop"), "--announce", str(self.ready)]
        self.process = subprocess.Popen(
            [*command, *where, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.desk = SageDesk(self.process.stdout.readline().strip().removeprefix("ready: "))
        self.errors = ""

    def end(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        _, self.errors = self.process.communicate(timeout=20)
        return self.process.returncode


@pytest.fixture
def start(tmp_path, request):
    def start(*arguments):
        running = Running(tmp_path, *arguments)
        request.addfinalizer(lambda: running.process.stdout.closed or running.end(signal.SIGKILL))
        return running

    return start


def drop(running, text, name=NAME):
    path = running.folder / "drop" / name
    path.write_text(text, newline="")
    return path.name


def worked_example(desk):
    assert desk.post_entries(NEWTOWN) == {
        "job": NEWTOWN,
        "references": ["B7-1"],
        "set_budget": True,
        "rows": 3,
    }


def test_it_says_when_it_is_ready_and_stops_cleanly(start):
    running = start("--company", "Other Builders", "--empty", "--name", "other")
    assert running.desk.url.startswith("http://127.0.0.1:")
    assert running.desk.company()["name"] == "Other Builders"
    assert running.ready.read_text() == str(running.process.pid)
    assert (running.folder / "data" / "other.sqlite3").exists()
    assert running.end() == 0
    assert running.errors == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_way_of_a_sheet_through_the_doors(start, number):
    running = start()
    desk = running.desk
    assert desk.import_sheet(drop(running, sheet(*EXAMPLE))) == {
        "job": NEWTOWN,
        "reference": "B7-1",
        "rows": 3,
    }
    assert [one["state"] for one in desk.sheets()] == ["imported"]
    running.end(number)
    desk = start().desk
    assert desk.grid(NEWTOWN)["rows"] == []
    worked_example(desk)
    assert [one["state"] for one in desk.sheets()] == ["posted"]
    assert [(one["reference"], one["operation"], one["job"]) for one in desk.posted()] == [
        ("B7-1", "op1", NEWTOWN)
    ]
    with pytest.raises(DeskRefusedError) as refused:
        desk.import_sheet(NAME)
    assert refused.value.sentence.startswith("This sheet was imported before: reference B7-1")


@pytest.mark.parametrize(("fault", "is_posted"), [("kill_before_post", False), ("kill_after_post", True)])
def test_killed_while_posting_it_saved_all_or_nothing(start, fault, is_posted):
    running = start("--fault", fault)
    running.desk.paste(sheet(*EXAMPLE))
    with pytest.raises(DeskUnreachableError):
        running.desk.post_entries(NEWTOWN)
    assert running.end() == -signal.SIGKILL
    desk = start().desk
    assert desk.armed() == set()
    assert (len(desk.posted()), len(desk.grid(NEWTOWN)["rows"])) == ((1, 3) if is_posted else (0, 0))
    if not is_posted:
        worked_example(desk)
    with pytest.raises(DeskRefusedError, match="nothing to post"):
        desk.post_entries(NEWTOWN)


def test_every_door_of_the_client(start):
    desk = start().desk
    desk.add_job(number=2026100, name="Mill Creek School")
    desk.add_phase(job=2026100, phase=1, name="Gym")
    desk.add_code(code="7000", name="Tiles")
    desk.switch_code("7210.000", is_active=False)
    desk.edit_grid(job=2026100, phase=1, code="7000", type=1, amount="10.00")
    desk.set_budget(2026100)
    record = desk.enter_cost(job=2026100, phase=1, code="7000", type=1, amount="2.50", vendor=102)
    desk.void_cost(record)
    assert [one["is_void"] for one in desk.job_costs(2026100)] == [True]
    assert desk.change_order(job=2026100, phase=1, code="7000", amount="-1.00") == 1
    desk.arm("drift_by_change_order", job=HARBOR, phase=1, code="2010", amount="100")
    desk.arm("two_rows", job=2026100, phase=1, code="7000")
    desk.arm("code_missing", code="7500")
    desk.arm("slow", times=1, value="0.01")
    assert desk.armed() == {"slow"}
    desk.disarm()
    assert desk.armed() == set()
    found = desk.grid(2026100)
    assert [row["original_total"] for row in found["rows"]] == ["10.00", "0.00"]
    assert len(desk.grid(HARBOR)["change_orders"]) == 1
    assert desk.forms() == desk.sheets() == desk.imported() == []
    assert "7500.000" not in {one["code"] for one in desk.company()["cost_codes"]}
    desk.paste(sheet(*EXAMPLE))
    desk.discard(NEWTOWN)
    for wrong in ({"name": "flood"}, {"name": "slow", "value": "x"}, {"name": "two_rows", "color": "red"}):
        with pytest.raises(DeskRefusedError):
            desk.arm(**wrong)
    with pytest.raises(DeskRefusedError, match="not on file"):
        desk.grid(9)


def test_whoever_opens_the_file_read_only_sees_the_tables(start):
    running = start()
    reader = sqlite3.connect(f"file:{running.folder / 'data' / 'company.sqlite3'}?mode=ro", uri=True)
    running.desk.paste(sheet(*EXAMPLE))
    assert reader.execute("SELECT COUNT(*) FROM bdglin WHERE recnum = 2019001").fetchone() == (0,)
    worked_example(running.desk)
    wanted = "SELECT matbdg, laborg, ttlorg FROM bdglin WHERE recnum = 2019001 AND cstcde = 3100"
    assert reader.execute(wanted).fetchone() == (45500, 30250.5, 75750.5)
    reader.close()


def test_a_company_in_postgresql_is_the_same(start, empty_postgres_url):
    desk = start("--database", empty_postgres_url).desk
    desk.paste(sheet(*EXAMPLE))
    worked_example(desk)
    assert {row["cost_code"]: row["original_total"] for row in desk.grid(NEWTOWN)["rows"]} == {
        "1000.000": "0.00",
        "2010.000": "120000.00",
        "3100.000": "75750.50",
    }
    desk.void_cost(desk.enter_cost(job=NEWTOWN, code="3100", type=1, amount="2.50"))
    assert start("--database", empty_postgres_url).desk.posted() == desk.posted()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--fault", "flood"), 'There is no fault "flood"'),
        (("--name", "../out"), "letters, digits, - and _ only"),
    ],
)
def test_it_says_why_it_cannot_start(start, arguments, words):
    running = start(*arguments)
    assert running.end() == 2
    assert words in running.errors


def test_a_taken_port_is_said(start):
    port = start().desk.url.rpartition(":")[2]
    running = start("--port", port)
    assert running.end() == 2
    assert f"The page cannot use port {port}" in running.errors

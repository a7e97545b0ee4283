"""Each operation is applied once: redeliveries, kills between the steps, questions, withdrawals."""

import sqlite3
import threading

import pytest

from portal.agent import settings as agent_settings
from portal.agent.agents import Agent
from portal.agent.journal import Journal
from portal.agent.messages import Operation
from portal.agent.operations import sheet_files
from tests.agent import sage_acts
from tests.agent.conftest import JOB, cell, wish


@pytest.fixture
def carry_out(portal, once):
    def do(kind: str, payload: dict, operation: str | None = None, **more: str) -> dict:
        name = portal.ask(kind, payload, operation)
        once(**more)
        return portal.state.completed.pop(name)

    return do


@pytest.fixture
def killed_after_sheet(monkeypatch, portal, environment):
    """Carry an operation out until the journal is to note its end; then the agent is gone."""

    def do(kind: str, payload: dict, operation: str) -> None:
        class KilledError(BaseException):
            pass

        def gone(*_arguments):
            raise KilledError

        portal.ask(kind, payload, operation)
        with monkeypatch.context() as patched:
            patched.setattr(Journal, "finish", gone)
            with pytest.raises(KilledError):
                Agent(agent_settings.read(None, environment), threading.Event()).once()
        portal.state.out.clear()

    return do


def shown(drop) -> list[str]:
    return sorted(path.name for path in drop.iterdir() if path.is_file())


def test_a_redelivery_is_answered_and_not_applied_again(carry_out, drop, sage):
    first = carry_out("WriteBudget", wish(), "W1")
    for path in drop.iterdir():
        path.unlink()  # an accountant took them
    sage_acts.edit(sage, "2010.000", 4, "9.00")  # it would be refused now
    assert carry_out("WriteBudget", wish(), "W1") == first
    assert shown(drop) == []


def test_a_refusal_is_remembered_too(carry_out, sage):
    refused = carry_out("WriteBudget", wish(Job="77"), "W1")
    assert refused["Outcome"] == "refused"
    assert carry_out("WriteBudget", wish(Job="77"), "W1") == refused


def test_the_same_number_with_other_content_is_not_applied(carry_out, drop):
    carry_out("WriteBudget", wish(), "W1")
    before = [path.read_bytes() for path in sorted(drop.iterdir())]
    told = carry_out("WriteBudget", wish(Reference="B8-1"), "W1")
    assert told["Outcome"] == "unknown"
    assert told["Messages"] == ["Operation W1 came again with other content. Nothing was written."]
    assert [path.read_bytes() for path in sorted(drop.iterdir())] == before


def test_killed_between_sheet_and_journal_the_folder_is_the_witness(
    killed_after_sheet, carry_out, drop, sage
):
    killed_after_sheet("WriteBudget", wish(), "W1")
    assert len(shown(drop)) == 2
    sage_acts.post(sage, drop, f"6-2 Budget {JOB} B7-3 W1.csv")  # a person was quick
    told = carry_out("WriteBudget", wish(), "W1")
    assert told["Outcome"] == "done"
    assert told["Result"]["Files"] == shown(drop)
    assert told["Result"]["Totals"]["4"] == "120000.00"


def test_asked_about_a_sheet_that_lies_there(killed_after_sheet, carry_out):
    killed_after_sheet("WriteBudget", wish(), "W1")
    told = carry_out("Status", {"OperationId": "W1"})
    assert told["Outcome"] == "done"
    assert told["Result"]["Asked"] is True
    assert told["Result"]["Rows"] == 3
    assert carry_out("Status", {"OperationId": "W1"}) == told


def test_asked_about_a_job_sheet_that_lies_there(killed_after_sheet, carry_out):
    killed_after_sheet("WriteJob", {"Number": "2019002", "Name": "Maple"}, "W1")
    told = carry_out("Status", {"OperationId": "W1"})
    assert told["Result"] == {"Files": ["3-5 Job 2019002 W1.xlsx"], "Number": "2019002", "Asked": True}


def test_asked_about_half_a_sheet_it_is_put_aside_and_never_completed(killed_after_sheet, carry_out, drop):
    killed_after_sheet("WriteBudget", wish(), "W1")
    (drop / f"6-2 Budget {JOB} B7-3 W1.csv").unlink()  # as if killed between the two
    told = carry_out("Status", {"OperationId": "W1"})
    assert told["Outcome"] == "unknown"
    assert shown(drop) == []
    assert [path.name for path in (drop / "withdrawn").iterdir()] == [f"6-2 Budget {JOB} B7-3 W1.xlsx"]
    assert carry_out("WriteBudget", wish(), "W1")["Outcome"] == "unknown"
    assert shown(drop) == []
    assert carry_out("WriteBudget", wish(), "W2")["Outcome"] == "done"


def test_half_a_sheet_that_is_open_somewhere_is_put_aside_at_the_next_question(
    killed_after_sheet, carry_out, drop, monkeypatch
):
    killed_after_sheet("WriteBudget", wish(), "W1")
    (drop / f"6-2 Budget {JOB} B7-3 W1.csv").unlink()

    def is_open(*_arguments):
        raise PermissionError(13, "The file is open in another program")

    with monkeypatch.context() as patched:
        patched.setattr("portal.agent.operations.sheet_files.Path.replace", is_open)
        told = carry_out("Status", {"OperationId": "W1"})
    assert told["Outcome"] == "later"
    assert "Close it where it is open, then retry." in told["Messages"][0]
    assert carry_out("Status", {"OperationId": "W1"})["Outcome"] == "unknown"
    assert shown(drop) == []


def test_asked_before_it_ever_came_it_is_not_applied_later(carry_out, drop):
    assert carry_out("Status", {"OperationId": "W1"})["Outcome"] == "unknown"
    assert carry_out("WriteBudget", wish(), "W1")["Outcome"] == "unknown"
    assert shown(drop) == []


def test_asked_about_what_is_done_and_what_was_refused(carry_out):
    done = carry_out("WriteBudget", wish(), "W1")
    carry_out("WriteBudget", wish(Job="77"), "W2")
    told = carry_out("Status", {"OperationId": "W1"})
    assert told == {**done, "Result": {**done["Result"], "Asked": True}}
    assert carry_out("Status", {"OperationId": "W2"})["Outcome"] == "refused"


def test_a_changed_sheet_is_no_witness(killed_after_sheet, carry_out, drop):
    killed_after_sheet("WriteBudget", wish(), "W1")
    path = drop / f"6-2 Budget {JOB} B7-3 W1.csv"
    path.write_bytes(path.read_bytes().replace(b"45500.00", b"45600.00", 1))
    assert carry_out("Status", {"OperationId": "W1"})["Outcome"] == "unknown"


def test_a_lost_journal_still_finds_the_sheet(carry_out, drop, tmp_path):
    carry_out("WriteBudget", wish(), "W1")
    for path in (tmp_path / "state").glob("journal*"):
        path.unlink()
    before = {path.name: path.stat().st_mtime_ns for path in drop.iterdir()}
    assert carry_out("WriteBudget", wish(), "W1")["Outcome"] == "done"
    assert {path.name: path.stat().st_mtime_ns for path in drop.iterdir()} == before


def test_a_full_folder_leaves_nothing_behind_and_comes_later(carry_out, drop, monkeypatch):
    real = sheet_files._place

    def full(path, fill):
        if path.suffix == ".csv":
            raise OSError(28, "No space left on device")
        real(path, fill)

    with monkeypatch.context() as patched:
        patched.setattr(sheet_files, "_place", full)
        told = carry_out("WriteBudget", wish(), "W1")
    assert told["Outcome"] == "later"
    assert "No space left on device" in told["Messages"][0]
    assert shown(drop) == []
    assert carry_out("WriteBudget", wish(), "W1")["Outcome"] == "done"


def test_an_unreadable_company_comes_later(carry_out, tmp_path, portal, agent, drop):
    agent()
    first = portal.ask("WriteBudget", wish())
    assert portal.outcome(first)["Outcome"] == "done"
    (tmp_path / "company.sqlite3").rename(tmp_path / "away.sqlite3")
    second = portal.ask("WriteBudget", wish(Reference="B7-4"))
    told = portal.outcome(second)
    assert told["Outcome"] == "later"
    assert "The company database company cannot be read" in told["Messages"][0]


def test_a_journal_that_cannot_be_written_answers_nothing(portal, environment, drop, tmp_path, monkeypatch):
    name = portal.ask("WriteBudget", wish())
    agent = Agent(agent_settings.read(None, environment), threading.Event())

    def broken(*_arguments):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(agent._journal._file, "changing", broken)
    with pytest.raises(Exception, match=r"The journal .* cannot be used: database or disk is full"):
        agent.once()
    assert name not in portal.state.completed
    assert shown(drop) == []


def test_a_sheet_that_nobody_posted_is_withdrawn_for_good(carry_out, drop):
    carry_out("WriteBudget", wish(), "W1")
    names = shown(drop)
    told = carry_out("Withdraw", {"OperationId": "W1", "Job": str(JOB), "Files": names}, "W2")
    assert told == {"Outcome": "done", "Messages": [], "Result": {"Withdrawn": True, "Files": names}}
    assert shown(drop) == []
    assert sorted(path.name for path in (drop / "withdrawn").iterdir()) == names
    assert carry_out("WriteBudget", wish(), "W1")["Outcome"] == "unknown"
    assert shown(drop) == []
    assert carry_out("Withdraw", {"OperationId": "W1", "Job": str(JOB), "Files": names}, "W2") == told


@pytest.mark.parametrize("journal", ["kept", "lost"])
def test_what_sage_shows_is_not_withdrawn(carry_out, drop, sage, tmp_path, journal):
    told = carry_out("WriteBudget", wish(), "W1")
    sage_acts.post(sage, drop, told["Result"]["Files"][1])
    if journal == "lost":
        for path in (tmp_path / "state").glob("journal*"):
            path.unlink()
    refused = carry_out("Withdraw", {"OperationId": "W1", "Job": str(JOB), "Files": []})
    assert refused["Outcome"] == "refused"
    assert refused["Messages"][0].startswith(f"Sage already shows the amounts of this sheet in job {JOB} (")
    assert len(shown(drop)) == 2


def test_one_amount_typed_by_hand_is_enough_to_stop_a_withdrawal(carry_out, drop, sage):
    carry_out("WriteBudget", wish(), "W1")
    sage_acts.edit(sage, "3100.000", 1, "45500.00")
    refused = carry_out("Withdraw", {"OperationId": "W1", "Job": str(JOB), "Files": []})
    assert "(3100.000 Material holds 45,500.00)" in refused["Messages"][0]


def test_posted_change_orders_are_not_withdrawn(carry_out, drop, sage, tmp_path):
    sage_acts.edit(sage, "2010.000", 4, "100.00")
    update = wish(cell("2010.000", 4, "-5.00", "100.00"), mode="change_orders")
    told = carry_out("WriteBudget", update, "W1")
    sage_acts.post(sage, drop, told["Result"]["Files"][1])
    withdraw = {"OperationId": "W1", "Job": str(JOB), "Files": []}
    assert carry_out("Withdraw", withdraw, "W2")["Outcome"] == "refused"
    for path in (tmp_path / "state").glob("journal*"):
        path.unlink()
    assert carry_out("Withdraw", withdraw, "W3")["Outcome"] == "refused"


def test_a_sheet_that_somebody_took_is_withdrawn_with_a_warning(carry_out, drop):
    carry_out("WriteBudget", wish(), "W1")
    for path in drop.iterdir():
        path.unlink()
    told = carry_out("Withdraw", {"OperationId": "W1", "Job": str(JOB), "Files": []})
    assert told["Outcome"] == "done"
    assert "must not be posted" in told["Messages"][0]


def test_without_journal_and_names_a_redelivery_writes_twice(carry_out, drop):
    """The positive control: this is what the journal and the names prevent."""
    for _ in range(2):
        told = carry_out("WriteBudget", wish(), "W1", PORTAL_AGENT_UNSAFE="1")
        assert told["Outcome"] == "done"
    assert len(shown(drop)) == 4
    assert all("W1" not in name and "B7-3" not in name for name in shown(drop))
    text = next(drop.glob("*.csv")).read_text(encoding="utf-8-sig")
    assert "\nReference,\n" in text
    assert "\nOperation,\n" in text


def test_two_agents_do_not_share_a_state_folder(environment):
    settings = agent_settings.read(None, environment)
    first = Agent(settings, threading.Event())
    try:
        with pytest.raises(sqlite3.OperationalError):
            Agent(settings, threading.Event())
    finally:
        first.close()
    Agent(settings, threading.Event()).close()


def test_the_journal_begins_finishes_forgets(tmp_path):
    journal = Journal(tmp_path)
    operation = Operation("W1", "WriteBudget", {"Job": "1"})
    assert journal.begin(operation) is None
    assert journal.begin(operation).outcome is None
    journal.forget("W1")
    assert journal.begin(operation) is None
    journal.bar("W1", "No.")
    assert journal.begin(operation).barred == "No."
    assert Journal(tmp_path).entry("W1").payload == {"Job": "1"}

"""Step 1: what the portal was told is what the company holds, with as little traffic as there are changes."""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from portal.agent.comparing.known_records import KnownRecords
from portal.practice.sage import budgets, costs, jobs
from tests.agent import sage_acts
from tests.agent.conftest import JOB, wait_for, wish
from tests.agent.fake_portals import FakePortal


def runs(portal) -> int:
    return len(portal.finished_runs())


@pytest.fixture
def watching(portal, agent):
    """An agent that has compared everything and looks at the marker."""
    agent()
    wait_for(lambda: runs(portal) == 1)
    return portal


def test_the_whole_company_arrives(sage, portal, once):
    sage_acts.edit(sage, "2010.000", 4, "120000.00")
    with sage.writing() as database:
        budgets.set_budget(database, JOB)
        jobs.enter_phase(database, str(JOB), "2", "Building B")
    sage_acts.edit(sage, "2010.000", 4, "120500.00")
    sage_acts.change_order(sage, "2010.000", 4, "11500.00", "4")
    cost = sage_acts.cost(sage, "3100.000", 2, "250.75", number="A-1", description="Formwork")
    once()
    assert portal.staged("job")[str(JOB)]["Name"] == "Newtown Apartments"
    assert portal.staged("phase") == {f"{JOB}|2": {"Job": str(JOB), "Number": "2", "Name": "Building B"}}
    assert portal.staged("cost_code")["2010.000"] == {
        "Code": "2010.000",
        "Name": "Earthwork",
        "Division": "2",
        "Unit": "",
    }
    assert portal.staged("cost_type")["4"]["Name"] == "Subcontract"
    line = portal.staged("budget_line")[f"{JOB}|0|2010.000|1"]
    assert line["Original"] == {"1": "0.00", "2": "0.00", "3": "0.00", "4": "120000.00", "5": "0.00"}
    assert line["Current"]["4"] == "120500.00"
    assert len(line["Current"]) == 9
    assert portal.staged("change_order")["1"] == {
        "Job": str(JOB),
        "Phase": "0",
        "CostCode": "2010.000",
        "CostType": "4",
        "Status": "1",
        "Amount": "11500.00",
        "Number": "4",
        "Description": "",
    }
    booked = portal.staged("job_cost")[str(cost)]
    assert (booked["Amount"], booked["Status"], booked["Date"]) == (
        "250.75",
        "1",
        datetime.now(UTC).date().isoformat(),
    )
    assert portal.finished_runs()[0]["Trigger"] == "full"
    assert portal.finished_runs()[0]["Read"] == len(portal.state.records)


def test_where_nothing_moves_there_is_no_traffic(watching):
    before = [call for call in watching.state.calls if "requests" not in call]
    time.sleep(1.2)
    assert [call for call in watching.state.calls if "requests" not in call] == before


@pytest.mark.parametrize(
    "change",
    [
        lambda sage: sage_acts.edit(sage, "2010.000", 4, "1.00"),
        lambda sage: sage_acts.change_order(sage, "2010.000", 4, "5.00", "1"),
        lambda sage: sage_acts.cost(sage, "2010.000", 4, "5.00"),
    ],
    ids=["grid", "change order", "cost"],
)
def test_a_change_arrives_within_a_look(watching, sage, change):
    change(sage)
    wait_for(lambda: runs(watching) == 2, 20)
    last = watching.finished_runs()[-1]
    assert (last["Trigger"], last["Read"]) == ("marker", 1)


def test_a_move_at_equal_sums_is_noticed(sage, portal, agent):
    for code, kind, value in (
        ("2010.000", 4, "500.00"),
        ("3100.000", 1, "500.00"),
        ("1000.000", 1, "500.00"),
    ):
        sage_acts.edit(sage, code, kind, value)
    agent()
    wait_for(lambda: runs(portal) == 1)
    moves = [
        (("2010.000", 4, "400.00"), ("3100.000", 4, "100.00")),  # to another code
        (("2010.000", 4, "300.00"), ("2010.000", 2, "100.00")),  # to another type
        (("3100.000", 1, "800.00"), ("1000.000", 1, "200.00")),  # against each other
    ]
    for count, move in enumerate(moves, start=2):
        for code, kind, value in move:
            sage_acts.edit(sage, code, kind, value)
        wait_for(lambda count=count: runs(portal) >= count, 20)
        grid = portal.staged("budget_line")
        for code, kind, value in move:
            wait_for(lambda c=code, k=kind, v=value: grid_holds(portal, c, k, v), 20)
    assert grid


def grid_holds(portal, code, kind, value) -> bool:
    return portal.staged("budget_line")[f"{JOB}|0|{code}|1"]["Current"][str(kind)] == value


def test_only_the_job_that_moved_is_read(watching, sage):
    with sage.writing() as database:
        jobs.enter(database, "2019002", "Maple", "4")
    wait_for(lambda: runs(watching) == 2, 20)
    sage_acts.edit(sage, "2010.000", 4, "1.00", job=2019002)
    wait_for(lambda: runs(watching) == 3, 20)
    sage_acts.edit(sage, "2010.000", 4, "2.00")
    wait_for(lambda: runs(watching) == 4, 20)
    assert watching.finished_runs()[-1]["Read"] == 1


def test_a_void_cost_and_a_set_budget_arrive(watching, sage):
    record = sage_acts.cost(sage, "2010.000", 4, "5.00")
    wait_for(lambda: watching.staged("job_cost"), 20)
    with sage.writing() as database:
        costs.void(database, record)
    wait_for(lambda: watching.staged("job_cost")[str(record)]["Status"] == "2", 20)
    sage_acts.edit(sage, "2010.000", 4, "5.00")
    wait_for(lambda: watching.staged("budget_line"), 20)
    with sage.writing() as database:
        budgets.set_budget(database, JOB)
    line = f"{JOB}|0|2010.000|1"
    wait_for(lambda: watching.staged("budget_line")[line]["Original"]["4"] == "5.00", 20)


def test_what_vanished_is_archived_and_may_come_back(watching, sage):
    sage_acts.edit(sage, "2010.000", 4, "5.00")
    wait_for(lambda: watching.staged("budget_line"), 20)
    with sage.writing() as database:
        database.execute(text("DELETE FROM dbo.bdglin"))
    wait_for(lambda: not watching.staged("budget_line"), 20)
    gone = watching.state.records["budget_line", f"{JOB}|0|2010.000|1"]
    assert (gone["IsArchived"], gone["Fields"]) == (True, {})
    sage_acts.edit(sage, "2010.000", 4, "5.00")
    wait_for(lambda: watching.staged("budget_line"), 20)


def test_two_rows_of_one_code_keep_apart(sage, portal, once):
    sage_acts.edit(sage, "2010.000", 4, "5.00")
    with sage.writing() as database:
        budgets.add_second_row(database, JOB, 0, Decimal("2010.000"))
    once()
    assert sorted(portal.staged("budget_line")) == [f"{JOB}|0|2010.000|1", f"{JOB}|0|2010.000|2"]


def test_a_second_comparison_sends_nothing_and_is_still_finished(portal, once):
    once()
    batches = len(portal.state.batches)
    once()
    assert len(portal.state.batches) == batches
    assert runs(portal) == 2


def test_a_lost_state_file_sends_all_again_and_changes_nothing(portal, once, tmp_path):
    once()
    version = portal.state.version
    for path in (tmp_path / "state").glob("records*"):
        path.unlink()
    once()
    assert len(portal.state.batches) == 2
    assert portal.state.version == version


def test_a_portal_that_was_set_back_is_told_everything_again(watching, sage):
    port = watching.port
    watching.stop()
    restored = FakePortal(None, port)  # from a backup of before all this, or another connection
    try:
        wait_for(lambda: len(restored.staged("cost_code")) == 3)
        wait_for(restored.finished_runs)
        sage_acts.edit(sage, "2010.000", 4, "5.00")
        wait_for(lambda: restored.staged("budget_line"))
        assert len(restored.state.batches) == 2
    finally:
        restored.stop()


def test_a_damaged_state_file_is_put_aside(portal, once, tmp_path):
    once()
    for path in (tmp_path / "state").glob("records*"):
        path.unlink()
    (tmp_path / "state" / "records.sqlite3").write_bytes(b"no database" * 1000)
    once()
    assert len(portal.state.batches) == 2
    assert (tmp_path / "state" / "records.sqlite3.damaged").exists()


def test_batches_hold_a_thousand_at_most(sage, portal, once):
    with sage.writing() as database:
        for number in range(2300):
            database.execute(
                text(
                    "INSERT INTO dbo.cstcde (recnum, cdenme, divnum, untdsc, inactv) VALUES (:code, 'x', 0, '', 0)"
                ),
                {"code": 5000 + number},
            )
    once()
    assert len(portal.state.batches) == 3
    assert len(portal.staged("cost_code")) == 2303


@pytest.mark.parametrize("lost", ["changes", "finished", "runs"])
def test_an_answer_that_is_lost_is_asked_for_again(portal, once, agent, lost):
    portal.drop_next = lost
    agent()
    wait_for(lambda: runs(portal) >= 1)
    assert len(portal.state.batches) == 1
    assert len(portal.staged("cost_code")) == 3


def test_a_batch_under_way_survives_a_kill_with_its_number(portal, once, monkeypatch):
    class KilledError(BaseException):
        pass

    def gone(*_arguments):
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(KnownRecords, "settle", gone)
        with pytest.raises(KilledError):
            once()
    assert len(portal.state.batches) == 1
    version = portal.state.version
    once()
    assert len(portal.state.batches) == 1
    assert portal.state.version == version


def test_two_threads_share_one_session(watching):
    assert len(watching.state.registrations) == 1


def test_the_portal_restarts_in_the_middle(watching, sage, agent):
    port, state = watching.port, watching.state
    watching.stop()
    sage_acts.edit(sage, "2010.000", 4, "5.00")
    time.sleep(0.5)
    again = FakePortal(state, port)  # it knows no ticket any more
    try:
        again.ask("WriteBudget", wish(Job="77"), "W1")
        assert again.outcome("W1")["Outcome"] == "refused"
        wait_for(lambda: again.staged("budget_line"))
        assert len(again.state.registrations) == 2
    finally:
        again.stop()


def test_on_demand_shallow_deep_and_of_one_job(watching, sage):
    def sync(**wished) -> dict:
        payload = {"RunId": 5, "DateRange": "all", "Depth": "shallow", "Job": "", **wished}
        return watching.outcome(watching.ask("Sync", payload))

    told = sync()
    assert told["Outcome"] == "done"
    assert told["Result"] == dict.fromkeys(
        ("Read", "Created", "Changed", "Unchanged", "Archived", "Failed"), 0
    )
    assert watching.finished_runs()[-1]["Trigger"] == "on_demand"
    deep = sync(Depth="deep")
    assert deep["Result"]["Read"] == deep["Result"]["Unchanged"] == len(watching.state.records)
    assert sync(Depth="deep", Job=str(JOB))["Result"]["Read"] == 1
    assert sync(Depth="most")["Outcome"] == "refused"
    assert "DateRange must be one of" in sync(DateRange="decade")["Messages"][0]


def test_a_range_of_dates_brings_only_newer_costs_and_archives_nothing_older(sage, portal, agent):
    today = datetime.now(UTC).date()
    old = sage_acts.cost(sage, "2010.000", 4, "5.00", day=today - timedelta(days=90))
    agent(PORTAL_AGENT_MARKER_SECONDS="3600")
    wait_for(lambda: runs(portal) == 1)
    with sage.writing() as database:
        database.execute(text("UPDATE dbo.jobcst SET dscrpt = 'changed'"))
    new = sage_acts.cost(sage, "2010.000", 4, "7.00", day=today)
    told = portal.outcome(
        portal.ask("Sync", {"DateRange": "week", "Depth": "deep", "Job": str(JOB), "RunId": 1})
    )
    assert (told["Result"]["Created"], told["Result"]["Changed"], told["Result"]["Archived"]) == (1, 0, 0)
    assert portal.staged("job_cost")[str(old)]["Description"] == ""
    assert portal.staged("job_cost")[str(new)]["Amount"] == "7.00"
    told = portal.outcome(portal.ask("Sync", {"DateRange": "all", "Depth": "shallow", "Job": "", "RunId": 1}))
    assert portal.staged("job_cost")[str(old)]["Description"] == "changed"


def test_rows_without_a_key_are_told_and_the_rest_arrives(sage, portal, once):
    sage_acts.edit(sage, "2010.000", 4, "5.00")
    with sage.writing() as database:
        database.execute(text("CREATE TABLE dbo.other AS SELECT * FROM dbo.bdglin"))
        database.execute(text("INSERT INTO dbo.other SELECT * FROM dbo.bdglin"))
        database.execute(text("UPDATE dbo.other SET cstcde = NULL WHERE rowid = 2"))
        database.execute(text("ALTER TABLE dbo.bdglin RENAME TO bdgold"))
        database.execute(text("ALTER TABLE dbo.other RENAME TO bdglin"))
    once()
    run = portal.finished_runs()[0]
    assert run["Failed"] == 1
    assert run["Failures"] == [
        {
            "Entity": "budget_line",
            "ErpKey": "",
            "ErrorMessage": f"A row of the budget of job {JOB} has no cost code. Complete it in 6-2.",
        }
    ]
    assert run["Messages"] == [run["Failures"][0]["ErrorMessage"]]
    assert len(portal.staged("budget_line")) == 1


def test_a_company_that_cannot_be_read_begins_no_run(watching, tmp_path, sage):
    (tmp_path / "company.sqlite3").rename(tmp_path / "away.sqlite3")
    before = len(watching.state.runs)
    told = watching.outcome(
        watching.ask("Sync", {"DateRange": "all", "Depth": "deep", "Job": "", "RunId": 1})
    )
    assert told["Outcome"] == "later"
    assert len(watching.state.runs) == before
    (tmp_path / "away.sqlite3").rename(tmp_path / "company.sqlite3")
    sage_acts.edit(sage, "2010.000", 4, "5.00")
    wait_for(lambda: watching.staged("budget_line"), 20)

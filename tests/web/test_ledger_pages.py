"""Long ledgers, filters, job costs beside the budget, Check now, history and the files to take along."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from portal import clock
from portal.db.budgets import BudgetLine
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.job_costs import JobCostReading, JobCostRow
from portal.db.projects import CostCode
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action, State
from portal.services.budgets.lines import code_key, sort_key
from tests.factories import act, add_lines, budget_of, client_for, furnish, make_project
from tests.journeys import bring, start
from tests.people import DANA, LUIS, VERA

LINE = re.compile(r'<tr id="line-(\d+)"')


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return furnish()


@pytest.fixture
def dana(sqlite_app, world):
    return client_for(sqlite_app, DANA)


@pytest.fixture
def long(sqlite_app, world):
    """A project of 250 lines: 125 codes in two divisions, two types each, of 10.00."""
    with sqlite_app.app_context():
        project_id = make_project(world)
        with transaction() as session:
            codes = [
                CostCode(code=f"9{n:03}", name=f"Kind {n}", division_id=1 if n < 60 else 2)
                for n in range(125)
            ]
            session.add_all(codes)
            session.flush()
            types = (("L", world.types["L"]), ("M", world.types["M"]))
            numbers = {1: "01", 2: "03"}
            rows = [
                {
                    "budget_id": budget_of(project_id).id,
                    "code_key": code_key(None, code.id, kind_id),
                    "sort_key": sort_key(numbers[code.division_id], "", code.code, kind),
                    "cost_code_id": code.id,
                    "cost_type_id": kind_id,
                    "description": code.name,
                    "original_cents": 10_00,
                    "changed_at": clock.now(),
                }
                for code in codes
                for kind, kind_id in types
            ]
            session.execute(insert(BudgetLine), rows)
        return project_id


def read_costs(world, project_id, *rows, uncoded=0):
    """Store a reading as the exchange would; rows are (code, type or None, committed, cost, invoiced)."""
    with transaction() as session:
        reading = JobCostReading(
            project_id=project_id,
            connection_id=world.connection,
            asked_at=clock.now(),
            read_at=clock.now(),
            uncoded=[{"cents": uncoded}] if uncoded else [],
        )
        session.add(reading)
        session.flush()
        session.add_all(
            JobCostRow(
                reading_id=reading.id,
                cost_code_id=world.codes.get(code),
                cost_type_id=world.types.get(kind),
                committed_cents=committed,
                cost_cents=cost,
                invoiced_cents=invoiced,
            )
            for code, kind, committed, cost, invoiced in rows
        )


def figures(page, row_id):
    """The texts of a row's figures."""
    row = page.split(f'id="{row_id}"')[1].split("</tr>")[0]
    return re.findall(r"<td[^>]*>([^<]*)</td>", row)


def test_the_first_hundred_lines_come_with_the_whole_s_sums(long, dana):
    page = dana.get(f"/projects/{long}/budget").text
    assert len(LINE.findall(page)) == 100
    assert figures(page, "division-1")[0] == "1,200.00"
    assert figures(page, "budgets-total")[0] == "2,500.00"
    assert "Total, 250 lines" in page
    assert "Lines 1 to 100 of 250." in page
    assert len(LINE.findall(dana.get(f"/projects/{long}/budget?all=1").text)) == 250


def test_scrolling_brings_the_rest_once_and_in_order(long, dana):
    page = dana.get(f"/projects/{long}/budget").text
    seen = LINE.findall(page)
    scroll = re.search(r'id="budgets-more"[^>]*hx-get="([^"]+)"', page)
    while scroll:
        part = dana.get(scroll[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).text
        assert "<html" not in part
        assert part.count('class="group"') == (1 if len(seen) == 100 else 0)
        seen += LINE.findall(part)
        scroll = re.search(r'id="budgets-more"[^>]*hx-get="([^"]+)"', part)
    assert len(seen) == len(set(seen)) == 250
    assert seen == LINE.findall(dana.get(f"/projects/{long}/budget?all=1").text)


def test_without_a_script_one_walks_part_by_part(long, dana):
    page = dana.get(f"/projects/{long}/budget").text
    following = re.search(r'<a href="([^"]*after=\d+)"[^>]*>Next lines', page)[1]
    second = dana.get(following.replace("&amp;", "&")).text
    assert "Lines 101 to 200 of 250." in second
    assert re.search(r'<tr [^>]*id="([^"]+)"', second)[1] == "division-1"
    assert "From the first line" in second


def test_a_link_to_a_line_loads_the_part_that_holds_it(long, dana):
    every = LINE.findall(dana.get(f"/projects/{long}/budget?all=1").text)
    for position in (0, 99, 100, 199, 200, 249):
        page = dana.get(f"/projects/{long}/budget?line={every[position]}").text
        assert f'id="line-{every[position]}"' in page
        assert LINE.findall(page)[0] == every[position // 100 * 100]
    assert len(LINE.findall(dana.get(f"/projects/{long}/budget?line=999999").text)) == 100


def test_filters_and_groups(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
        add_lines(world, project_id, DANA, ("06-100", "OC", 0))
        bring(world, project_id, State.CHANGES_PENDING)
    url = f"/projects/{project_id}/budget"
    changed = dana.get(f"{url}?show=changed").text
    assert LINE.findall(changed) == ["1", "2"]
    assert "Total, 2 of 3 lines" in changed
    assert LINE.findall(dana.get(f"{url}?show=budgeted").text) == ["1", "2"]
    assert 'class="group"' not in dana.get(f"{url}?group=none").text
    assert len(LINE.findall(dana.get(f"{url}?show=nonsense&group=odd").text)) == 3
    with sqlite_app.app_context():
        fresh = make_project(world, "Fresh", "77")
    assert "No line is changed" in dana.get(f"/projects/{fresh}/budget?show=changed").text


def test_lines_of_an_update_say_that_they_are_on_their_way(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
        add_lines(world, project_id, DANA, ("01-100", "M", 5_00))
        bring(world, project_id, State.CHANGES_PENDING)
        act(world, project_id, DANA, Action.SEND)
        first = start(world, "First export", "9")
        bring(world, first, State.SENT)
    page = dana.get(f"/projects/{project_id}/budget").text
    assert page.count("on its way") == 2
    assert "on its way" not in dana.get(f"/projects/{first}/budget").text


def test_job_costs_stand_beside_the_budget_and_tie_to_the_job_total(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
        add_lines(world, project_id, DANA, ("03-100", "M", 100_00))
        page = "No job costs yet."
    assert page in dana.get(f"/projects/{project_id}/budget").text
    with sqlite_app.app_context():
        read_costs(
            world,
            project_id,
            ("03-100", None, 0, 19_000_00, 0),
            ("06-100", "M", 5_000_00, 2_000_00, 1_500_00),
            ("01-100", None, 0, 40_00, 0),
            uncoded=2_50,
        )
    page = dana.get(f"/projects/{project_id}/budget").text
    assert figures(page, "line-1") == ["18,000.00", "", "18,000.00", "0.00", "19,000.00", "−1,000.00"]
    assert figures(page, "line-3") == ["100.00", "", "100.00", "0.00", "0.00", "100.00"]
    assert figures(page, "line-2") == ["7,250.00", "", "7,250.00", "5,000.00", "2,000.00", "1,750.00"]
    assert figures(page, "loose") == ["", "", "", "0.00", "42.50", "−42.50"]
    assert figures(page, "budgets-total") == ["25,350.00", "", "25,350.00", "5,000.00", "21,042.50", "807.50"]


def test_check_now_asks_the_erp_and_tells_honestly_what_it_waits_for(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
        bring(world, project_id, State.AWAITING_SYNC)
        with transaction() as session:
            session.query(ErpRequest).delete()
            session.get_one(ErpConnection, world.connection).last_contact_at = clock.now() - timedelta(
                hours=2
            )
    url = f"/projects/{project_id}/budget/check"
    answer = dana.post(url, data={"csrf_token": dana.csrf}, headers={"HX-Request": "true"}).text
    assert "Job costs are asked for." in answer
    assert "Waiting for the QuickBooks Web Connector, last call " in answer
    assert "Update Selected" in answer
    assert "every 3s" in answer
    asking = re.search(r'hx-get="([^"]+)"', answer)[1].replace("&amp;", "&")
    dana.post(url, data={"csrf_token": dana.csrf})
    with sqlite_app.app_context():
        assert reader().query(ErpRequest).count() == 1
    assert "every 3s" in dana.get(asking).text
    assert "Job costs are asked for." in dana.get(f"/projects/{project_id}/budget").text
    finish(sqlite_app, world, project_id, state="succeeded")
    done = dana.get(asking)
    assert (done.status_code, done.headers["HX-Refresh"]) == (204, "true")
    page = dana.get(f"/projects/{project_id}/budget").text
    assert "Job costs are here. They were read today" in page
    assert "every 3s" not in page


def finish(app, world, project_id, *, state, messages=()):
    with app.app_context():
        read_costs(world, project_id)
        with transaction() as session:
            request = session.query(ErpRequest).one()
            request.state, request.messages = state, list(messages)


def test_a_check_that_failed_shows_the_erp_s_words_and_stops(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
        bring(world, project_id, State.SYNCED)
        with transaction() as session:
            session.query(ErpRequest).delete()
    answer = dana.post(
        f"/projects/{project_id}/budget/check", data={"csrf_token": dana.csrf}, headers={"HX-Request": "true"}
    ).text
    asking = re.search(r'hx-get="([^"]+)"', answer)[1].replace("&amp;", "&")
    finish(sqlite_app, world, project_id, state="failed", messages=["The company file is closed."])
    told = dana.get(asking).text
    assert "The company file is closed." in told
    assert "hx-trigger" not in told


def test_check_now_is_for_those_whom_the_table_names(sqlite_app, world):
    with sqlite_app.app_context():
        project_id = start(world)
        bring(world, project_id, State.DRAFT)
    dana = client_for(sqlite_app, DANA)
    assert (
        dana.post(f"/projects/{project_id}/budget/check", data={"csrf_token": dana.csrf}).status_code == 409
    )
    vera = client_for(sqlite_app, VERA)
    assert (
        vera.post(f"/projects/{project_id}/budget/check", data={"csrf_token": vera.csrf}).status_code == 403
    )


def test_history_tells_who_changed_what_from_what_to_what(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
    dana.post(f"/projects/{project_id}/budget/lines/1", data={"amount": "20000", "csrf_token": dana.csrf})
    luis = client_for(sqlite_app, LUIS)
    assert (
        luis.post(f"/projects/{project_id}/budget/lines/1", data={"csrf_token": luis.csrf}).status_code == 403
    )
    dana.post(f"/projects/{project_id}/budget/lock", data={"csrf_token": dana.csrf})
    page = dana.get(f"/projects/{project_id}/budget/history").text
    assert "Edit original amounts: 03-100" in page
    assert "18,000.00" in page
    assert "20,000.00" in page
    assert page.index("Lock budget") < page.index("Edit original amounts: 03-100")
    rows = list(
        csv.reader(
            io.StringIO(dana.get(f"/projects/{project_id}/budget/history.csv").data.decode("utf-8-sig"))
        )
    )
    assert rows[0] == ["When", "Who", "What", "From", "To", "Reason"]
    assert rows[1][1:5] == ["Dana Whitfield", "Lock budget", "Draft", "Locked"]


def test_the_ledger_as_csv_adds_up(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
        read_costs(world, project_id, ("03-100", None, 0, 19_000_00, 0), uncoded=2_50)
    answer = dana.get(f"/projects/{project_id}/budget/export.csv")
    assert re.search(r'filename="budget-2026001-\d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"])
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[1] == [
        "03",
        "",
        "03-100",
        "Footings",
        "L",
        "18000.00",
        "0.00",
        "18000.00",
        "0.00",
        "19000.00",
        "-1000.00",
    ]
    assert rows[-2][3:] == [
        "On this job, without a line in this budget",
        "",
        "0.00",
        "0.00",
        "0.00",
        "0.00",
        "2.50",
        "-2.50",
    ]
    assert rows[-1][5:] == ["25250.00", "0.00", "25250.00", "0.00", "19002.50", "6247.50"]

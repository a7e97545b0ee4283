"""How fast a budget opens: rows a1 to a4 of the comparison with other systems, each beside the floor of this very run.

Run: `python tests/bench/budget_page.py [rounds]`. Ours is the server time of a signed-in GET, sessions, permissions and
rules included. The floor reads the same rows with bare sqlite3, formats them with f-strings and nothing else.
"""

import gzip
import logging
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import insert

from portal import clock
from portal.app import create_app
from portal.db import migrate
from portal.db.budgets import BudgetLine, BudgetModification
from portal.db.exchange import CostCodeLink
from portal.db.job_costs import JobCostReading, JobCostRow
from portal.db.projects import CostCode, Division
from portal.db.transactions import transaction
from portal.services.budgets.lines import code_key, sort_key
from portal.settings import Settings
from tests.factories import budget_of, client_for, furnish, make_project
from tests.people import DANA

TYPES = ("L", "M")
WORK = ("Footings", "Slab on grade", "Rough framing", "Drywall", "Conduit and wire", "Painting", "Site fence")


def make_portal(folder):
    url = f"sqlite:///{folder / 'portal.sqlite3'}"
    settings = Settings(folder, url, f"unix://{folder / 'none.sock'}", "http://localhost", "bench")
    migrate.upgrade(settings)
    return create_app(settings)


def make_budget(app, world, name, number, count):
    """A budget of `count` lines in twenty divisions, a tenth of them moved by modifications, all with job costs."""
    with app.app_context():
        project_id = make_project(world, name, number)
        budget_id = budget_of(project_id).id
        with transaction() as session:
            codes = codes_for(session, number, count // len(TYPES))
            session.execute(insert(CostCodeLink), [link(world, code) for code, _ in codes])
            rows = [
                line(budget_id, place, code, world, kind)
                for place, code in enumerate(codes)
                for kind in TYPES
            ]
            session.execute(insert(BudgetLine), rows)
            lines = session.query(BudgetLine).filter_by(budget_id=budget_id).order_by(BudgetLine.id).all()
            session.execute(insert(BudgetModification), list(modifications(budget_id, lines)))
            reading = JobCostReading(
                project_id=project_id,
                connection_id=world.connection,
                asked_at=clock.now(),
                read_at=clock.now(),
            )
            session.add(reading)
            session.flush()
            session.execute(insert(JobCostRow), [costs(reading.id, each) for each in lines])
        return project_id, budget_id


def codes_for(session, number, count):
    divisions = [Division(code=f"{number}-{n:02}", name=f"Division {n}") for n in range(20)]
    session.add_all(divisions)
    session.flush()
    codes = [
        CostCode(
            code=f"{number}.{n:05}",
            name=f"{WORK[n % len(WORK)]}, area {n % 31}",
            division_id=divisions[n * 20 // count].id,
        )
        for n in range(count)
    ]
    session.add_all(codes)
    session.flush()
    return [(code, divisions[n * 20 // count].code) for n, code in enumerate(codes)]


def link(world, code):
    return {
        "connection_id": world.connection,
        "cost_code_id": code.id,
        "erp_id": f"8000-{code.id}",
        "erp_name": code.code,
        "accepted_at": clock.now(),
    }


def line(budget_id, place, found, world, kind):
    code, division = found
    return {
        "budget_id": budget_id,
        "code_key": code_key(None, code.id, world.types[kind]),
        "sort_key": sort_key(division, "", code.code, kind),
        "cost_code_id": code.id,
        "cost_type_id": world.types[kind],
        "description": code.name,
        "original_cents": (place * 7919 % 2_500) * 100_00 + (place % 100 if place % 4 == 0 else 0),
        "changed_at": clock.now(),
    }


def modifications(budget_id, lines):
    for number, each in enumerate(lines[::20], start=1):
        yield {
            "budget_id": budget_id,
            "number": number,
            "from_line_id": each.id,
            "to_line_id": lines[-number].id,
            "amount_cents": number * 100,
            "created_at": clock.now(),
        }


def costs(reading_id, each):
    return {
        "reading_id": reading_id,
        "cost_code_id": each.cost_code_id,
        "cost_type_id": each.cost_type_id,
        "committed_cents": each.original_cents if each.id % 3 == 0 else 0,
        "cost_cents": each.original_cents // 3 if each.id % 2 == 0 else 0,
        "invoiced_cents": each.original_cents // 3 if each.id % 6 == 0 else 0,
    }


def median(act, rounds):
    """Median seconds of `rounds` runs after one that warms up, and the last answer."""
    answer = act()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        answer = act()
        times.append(time.perf_counter() - started)
    return statistics.median(times), answer


def get(client, url):
    answer = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, answer.text
    return answer.data


def floor(connection, budget_id, limit):
    """The same rows and figures, read and formatted with the least that Python needs."""
    rows = connection.execute(_FLOOR, {"budget": budget_id, "limit": limit})
    return "".join(
        f'<tr id="line-{line}"><th scope="row"><span class="code">{code}</span>{name} <span class="type">{kind}</span>'
        f"</th>{_cell(original)}{_cell(moved)}{_cell(original + moved)}{_cell(committed)}{_cell(cost)}"
        f"{_cell(original + moved - committed - cost)}</tr>"
        for line, code, name, kind, original, moved, committed, cost in rows
    ).encode()


def _cell(cents):
    return f'<td class="num">{cents // 100:,}.{cents % 100:02d}</td>'


_FLOOR = """
select l.id, c.code, l.description, t.code, l.original_cents, 0, r.committed_cents, r.cost_cents
from budget_lines l join cost_codes c on c.id = l.cost_code_id join cost_types t on t.id = l.cost_type_id
join job_cost_rows r on r.id = l.id
where l.budget_id = :budget order by l.sort_key, l.id limit :limit
"""


def report(name, ours, least, goal, unit="ms"):
    """One row: ours, the floor, the ratio, the goal."""
    scale = 1000 if unit == "ms" else 1 / 1024
    print(
        f"{name:<46} {ours * scale:9.1f} {unit}   floor {least * scale:8.1f}   ratio {ours / least:5.1f}   goal {goal}"
    )


def main(rounds):
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = make_portal(folder)
        with app.app_context():
            world = furnish()
        small = make_budget(app, world, "Two thousand", "21", 2_000)
        large = make_budget(app, world, "Ten thousand", "22", 10_000)
        client = client_for(app, DANA)
        bare = sqlite3.connect(folder / "portal.sqlite3")
        cases = (
            ("a1 open 2,000 lines, all", small, "?all=1", 2_000, "<= 41 ms"),
            ("a2 the same, first screen of 100", small, "", 100, "<= 10 ms"),
            ("a3 open 10,000 lines, all", large, "?all=1", 10_000, "<= 147 ms"),
        )
        for title, (project_id, budget_id), query, count, goal in cases:
            url = f"/projects/{project_id}/budget{query}"
            ours, page = median(lambda url=url: get(client, url), rounds)
            assert len(re.findall(rb'<tr id="line-', gzip.decompress(page))) == count
            least, rows = median(lambda b=budget_id, n=count: floor(bare, b, n), rounds)
            report(title, ours, least, goal)
            if title.startswith("a1"):
                sizes = len(page), len(gzip.compress(rows, 6))
        report("a4 bytes of a1, gzip", *sizes, "<= 40 KB", "KB")
        tagged = client.get(f"/projects/{small[0]}/budget").headers["ETag"]
        url = f"/projects/{small[0]}/budget"
        same, _ = median(lambda: client.get(url, headers={"If-None-Match": tagged}), rounds)
        print(f"   the same again, unchanged (304)              {same * 1000:9.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)

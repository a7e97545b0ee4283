"""How long 10,000 lines take from the upload to the page with their outcomes, through the portal itself.

Run: `python tests/bench/import_upload.py [rows]`. Prints medians of seven rounds: ours (upload, kept in the database,
redirect, check shown), beside the floor of the same round: reading the bytes and storing one row per line. The goal is
0.40 s on a machine with two cores.
"""

import csv
import gc
import io
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from python_calamine import CalamineWorkbook
from sqlalchemy import insert

from portal.app import create_app
from portal.db.base import Base, database
from portal.db.projects import CostCode, Division
from portal.db.transactions import transaction
from portal.files.csv_tables import write_csv
from portal.files.xlsx_tables import Table, write_xlsx
from portal.settings import Settings
from tests import factories
from tests.bench.import_rows import HEADS, rows_of
from tests.people import DANA

GOAL = 0.40
ROUNDS = 7


def opened(folder, codes):
    """An app over a fresh database with one project, and the company's cost codes."""
    settings = Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'portal.sqlite3'}",
        redis_url="redis://127.0.0.1:9/0",
        base_url="http://localhost",
        secret_key="bench",
        smtp_port=9,
    )
    app = create_app(settings)
    with app.app_context():
        Base.metadata.create_all(database.engine)
        world = factories.furnish()
        with transaction() as session:
            division = session.query(Division).first().id
            session.execute(
                insert(CostCode), [{"code": code, "name": "Work", "division_id": division} for code in codes]
            )
        return app, factories.make_project(world, linked=False)


def uploaded(client, project, name, data):
    """One round as a browser would do it; returns seconds and the page."""
    given = {"csrf_token": client.csrf, "file": (io.BytesIO(data), name)}
    started = time.perf_counter()
    answer = client.post(f"/projects/{project}/budget/import", data=given, content_type="multipart/form-data")
    page = client.get(answer.location)
    answer.request.environ["wsgi.input"].close()
    return time.perf_counter() - started, page.text


def floor(folder, name, data):
    """Read the bytes without judging them, and store a row per line in a file that is synced."""
    started = time.perf_counter()
    if name.endswith("csv"):
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    store = sqlite3.connect(folder / f"floor-{time.monotonic_ns()}.sqlite3")
    marks = ", ".join("?" * len(rows[0]))
    store.execute(f"CREATE TABLE lines ({', '.join(f'c{place}' for place in range(len(rows[0])))})")
    store.executemany(f"INSERT INTO lines VALUES ({marks})", rows)  # noqa: S608 - question marks only
    store.commit()
    store.close()
    return time.perf_counter() - started


def main(count):
    rows = [[f"{place // 4:05}.000", "ELMS"[place % 4], *row[2:]] for place, row in enumerate(rows_of(count))]
    files = {
        "prices.csv": write_csv([HEADS, *rows]),
        "prices.xlsx": write_xlsx([Table("Budget", HEADS, rows)]),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app, project = opened(folder, {row[0] for row in rows})
        client = factories.client_for(app, DANA)
        gc.freeze()  # as `portal up` does before it serves
        for file, data in files.items():
            uploaded(client, project, file, data)
            ours, floors = [], []
            for _ in range(ROUNDS):
                seconds, page = uploaded(client, project, file, data)
                ours.append(seconds)
                floors.append(floor(folder, file, data))
            if f"{count:,} new, 0 changed, 0 the same." not in page:
                sys.exit(f"{file}: the page does not show {count:,} new lines")
            took, least = statistics.median(ours), statistics.median(floors)
            print(
                f"{file:12} {count:,} lines: ours {took * 1000:.0f} ms, floor {least * 1000:.0f} ms, "
                f"{took / least:.1f} x floor; goal {GOAL * 1000:.0f} ms: {'kept' if took <= GOAL else 'MISSED'}"
            )
        with app.app_context():
            database.engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

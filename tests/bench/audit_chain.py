"""The audit as a chain: 10,000 entries appended and verified, beside the floors of the same run.

Run: `python tests/bench/audit_chain.py [entries]`. Prints medians of five runs in seconds. Appending: many acts'
events through `services.audit.record`, 100 to a transaction, beside inserting the same rows without number and hash;
then a hundred transactions of one event each, beside the same without an event. Verifying: the stored chain, beside
reading its rows alone. Last, the audit page's reading, beside the same with 1,000 entries.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import insert, select

from portal import clock
from portal.app import create_app
from portal.db import migrate
from portal.db.audit import AuditEvent
from portal.db.company import Company
from portal.db.transactions import reader, transaction
from portal.domain.people import CONSOLE
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.auditing import audit_page, chain_checks
from portal.services.auditing.filters import Wish
from portal.settings import Settings
from tests import factories

AT_ONCE, ALONE = 100, 100


def seconds(act, runs=5):
    """Median of `runs`."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def note(session, number):
    detail = {"line": f"03-100 {number}", "was": "1250.00", "to": "1300.00"}
    subject = audit.Subject("budget", number)
    audit.record(session, Action.EDIT_ORIGINAL, CONSOLE, subject, audit.Note("draft", "draft", detail=detail))


def append(count):
    for start in range(0, count, AT_ONCE):
        with transaction() as session:
            for number in range(start, start + AT_ONCE):
                note(session, number)


def append_alone(*, with_event):
    for number in range(ALONE):
        with transaction() as session:
            session.get_one(Company, 1).name = f"Company {number}"
            if with_event:
                note(session, number)


def insert_plainly(count):
    """The floor: the same rows, as they would be written without a chain, taken back afterwards."""
    now, hash_ = clock.now(), "0" * 64
    with transaction() as session:
        for start in range(0, count, AT_ONCE):
            rows = [
                {
                    "at": now, "actor_id": None, "actor_name": "Console", "action": "edit_original", "outcome": "done",
                    "subject": "budget", "subject_id": n, "project_id": None, "before": "draft", "after": "draft",
                    "reason": "", "detail": {"line": f"03-100 {n}", "was": "1250.00", "to": "1300.00"},
                    "address": "", "sequence": -n - 1, "hash": hash_,
                }
                for n in range(start, start + AT_ONCE)
            ]  # fmt: skip
            session.execute(insert(AuditEvent), rows)
        session.rollback()


def read_rows():
    columns = AuditEvent.__table__.columns
    return sum(1 for _ in reader().execute(select(*columns).order_by(AuditEvent.sequence)))


def line(name, ours, floor, per=1.0, unit="s"):
    print(f"{name:<34} {ours * per:8.3f} {floor * per:8.3f} {ours / floor:7.2f}  {unit}")


def page():
    reader().rollback()
    return audit_page.read(reader(), Wish())


def main(count):
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        settings = Settings(
            data_dir=data, database_url=f"sqlite:///{data}/portal.sqlite3", redis_url=f"unix://{data}/none.sock",
            base_url="http://localhost", secret_key="bench",
        )  # fmt: skip
        migrate.upgrade(settings)
        with create_app(settings).app_context():
            factories.furnish()
            append(1_000)
            small = seconds(page, 21)
            print(f"{'':<34} {'ours':>8} {'floor':>8} {'ratio':>7}")
            floor = seconds(lambda: insert_plainly(count), 3)
            line(f"append {count:,}, {AT_ONCE} to an act", seconds(lambda: append(count), 3), floor)
            plain = seconds(lambda: append_alone(with_event=False))
            alone = seconds(lambda: append_alone(with_event=True))
            line("one act with its one entry", alone / ALONE, plain / ALONE, 1000, "ms")
            entries = read_rows()
            ours = seconds(lambda: chain_checks.check(reader()), 3)
            line(f"verify {entries:,}", ours, seconds(read_rows, 3))
            line(f"page of 50, {entries:,} beside 1,000", seconds(page, 21), small, 1000, "ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

"""An agent's side of the wire, call by call, and the queue and the store as the tests look at them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from portal import clock
from portal.db.exchange import ConnectorTicket, ErpConnection, ErpRequest, ErpStep
from portal.db.staging import StagedRecord
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from tests import factories
from tests.people import PHRASE

OURS = {"Name": "Halden & Rowe", "Database": "haldenrowe", "Key": "ours"}
ONE = {
    "Entity": "cost_code",
    "ErpKey": "2010.000",
    "ErpVersion": "v1",
    "Job": "",
    "IsArchived": False,
    "Fields": {},
}


def record(key="2010.000", version="v1", entity="cost_code", **more):
    return {**ONE, "Entity": entity, "ErpKey": key, "ErpVersion": version, **more}


@dataclass
class Agent:
    """Calls the door through a test client; answers are (status, content)."""

    client: Any
    username: str
    ticket: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method, path, body=None, **more):
        headers = {"Authorization": f"Bearer {self.ticket}"} if self.ticket else {}
        found = self.client.open(
            f"/agent/v1{path}", method=method, headers={**headers, **self.headers}, json=body, **more
        )
        self.last = found
        return found.status_code, found.json if found.data else None

    def register(self, key=PHRASE, company=None, machine="sage-server", **more):
        body = {"Username": self.username, "AgentKey": key, "AgentVersion": "1", "Machine": machine}
        found = self.call("POST", "/register", {**body, "Company": company or OURS, **more})
        if found[0] == 200:
            self.ticket = found[1]["Ticket"]
        return found

    def poll(self, wait=0, **more):
        return self.call("GET", f"/requests?wait={wait}", **more)

    def take(self):
        """The next operation, which must be there."""
        status, operation = self.poll()
        assert status == 200, (status, operation)
        return operation

    def complete(self, operation_id, outcome="done", messages=(), **result):
        body = {"Outcome": outcome, "Messages": list(messages), "Result": result}
        return self.call("POST", f"/requests/{operation_id}/completed", body)

    def begin(self, trigger="full", **more):
        status, content = self.call("POST", "/runs", {"Trigger": trigger, **more})
        assert status == 200, content
        return content["RunId"]

    def send(self, run_id, batch, *records):
        return self.call("POST", "/changes", {"BatchId": batch, "RunId": run_id, "Records": list(records)})

    def finish(self, run_id, read=1, **more):
        return self.call(
            "POST", f"/runs/{run_id}/finished", {"Read": read, "Failed": 0, "Messages": [], **more}
        )

    def stage(self, *records, batch="b1"):
        """A whole comparison."""
        run_id = self.begin()
        status, content = self.send(run_id, batch, *records)
        assert status == 200, content
        assert self.finish(run_id, len(records))[0] == 204
        return content


@dataclass
class Company:
    """A connection of a staged vendor. Use inside an application context."""

    connection_id: int
    username: str

    def order(self, kind="read_lists"):
        now = clock.now()
        with transaction() as session:
            row = ErpRequest(
                connection_id=self.connection_id,
                kind=kind,
                business_key=f"{kind}:{now.isoformat()}",
                not_before=now,
                created_at=now,
            )
            session.add(row)
            session.flush()
            return row.id

    def steps(self):
        return self._all(ErpStep)

    def requests(self):
        return self._all(ErpRequest)

    def records(self):
        return self._all(StagedRecord)

    def runs(self):
        return self._all(SyncRun)

    def connection(self):
        reader().rollback()
        return reader().get_one(ErpConnection, self.connection_id)

    def pause(self, *, paused=True):
        with transaction() as session:
            session.get_one(ErpConnection, self.connection_id).paused = paused

    def age_sessions(self, **span):
        with transaction() as session:
            for row in session.query(ConnectorTicket):
                row.seen_at -= timedelta(**span)

    def _all(self, table):
        reader().rollback()
        return reader().query(table).filter_by(connection_id=self.connection_id).order_by(table.id).all()


def make_company(*, furnished=False):
    with transaction() as session:
        if not furnished:
            factories.make_company(session)
        row = factories.make_connection(session, "scripted")
        session.flush()
        return Company(row.id, row.username)
